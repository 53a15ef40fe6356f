//! `tribune backup`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Failure;
use crate::app;
use crate::config::Config;
use crate::infra::backup;

#[derive(Args)]
pub(super) struct Backup {
    /// The file, which must not exist yet.
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let database = app::connect(config).await?;
        let bytes = backup::backup(&database, &app::database_url(config)?, &self.file).await?;
        say!("{} holds all of the database: {bytes} bytes.", self.file.display())?;
        Ok(ExitCode::SUCCESS)
    }
}
