//! `tribune jobs`: the work behind the requests, seen from the machine itself.

mod discard;
mod list;
mod retry;
mod show;

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::{Failure, open};
use crate::config::Config;
use crate::entity::job::JobState;
use crate::id::{self, Id};

#[derive(Args)]
pub(super) struct Jobs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the jobs, those that are due first at the front. One that is done is in no list.
    List(list::List),
    /// Show all that is known of a job.
    Show(show::Show),
    /// Have a job that is dead or waits done at once, with all its attempts before it.
    Retry(retry::Retry),
    /// Remove a job that is dead or waits: what it was to do is not done.
    Discard(discard::Discard),
}

impl Jobs {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let domain = open(config).await?;
        match self.action {
            Action::List(command) => command.run(&domain).await?,
            Action::Show(command) => command.run(&domain).await?,
            Action::Retry(command) => command.run(&domain).await?,
            Action::Discard(command) => command.run(&domain).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum StateName {
    /// For its time, or for somebody to take it.
    Waiting,
    /// A worker is at it, or was when it died.
    Running,
    /// It failed too often and is no longer tried.
    Dead,
}

impl From<StateName> for JobState {
    fn from(state: StateName) -> Self {
        match state {
            StateName::Waiting => Self::Waiting,
            StateName::Running => Self::Running,
            StateName::Dead => Self::Dead,
        }
    }
}

fn state_name(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "waiting",
        JobState::Running => "running",
        JobState::Dead => "dead",
    }
}

/// The id as it is listed.
fn read_id(text: &str) -> Result<Id<id::Job>, String> {
    Id::parse(text).map_err(|error| error.to_string())
}
