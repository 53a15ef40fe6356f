//! Finding comments that a viewer may read.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::model::Model;
use super::scope;
use crate::entity::column::Column;
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

/// Comments by their ids, whoever may read them: for what is judged by the policy, for each viewer.
pub async fn whoever_reads(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    let mut sql = select(connection);
    sql.any("c.id", ids);
    sql.all(connection).await?.iter().map(|row| Model::read(row, 0)).collect()
}

/// The post under which a comment stands.
pub async fn post_of(connection: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "SELECT c.post_id FROM comments c WHERE c.id = ");
    sql.bind(id);
    sql.one(connection).await?.map(|row| Column::read(&row, 0)).transpose()
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
