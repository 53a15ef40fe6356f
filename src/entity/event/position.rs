//! The places of events among each other.
//!
//! An event's id is taken before its transaction commits: whoever reads by id may see 8 before 7, and would skip 7. So
//! committed events get positions afterwards, under a lock, in the order of their ids: what has one was committed, and
//! nothing will ever get one before it.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};

use super::position_column;
use crate::entity::column::Column;
use crate::entity::sql::Sql;

/// The last position of all that was given, 0 before the first.
const LAST: &str = "(SELECT greatest(l.removed_position, coalesce((SELECT max(g.position) FROM events g), 0)) FROM event_log l)";

/// Whether there are events that have no position yet.
pub async fn is_pending(connection: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let backend = connection.get_database_backend();
    if backend == DatabaseBackend::Sqlite {
        return Ok(false);
    }
    let sql = Sql::new(backend, "SELECT 1 FROM events e WHERE e.position IS NULL LIMIT 1");
    Ok(sql.one(connection).await?.is_some())
}

/// Gives positions to at most `count` events that have none; to how many it gave one.
pub async fn give(transaction: &impl ConnectionTrait, count: u32) -> Result<u64, DbErr> {
    let backend = transaction.get_database_backend();
    if backend == DatabaseBackend::Sqlite {
        return Ok(0);
    }
    // A statement of its own: the next one then sees all that was committed before the lock was taken.
    lock(transaction).await?;
    let mut sql = Sql::new(backend, "UPDATE events e SET position = n.position FROM (SELECT p.id, ");
    sql.push(LAST).push(" + row_number() OVER (ORDER BY p.id) AS position FROM (");
    sql.push("SELECT e.id FROM events e WHERE e.position IS NULL ORDER BY e.id");
    sql.push(&format!(" LIMIT {count}) p) n WHERE e.id = n.id"));
    sql.execute(transaction).await
}

/// The last position of all, 0 before the first event.
pub async fn last(connection: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let backend = connection.get_database_backend();
    let mut sql = Sql::new(backend, "SELECT coalesce(max(e.");
    sql.push(position_column(backend))
        .push("), 0), (SELECT l.removed_position FROM event_log l) FROM events e");
    let Some(row) = sql.one(connection).await? else { return Ok(0) };
    let (last, removed): (i64, i64) = (Column::read(&row, 0)?, Column::read(&row, 1)?);
    Ok(last.max(removed))
}

/// Has others who give positions, or remove events, wait until the transaction ends.
pub(super) async fn lock(transaction: &impl ConnectionTrait) -> Result<(), DbErr> {
    // SQLite's writing transaction holds the only lock there is.
    if transaction.get_database_backend() == DatabaseBackend::Postgres {
        // Whoever vanishes with the lock, and whose connection nobody ends, must not keep it.
        let sql =
            "SELECT set_config('idle_in_transaction_session_timeout', '10s', true) FROM event_log FOR UPDATE";
        Sql::new(DatabaseBackend::Postgres, sql).one(transaction).await?;
    }
    Ok(())
}
