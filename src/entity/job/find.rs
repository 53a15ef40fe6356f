//! Finding jobs.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::row::{JobRow, JobState};
use crate::entity::column::Column;
use crate::entity::row::Row;
use crate::entity::sql::Sql;

/// How many jobs are looked at for the earliest: those at work come first, and there are not that many.
const AHEAD: u32 = 200;

/// The job with this id.
pub async fn by_id(connection: &impl ConnectionTrait, id: Uuid) -> Result<Option<JobRow>, DbErr> {
    let mut sql = select(connection);
    sql.push("j.id = ").bind(id);
    sql.one(connection).await?.map(|row| JobRow::read(&row, 0)).transpose()
}

/// The job with this id, locked until the transaction ends.
pub async fn for_change(transaction: &impl ConnectionTrait, id: Uuid) -> Result<Option<JobRow>, DbErr> {
    let mut sql = select(transaction);
    sql.push("j.id = ").bind(id);
    // SQLite's writing transaction holds the only lock there is.
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR UPDATE OF j");
    }
    sql.one(transaction).await?.map(|row| JobRow::read(&row, 0)).transpose()
}

/// Jobs in a state and of a kind, or all, those that are due first at the front; `limit` at the most.
pub async fn all(
    connection: &impl ConnectionTrait,
    state: Option<JobState>,
    kind: Option<&str>,
    limit: u32,
) -> Result<Vec<JobRow>, DbErr> {
    let mut sql = select(connection);
    sql.push(match state {
        None => "j.id IS NOT NULL",
        Some(JobState::Waiting) => "j.died_at IS NULL AND j.claimed_by IS NULL",
        Some(JobState::Running) => "j.claimed_by IS NOT NULL",
        Some(JobState::Dead) => "j.died_at IS NOT NULL",
    });
    if let Some(kind) = kind {
        sql.push(" AND j.kind = ").bind(kind);
    }
    sql.push(&format!(" ORDER BY j.run_at, j.id LIMIT {limit}"));
    sql.all(connection).await?.iter().map(|row| JobRow::read(row, 0)).collect()
}

/// When the first job of these kinds may be begun, by its time or because the time of whoever is at it is over; nothing
/// when there is none.
pub async fn earliest(
    connection: &impl ConnectionTrait,
    kinds: &[&str],
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "SELECT min(coalesce(claimed_until, run_at)) FROM (SELECT j.claimed_until, j.run_at FROM jobs j WHERE j.died_at IS NULL",
    );
    of_kinds(&mut sql, kinds);
    sql.push(&format!(" ORDER BY j.run_at, j.id LIMIT {AHEAD}) AS ahead"));
    let row = sql.one(connection).await?;
    row.map_or(Ok(None), |row| Column::read(&row, 0))
}

/// Appends ` AND …`: jobs of these kinds; the table's alias is `j`.
pub fn of_kinds(sql: &mut Sql, kinds: &[&str]) {
    sql.push(" AND j.kind IN (");
    for (index, kind) in kinds.iter().enumerate() {
        sql.push(if index > 0 { ", " } else { "" }).bind(*kind);
    }
    sql.push(")");
}

fn select(connection: &impl ConnectionTrait) -> Sql {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&JobRow::columns("j")).push(" FROM jobs j WHERE ");
    sql
}
