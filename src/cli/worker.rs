//! `tribune worker`.

use std::process::ExitCode;

use clap::Args;
use tokio::sync::watch;

use super::serve::stopped;
use super::{Failure, open};
use crate::app;
use crate::config::Config;
use crate::domain::event;

#[derive(Args)]
pub(super) struct Worker {}

impl Worker {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let domain = open(config).await?;
        let worker = app::worker(config, domain.clone());
        // Signals are caught before anybody is told that it works.
        let stop = stopped()?;
        say!("Tribune {} does the jobs. Stop it with Ctrl-C.", env!("CARGO_PKG_VERSION"))?;
        // What the jobs change is told to those who watch at other instances.
        let (stop_telling, stopping) = watch::channel(false);
        let telling = tokio::spawn(event::relay(domain, stopping));
        worker.run(stop).await;
        stop_telling.send_replace(true);
        telling.await?;
        Ok(ExitCode::SUCCESS)
    }
}
