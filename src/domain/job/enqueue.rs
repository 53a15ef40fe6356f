//! Asking for work, in the transaction of the change that needs it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};

use crate::domain::Domain;
use crate::entity::sql::Sql;

/// A job that fails is begun so often before it is dead: over some three hours, as [`super::Backoff`] says by default.
pub const MAX_ATTEMPTS: i32 = 15;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub kind: &'static str,
    /// Where there is a job with this key already, it is replaced, whatever has become of it.
    pub key: Option<String>,
    /// What the kind needs to know, as JSON.
    pub payload: String,
    /// Not before this time.
    pub run_at: DateTime<Utc>,
    /// From 1.
    pub max_attempts: i32,
}

/// Asks for work. One that is replaced has another id: whoever is at it ends nothing by that. After the commit, [`crate::infra::wake::Wake::call`] has it begun without delay.
pub async fn enqueue(domain: &Domain, transaction: &impl ConnectionTrait, job: &NewJob) -> Result<(), DbErr> {
    let mut sql = insert(domain, transaction, job, None);
    sql.push(
        " ON CONFLICT (key) DO UPDATE SET id = excluded.id, kind = excluded.kind, payload = excluded.payload, run_at = excluded.run_at, \
         every_seconds = excluded.every_seconds, attempts = 0, max_attempts = excluded.max_attempts, claimed_by = NULL, \
         claimed_until = NULL, last_error = NULL, died_at = NULL, created_at = excluded.created_at",
    );
    sql.execute(transaction).await.map(|_| ())
}

/// Takes back what was asked for by this key; whoever is at it finds that there is nothing to be done.
pub async fn cancel(transaction: &impl ConnectionTrait, key: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new(transaction.get_database_backend(), "DELETE FROM jobs WHERE key = ");
    sql.bind(key);
    sql.execute(transaction).await.map(|_| ())
}

/// Has work of a kind done again and again, `every` so often from when it was done, the first time at once. The second
/// time, from any instance, changes nothing but how often.
pub async fn keep_recurring(domain: &Domain, kind: &'static str, every: Duration) -> Result<(), DbErr> {
    let now = domain.clock.now();
    let key = Some(format!("recurring:{kind}"));
    let job = NewJob { kind, key, payload: "{}".to_owned(), run_at: now, max_attempts: MAX_ATTEMPTS };
    let every = i32::try_from(every.as_secs()).unwrap_or(i32::MAX);
    let writer = domain.database.writer();
    let mut sql = insert(domain, writer, &job, Some(every));
    sql.push(
        " ON CONFLICT (key) DO UPDATE SET every_seconds = excluded.every_seconds \
         WHERE jobs.every_seconds IS NULL OR jobs.every_seconds <> excluded.every_seconds",
    );
    sql.execute(writer).await.map(|_| ())
}

fn insert(domain: &Domain, connection: &impl ConnectionTrait, job: &NewJob, every: Option<i32>) -> Sql {
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "INSERT INTO jobs (id, kind, key, payload, run_at, every_seconds, max_attempts, created_at) VALUES (",
    );
    sql.bind(domain.clock.new_id()).push(", ").bind(job.kind).push(", ").bind(job.key.clone());
    sql.push(", ").bind(job.payload.as_str()).push(", ").bind(job.run_at).push(", ").bind(every);
    sql.push(", ").bind(job.max_attempts).push(", ").bind(domain.clock.now()).push(")");
    sql
}
