//! `tribune migrate`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use migration::{Migrator, MigratorTrait};

use super::{Failure, pending};
use crate::app;
use crate::config::Config;
use crate::infra::database::Database;
use crate::infra::database::schema::SchemaState;

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
        /// Take back all changes, and all data with them.
        #[arg(long)]
        force: bool,
    },
    /// Say what is missing; exits with 1 when something is.
    Status,
}

impl Migrate {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let database = app::connect(config).await?;
        match self.direction {
            Direction::Up => database.migrate().await?,
            Direction::Down { steps, force } => {
                if !force {
                    refuse_all(&database, steps).await?;
                }
                database.migrate_down(steps).await?;
            }
            Direction::Status => {}
        }
        Ok(match database.schema_state().await? {
            SchemaState::Pending(names) => {
                say!("{}:", pending(names.len()))?;
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

/// Nobody means to lose everything by a number that is too large.
async fn refuse_all(database: &Database, steps: u32) -> Result<(), Failure> {
    let pending = match database.schema_state().await? {
        SchemaState::Pending(names) => names.len(),
        SchemaState::Current | SchemaState::Newer(_) => 0,
    };
    let applied = Migrator::migrations().len().saturating_sub(pending);
    if applied == 0 || usize::try_from(steps).is_ok_and(|steps| steps < applied) {
        return Ok(());
    }
    Err(format!("{steps} steps would take back all {applied} changes, and all data with them; --force does it all the same").into())
}
