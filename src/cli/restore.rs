//! `tribune restore`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Failure, pending};
use crate::app;
use crate::config::Config;
use crate::infra::backup;
use crate::infra::database::schema::SchemaState;

#[derive(Args)]
pub(super) struct Restore {
    /// What `tribune backup` wrote.
    file: PathBuf,
}

impl Restore {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        backup::restore(&app::database_url(config)?, &self.file).await?;
        let database = app::connect(config).await?;
        say!("The database is as {} has it.", self.file.display())?;
        if let SchemaState::Pending(names) = database.schema_state().await? {
            say!("It is of an older version: {}, which `tribune serve` makes.", pending(names.len()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
