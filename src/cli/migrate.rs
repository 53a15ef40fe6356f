//! `tribune migrate`.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::Failure;
use crate::app;
use crate::config::Config;
use crate::infra::database::SchemaState;

#[derive(Args)]
pub(super) struct Migrate {
    #[command(subcommand)]
    direction: Direction,
}

#[derive(Subcommand)]
enum Direction {
    /// Bring the schema up to this program's.
    Up,
    /// Take back the newest changes, with the data in them.
    Down {
        /// How many.
        #[arg(long, default_value = "1")]
        steps: u32,
    },
    /// Say what is missing; exits with 1 when something is.
    Status,
}

impl Migrate {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let database = app::connect(config).await?;
        match self.direction {
            Direction::Up => database.migrate().await?,
            Direction::Down { steps } => database.migrate_down(steps).await?,
            Direction::Status => {}
        }
        Ok(match database.schema_state().await? {
            SchemaState::Pending(names) => {
                say!("{} changes are pending:", names.len())?;
                for name in &names {
                    say!("  {name}")?;
                }
                // After `down` that is what was asked for.
                if matches!(self.direction, Direction::Down { .. }) {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::FAILURE
                }
            }
            SchemaState::Current | SchemaState::Newer(_) => {
                say!("The schema is up to date.")?;
                ExitCode::SUCCESS
            }
        })
    }
}
