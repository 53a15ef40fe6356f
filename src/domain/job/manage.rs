//! What is done to jobs from the machine itself, by whoever can run the program there.

use sea_orm::DbErr;
use uuid::Uuid;

use crate::domain::Domain;
use crate::domain::error::{Error, Problem, Result};
use crate::entity::job::{JobRow, JobState, find};
use crate::entity::sql::Sql;

/// Jobs in a state and of a kind, or all, those that are due first at the front.
pub async fn list(
    domain: &Domain,
    state: Option<JobState>,
    kind: Option<&str>,
    limit: u32,
) -> std::result::Result<Vec<JobRow>, DbErr> {
    find::all(domain.database.reader(), state, kind, limit).await
}

/// One job.
pub async fn show(domain: &Domain, id: Uuid) -> Result<JobRow> {
    find::by_id(domain.database.reader(), id).await?.ok_or_else(no_such_job)
}

/// Has a job that is dead or waits done at once, with all its attempts before it.
pub async fn retry(domain: &Domain, id: Uuid) -> Result<()> {
    let transaction = domain.database.begin().await?;
    let job = find::for_change(&transaction, id).await?.ok_or_else(no_such_job)?;
    refuse_running(&job)?;
    let mut sql =
        Sql::new(domain.database.backend(), "UPDATE jobs SET died_at = NULL, attempts = 0, run_at = ");
    sql.bind(domain.clock.now()).push(" WHERE id = ").bind(id);
    sql.execute(&transaction).await?;
    transaction.commit().await?;
    domain.wake.call().await;
    Ok(())
}

/// Removes a job that is dead or waits: what it was to do is not done.
pub async fn discard(domain: &Domain, id: Uuid) -> Result<()> {
    let transaction = domain.database.begin().await?;
    let job = find::for_change(&transaction, id).await?.ok_or_else(no_such_job)?;
    refuse_running(&job)?;
    if job.every_seconds.is_some() {
        return Err(Problem::not_allowed("The job recurs; it can't be discarded.").at("job_id").into());
    }
    let mut sql = Sql::new(domain.database.backend(), "DELETE FROM jobs WHERE id = ");
    sql.bind(id);
    sql.execute(&transaction).await?;
    Ok(transaction.commit().await?)
}

fn refuse_running(job: &JobRow) -> Result<()> {
    if job.state() == JobState::Running {
        let why = "A worker is at the job; wait until it is done, has failed or is given up.";
        return Err(Problem::not_allowed(why).at("job_id").into());
    }
    Ok(())
}

fn no_such_job() -> Error {
    Problem::not_found("job").at("job_id").into()
}
