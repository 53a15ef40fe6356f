//! What is done for each kind of job.

use std::time::Duration;

use async_trait::async_trait;
use sea_orm::DbErr;
use serde::de::DeserializeOwned;

use super::claim::Claim;
use super::kind::Kind;
use crate::domain::error::Error;
use crate::domain::{Domain, comment, event, idempotency, identity, post};

/// That a job has ended; had from [`Claim::finish`] only.
#[derive(Debug)]
pub struct Done(());

/// Why a job was not done. None of its effects was kept.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It may go better later.
    #[error("{0}")]
    Again(String),
    /// It will not.
    #[error("{0}")]
    Never(String),
    /// It is somebody else's by now, or was taken back.
    #[error("the job is somebody else's by now")]
    Lost,
}

/// Those who do the work. Everything may be begun twice: who is taken for dead may be slow.
#[async_trait]
pub trait Handlers: Send + Sync + 'static {
    /// The kinds that are known here, by name; at least one.
    fn kinds(&self) -> Vec<&'static str>;

    /// Those among them that recur, and how long after they were done.
    fn recurring(&self) -> Vec<(&'static str, Duration)>;

    /// Does one job, and ends it by [`Claim::finish`], in one transaction with its effects where these are in the database.
    async fn handle(&self, domain: &Domain, claim: &Claim) -> Result<Done, Failure>;
}

/// Tribune's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct TribuneHandlers;

#[async_trait]
impl Handlers for TribuneHandlers {
    fn kinds(&self) -> Vec<&'static str> {
        Kind::ALL.map(Kind::name).to_vec()
    }

    fn recurring(&self) -> Vec<(&'static str, Duration)> {
        Kind::ALL.into_iter().filter_map(|kind| Some((kind.name(), kind.every()?))).collect()
    }

    async fn handle(&self, domain: &Domain, claim: &Claim) -> Result<Done, Failure> {
        let Some(kind) = Kind::named(&claim.job.kind) else {
            return Err(Failure::Never(format!("there is no kind {:?}", claim.job.kind)));
        };
        match kind {
            Kind::PublishPost => return post::publish_scheduled(domain, claim, &payload(claim)?).await,
            Kind::EraseDeleted => {
                post::erase_deleted(domain).await?;
                comment::erase_deleted(domain).await?;
            }
            Kind::RemoveEndedSessions => identity::remove_ended_sessions(domain).await?,
            Kind::RemoveEvents => {
                event::prune(domain).await?;
            }
            Kind::RemoveIdempotencyKeys => idempotency::remove_keys(domain).await?,
        }
        // Each of these has transactions of its own, and doing it twice changes nothing.
        claim.finish(domain, domain.database.begin().await?).await
    }
}

/// What the kind needs to know.
fn payload<T: DeserializeOwned>(claim: &Claim) -> Result<T, Failure> {
    let read = serde_json::from_str(&claim.job.payload);
    read.map_err(|error| Failure::Never(format!("the payload is not understood: {error}")))
}

impl Done {
    pub(super) fn new() -> Self {
        Self(())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Problems(problems) => {
                let messages: Vec<_> = problems.into_iter().map(|problem| problem.message).collect();
                Self::Never(messages.join(" "))
            }
            error => Self::Again(error.to_string()),
        }
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Again(format!("database: {error}"))
    }
}
