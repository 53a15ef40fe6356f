//! `tribune jobs list`.

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use comfy_table::{Table, presets};

use super::{StateName, state_name};
use crate::cli::Failure;
use crate::domain::{Domain, job};
use crate::entity::job::JobRow;
use crate::id::{self, Id};

/// Characters of an error that a line has room for.
const MAX_ERROR: usize = 60;

#[derive(Args)]
pub(super) struct List {
    /// Only those in this state.
    #[arg(long, value_enum)]
    state: Option<StateName>,
    /// Only those of this kind, e.g. publish_post.
    #[arg(long)]
    kind: Option<String>,
    /// How many at the most.
    #[arg(long, default_value = "100", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

impl List {
    pub(super) async fn run(self, domain: &Domain) -> Result<(), Failure> {
        let jobs = job::list(domain, self.state.map(Into::into), self.kind.as_deref(), self.limit).await?;
        if jobs.is_empty() {
            say!("There is no such job.")?;
            return Ok(());
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_header([
            "ID",
            "KIND",
            "STATE",
            "RUN AT",
            "ATTEMPTS",
            "LAST ERROR",
        ]);
        for job in &jobs {
            table.add_row(row(job));
        }
        say!("{}", table.trim_fmt())?;
        if u32::try_from(jobs.len()).is_ok_and(|count| count == self.limit) {
            say!("There may be more: --limit shows them.")?;
        }
        Ok(())
    }
}

fn row(job: &JobRow) -> [String; 6] {
    let error = job.last_error.as_deref().unwrap_or_default();
    [
        Id::<id::Job>::new(job.id).to_string(),
        job.kind.clone(),
        state_name(job.state()).to_owned(),
        time(job.run_at),
        format!("{} of {}", job.attempts, job.max_attempts),
        error.chars().take(MAX_ERROR).map(|c| if c.is_control() { ' ' } else { c }).collect(),
    ]
}

/// A time as people read it, in UTC.
pub(super) fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
