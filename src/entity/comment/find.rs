//! Finding comments that a viewer may read.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::model::Model;
use super::scope;
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// Those of the comments that the viewer may read, in no order.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Vec<Model>, DbErr> {
    let mut sql = select(connection);
    sql.any("c.id", ids);
    scope::readable(&mut sql, viewer, now);
    sql.all(connection).await?.iter().map(|row| Model::read(row, 0)).collect()
}

/// The comment, locked until the transaction ends: nobody else changes it meanwhile.
pub async fn for_change(
    transaction: &impl ConnectionTrait,
    id: Uuid,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Option<Model>, DbErr> {
    let mut sql = select(transaction);
    sql.push("c.id = ").bind(id);
    scope::readable(&mut sql, viewer, now);
    // SQLite's writing transaction holds the only lock there is.
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR NO KEY UPDATE OF c");
    }
    sql.one(transaction).await?.map(|row| Model::read(&row, 0)).transpose()
}

fn select(connection: &impl ConnectionTrait) -> Sql {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Model::columns("c")).push(" FROM comments c WHERE ");
    sql
}
