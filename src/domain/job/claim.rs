//! Claims: one worker has a job for a while, and for longer as long as it is at it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseBackend, DatabaseTransaction, DbErr};
use uuid::Uuid;

use super::backoff::Backoff;
use super::handler::{Done, Failure};
use crate::domain::Domain;
use crate::entity::job::{JobRow, find};
use crate::entity::row::Row;
use crate::entity::sql::Sql;

/// Characters that are kept of what was wrong.
const MAX_ERROR: usize = 2_000;

/// A job that is this worker's, until its time is over.
#[derive(Clone, Debug)]
pub struct Claim {
    pub job: JobRow,
    worker_id: Uuid,
}

/// Takes up to `limit` jobs of these kinds whose time has come, and those whose worker is no more, for as long as `lease`.
/// None is given to two.
pub async fn claim(
    domain: &Domain,
    worker_id: Uuid,
    kinds: &[&str],
    limit: usize,
    lease: Duration,
) -> Result<Vec<Claim>, DbErr> {
    let now = domain.clock.now();
    let backend = domain.database.backend();
    let mut sql = Sql::new(
        backend,
        "WITH due AS MATERIALIZED (SELECT j.id FROM jobs j WHERE j.died_at IS NULL AND j.run_at <= ",
    );
    sql.bind(now).push(" AND (j.claimed_until IS NULL OR j.claimed_until <= ").bind(now).push(")");
    find::of_kinds(&mut sql, kinds);
    sql.push(&format!(" ORDER BY j.run_at, j.id LIMIT {limit}"));
    if backend == DatabaseBackend::Postgres {
        sql.push(" FOR UPDATE SKIP LOCKED");
    }
    sql.push(") UPDATE jobs SET attempts = attempts + 1, claimed_by = ").bind(worker_id);
    sql.push(", claimed_until = ")
        .bind(later(now, lease))
        .push(" WHERE id IN (SELECT id FROM due) RETURNING ");
    sql.push(&JobRow::NAMES.join(", "));
    let rows = match backend {
        DatabaseBackend::Postgres => sql.all(domain.database.writer()).await?,
        _ => {
            let transaction = domain.database.begin().await?;
            let rows = sql.all(&transaction).await?;
            transaction.commit().await?;
            rows
        }
    };
    let claimed = rows.iter().map(|row| Ok(Claim { job: JobRow::read(row, 0)?, worker_id }));
    let mut claimed = claimed.collect::<Result<Vec<_>, DbErr>>()?;
    claimed.sort_by_key(|claim| (claim.job.run_at, claim.job.id));
    Ok(claimed)
}

/// Gives back what a worker has, for others to take at once, as if it had not been begun.
pub async fn give_back(domain: &Domain, worker_id: Uuid) -> Result<u64, DbErr> {
    let mut sql = Sql::new(
        domain.database.backend(),
        "UPDATE jobs SET claimed_by = NULL, claimed_until = NULL, attempts = attempts - 1 WHERE claimed_by = ",
    );
    sql.bind(worker_id);
    sql.execute(domain.database.writer()).await
}

impl Claim {
    /// Whether it was begun so often already that it is not to be begun once more: those who did ended with it.
    pub fn is_used_up(&self) -> bool {
        self.job.every_seconds.is_none() && self.job.attempts > self.job.max_attempts
    }

    /// Prolongs the claim to `lease` from now; false when it is lost.
    pub async fn prolong(&self, domain: &Domain, lease: Duration) -> Result<bool, DbErr> {
        let mut sql = Sql::new(domain.database.backend(), "UPDATE jobs SET claimed_until = ");
        sql.bind(later(domain.clock.now(), lease));
        self.push_is_held(&mut sql);
        Ok(sql.execute(domain.database.writer()).await? == 1)
    }

    /// Ends the job, and commits with it what was done in the transaction: both or neither. A recurring one waits for its
    /// next time.
    ///
    /// # Errors
    /// [`Failure::Lost`] when it is somebody else's by now, or was taken back; nothing of the transaction is kept then.
    pub async fn finish(&self, domain: &Domain, transaction: DatabaseTransaction) -> Result<Done, Failure> {
        let backend = domain.database.backend();
        let mut sql = match self.job.every_seconds {
            None => Sql::new(backend, "DELETE FROM jobs"),
            Some(seconds) => {
                let mut sql = Sql::new(
                    backend,
                    "UPDATE jobs SET attempts = 0, claimed_by = NULL, claimed_until = NULL, last_error = NULL, run_at = ",
                );
                sql.bind(domain.clock.now() + chrono::Duration::seconds(seconds.into()));
                sql
            }
        };
        self.push_is_held(&mut sql);
        if sql.execute(&transaction).await? != 1 {
            transaction.rollback().await?;
            return Err(Failure::Lost);
        }
        transaction.commit().await?;
        Ok(Done::new())
    }

    /// Notes that it failed: it is tried again later, or is dead. A recurring one that has failed so often waits for its next
    /// time instead.
    pub async fn fail(&self, domain: &Domain, failure: &Failure, backoff: &Backoff) -> Result<(), DbErr> {
        let (why, is_final) = match failure {
            Failure::Lost => return Ok(()),
            Failure::Again(why) => (why, self.job.attempts >= self.job.max_attempts),
            Failure::Never(why) => (why, true),
        };
        let now = domain.clock.now();
        let (mut attempts, mut died_at) = (self.job.attempts, None);
        let run_at = match self.job.every_seconds {
            Some(seconds) if is_final => {
                attempts = 0;
                now + chrono::Duration::seconds(seconds.into())
            }
            _ if is_final => {
                died_at = Some(now);
                self.job.run_at
            }
            _ => later(now, backoff.delay(self.job.attempts, &domain.clock)),
        };
        let why: String = why.replace('\0', "\u{fffd}").chars().take(MAX_ERROR).collect();
        let mut sql =
            Sql::new(domain.database.backend(), "UPDATE jobs SET claimed_by = NULL, claimed_until = NULL");
        sql.push(", attempts = ").bind(attempts).push(", run_at = ").bind(run_at);
        sql.push(", died_at = ").bind(died_at).push(", last_error = ").bind(why);
        self.push_is_held(&mut sql);
        sql.execute(domain.database.writer()).await.map(|_| ())
    }

    /// Appends ` WHERE …`: the job, if this claim holds it still. The number of the attempt tells it from a later claim of the
    /// same worker.
    fn push_is_held(&self, sql: &mut Sql) {
        sql.push(" WHERE id = ").bind(self.job.id).push(" AND claimed_by = ").bind(self.worker_id);
        sql.push(" AND attempts = ").bind(self.job.attempts);
    }
}

fn later(now: DateTime<Utc>, duration: Duration) -> DateTime<Utc> {
    // As everywhere, to the microsecond: PostgreSQL keeps no more.
    let micros = i64::try_from(duration.as_micros()).unwrap_or(i64::MAX / 4);
    now + chrono::Duration::microseconds(micros)
}
