//! `tribune config`.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Failure, Settings, pending};
use crate::app;
use crate::clock::Clock;
use crate::config::{Config, print};
use crate::infra::database::schema::SchemaState;

#[derive(Args)]
pub(super) struct ConfigCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Print the settings in force and where each comes from; secrets are hidden.
    Print,
    /// Try the settings: reach the database and Redis, read the keys. Changes nothing in the database.
    Check,
}

impl ConfigCommand {
    pub(super) async fn run(self, config: &Config, settings: &Settings) -> Result<ExitCode, Failure> {
        match self.action {
            Action::Print => {
                let text = print(&settings.command, &settings.matches, &settings.from_file);
                say!("{}", text.trim_end())?;
            }
            Action::Check => {
                let database = app::connect(config).await?;
                match database.schema_state().await? {
                    SchemaState::Pending(names) => {
                        say!("Database: reached; {}.", pending(names.len()))?;
                    }
                    SchemaState::Current | SchemaState::Newer(_) => {
                        say!("Database: reached, up to date.")?;
                    }
                }
                let domain = app::domain(config, database, Clock::system()).await?;
                say!("Keys and bus: fine.")?;
                app::http_state(config, domain)?;
                say!("Documents, origins and limits: fine.")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
