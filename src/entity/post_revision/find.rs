//! Finding revisions that a viewer may read.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::row::RevisionRow;
use super::scope;
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// Those of the revisions that the viewer may read, in no order.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Vec<RevisionRow>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&RevisionRow::columns("r")).push(" FROM post_revisions r WHERE ").any("r.id", ids);
    scope::readable(&mut sql, viewer, now);
    sql.all(connection).await?.iter().map(|row| RevisionRow::read(row, 0)).collect()
}
