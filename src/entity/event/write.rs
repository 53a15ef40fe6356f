//! Writing events, and removing those that were kept long enough.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::position::lock;
use super::{EventKind, position_column};
use crate::entity::column::Column;
use crate::entity::sql::Sql;

/// Writes an event.
pub async fn insert(
    transaction: &impl ConnectionTrait,
    kind: EventKind,
    post_id: Uuid,
    comment_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let mut sql = Sql::new(
        transaction.get_database_backend(),
        "INSERT INTO events (kind, post_id, comment_id, created_at) VALUES (",
    );
    sql.bind(kind.text()).push(", ").bind(post_id).push(", ").bind(comment_id).push(", ");
    sql.bind(now).push(")");
    sql.execute(transaction).await.map(|_| ())
}

/// Removes the first `count` events at the most, as far as they are older than `before`; how many it removed.
pub async fn remove(
    transaction: &impl ConnectionTrait,
    before: DateTime<Utc>,
    count: u32,
) -> Result<u64, DbErr> {
    lock(transaction).await?;
    let backend = transaction.get_database_backend();
    let position = position_column(backend);
    // Up to the first that is young enough: an event may be a little younger than the one after it.
    let mut sql = Sql::new(backend, "SELECT ");
    sql.push("min(CASE WHEN f.created_at < ").bind(before).push(" THEN NULL ELSE f.position END), ");
    sql.push("max(f.position) FROM (SELECT e.created_at, e.")
        .push(position)
        .push(" AS position FROM events e");
    sql.push(" WHERE e.").push(position).push(" IS NOT NULL ORDER BY e.").push(position);
    sql.push(&format!(" LIMIT {count}) f"));
    let Some(row) = sql.one(transaction).await? else { return Ok(0) };
    let (young, last): (Option<i64>, Option<i64>) = (Column::read(&row, 0)?, Column::read(&row, 1)?);
    let Some(through) = young.map_or(last, |young| Some(young - 1)) else { return Ok(0) };
    let mut sql = Sql::new(backend, "DELETE FROM events WHERE ");
    sql.push(position).push(" <= ").bind(through);
    let removed = sql.execute(transaction).await?;
    if removed > 0 {
        let mut sql = Sql::new(backend, "UPDATE event_log SET removed_position = ");
        sql.bind(through);
        sql.execute(transaction).await?;
    }
    Ok(removed)
}
