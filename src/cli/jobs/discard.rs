//! `tribune jobs discard`.

use clap::Args;

use super::read_id;
use crate::cli::{Failure, tell};
use crate::domain::{Domain, job};
use crate::id::{self, Id};

#[derive(Args)]
pub(super) struct Discard {
    /// The jobs' ids, as `tribune jobs list` shows them.
    #[arg(value_name = "ID", value_parser = read_id, required = true)]
    job_ids: Vec<Id<id::Job>>,
}

impl Discard {
    pub(super) async fn run(self, domain: &Domain) -> Result<(), Failure> {
        for job_id in self.job_ids {
            job::discard(domain, job_id.uuid()).await.map_err(tell)?;
            say!("{job_id} is removed; what it was to do is not done.")?;
        }
        Ok(())
    }
}
