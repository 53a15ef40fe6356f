//! `tribune worker`.

use std::process::ExitCode;

use clap::Args;

use super::serve::stopped;
use super::{Failure, open};
use crate::app;
use crate::config::Config;

#[derive(Args)]
pub(super) struct Worker {}

impl Worker {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let domain = open(config).await?;
        let worker = app::worker(config, domain);
        // Signals are caught before anybody is told that it works.
        let stop = stopped()?;
        say!("Tribune {} does the jobs. Stop it with Ctrl-C.", env!("CARGO_PKG_VERSION"))?;
        worker.run(stop).await;
        Ok(ExitCode::SUCCESS)
    }
}
