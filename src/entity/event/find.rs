//! Reading events in the order of their positions.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::{EventKind, EventRow, position_column};
use crate::entity::column::Column;
use crate::entity::sql::Sql;

/// Which events are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub kinds: &'static [EventKind],
    /// Of or under this post only.
    pub post_id: Option<Uuid>,
}

/// Part of what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// What was kept too long is gone, up to and with this position.
    pub removed: i64,
    pub events: Vec<EventRow>,
}

/// The first `count` events after a position, whatever they are.
pub async fn after(
    connection: &impl ConnectionTrait,
    position: i64,
    count: u32,
) -> Result<Vec<EventRow>, DbErr> {
    let backend = connection.get_database_backend();
    let column = position_column(backend);
    let mut sql = Sql::new(backend, "SELECT e.");
    sql.push(column).push(", ").push(EventRow::COLUMNS).push(" FROM events e WHERE e.").push(column);
    sql.push(" > ").bind(position).push(" ORDER BY e.").push(column).push(&format!(" LIMIT {count}"));
    sql.all(connection).await?.iter().map(|row| EventRow::read(row, 0)).collect()
}

/// The first `count` events of a kind after a position, as far as another, together with what is gone at this moment.
pub async fn between(
    connection: &impl ConnectionTrait,
    wanted: Wanted,
    after: i64,
    through: i64,
    count: u32,
) -> Result<Stretch, DbErr> {
    let backend = connection.get_database_backend();
    let column = position_column(backend);
    // Limited within: the index gives them in order, and what is not asked for is not read.
    let mut sql = Sql::new(
        backend,
        "SELECT l.removed_position, e.position, e.kind, e.post_id, e.comment_id FROM event_log l LEFT JOIN (SELECT e.",
    );
    sql.push(column).push(" AS position, ").push(EventRow::COLUMNS).push(" FROM events e WHERE e.");
    sql.push(column).push(" > ").bind(after).push(" AND e.").push(column).push(" <= ").bind(through);
    if let Some(post_id) = wanted.post_id {
        sql.push(" AND e.post_id = ").bind(post_id);
    }
    let kinds: Vec<String> = wanted.kinds.iter().map(|kind| format!("'{}'", kind.text())).collect();
    match kinds.as_slice() {
        // As the partial index has it.
        [kind] => sql.push(" AND e.kind = ").push(kind),
        kinds => sql.push(" AND e.kind IN (").push(&kinds.join(", ")).push(")"),
    };
    sql.push(" ORDER BY e.").push(column);
    sql.push(&format!(" LIMIT {count}) e ON l.id = 1 ORDER BY e.position"));
    let rows = sql.all(connection).await?;
    let mut stretch = Stretch { removed: 0, events: Vec::with_capacity(rows.len()) };
    for row in &rows {
        stretch.removed = Column::read(row, 0)?;
        let position: Option<i64> = Column::read(row, 1)?;
        if position.is_some() {
            stretch.events.push(EventRow::read(row, 1)?);
        }
    }
    Ok(stretch)
}
