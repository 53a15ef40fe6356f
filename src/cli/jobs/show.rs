//! `tribune jobs show`.

use clap::Args;

use super::list::time;
use super::{read_id, state_name};
use crate::cli::{Failure, tell};
use crate::domain::{Domain, job};
use crate::id::{self, Id};

#[derive(Args)]
pub(super) struct Show {
    /// The job's id, as `tribune jobs list` shows it.
    #[arg(value_name = "ID", value_parser = read_id)]
    job_id: Id<id::Job>,
}

impl Show {
    pub(super) async fn run(self, domain: &Domain) -> Result<(), Failure> {
        let job = job::show(domain, self.job_id.uuid()).await.map_err(tell)?;
        let mut lines = vec![
            ("Id", self.job_id.to_string()),
            ("Kind", job.kind.clone()),
            ("State", state_name(job.state()).to_owned()),
            ("Asked for", time(job.created_at)),
            ("Run at", time(job.run_at)),
            ("Attempts", format!("{} of {}", job.attempts, job.max_attempts)),
            ("Payload", job.payload.clone()),
        ];
        let optional = [
            ("Key", job.key.clone()),
            ("Again after", job.every_seconds.map(|seconds| format!("{seconds} seconds"))),
            ("Claimed until", job.claimed_until.map(time)),
            ("Dead since", job.died_at.map(time)),
            ("Last error", job.last_error),
        ];
        lines.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
        for (name, value) in lines {
            say!("{name:<14} {value}")?;
        }
        Ok(())
    }
}
