//! Finding posts that a viewer may read.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::found::Found;
use super::row::{PostRow, PostText};
use super::scope;
use crate::entity::authored::Wanted;
use crate::entity::column::Column;
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// The post with this slug, or that had it once.
pub async fn by_slug(
    connection: &impl ConnectionTrait,
    slug: &str,
    viewer: &Viewer,
    now: DateTime<Utc>,
    wanted: Wanted,
) -> Result<Option<Found>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Found::columns(&wanted));
    sql.push(" FROM post_slugs s JOIN posts p ON p.id = s.post_id").push(&Found::join(&wanted));
    sql.push(" WHERE s.slug = ").bind(slug);
    scope::readable(&mut sql, viewer, now);
    sql.one(connection).await?.map(|row| Found::read(&row, 0, &wanted)).transpose()
}

/// Those of the posts that the viewer may read, in no order.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Vec<PostRow>, DbErr> {
    let mut sql = select(connection, "posts p WHERE ");
    sql.any("p.id", ids);
    scope::readable(&mut sql, viewer, now);
    sql.all(connection).await?.iter().map(|row| PostRow::read(row, 0)).collect()
}

/// Posts by their ids, whoever may read them: for what is judged by the policy, for each viewer.
pub async fn whoever_reads(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<PostRow>, DbErr> {
    let mut sql = select(connection, "posts p WHERE ");
    sql.any("p.id", ids);
    sql.all(connection).await?.iter().map(|row| PostRow::read(row, 0)).collect()
}

/// The post, locked until the transaction ends: nobody else changes it meanwhile.
pub async fn for_change(
    transaction: &impl ConnectionTrait,
    id: Uuid,
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Option<PostRow>, DbErr> {
    let mut sql = select(transaction, "posts p WHERE p.id = ");
    sql.bind(id);
    scope::readable(&mut sql, viewer, now);
    // SQLite's writing transaction holds the only lock there is.
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR NO KEY UPDATE OF p");
    }
    sql.one(transaction).await?.map(|row| PostRow::read(&row, 0)).transpose()
}

/// The post, whoever may read it, locked until the transaction ends; for what is done in nobody's name.
pub async fn any_for_change(transaction: &impl ConnectionTrait, id: Uuid) -> Result<Option<PostRow>, DbErr> {
    let mut sql = select(transaction, "posts p WHERE p.id = ");
    sql.bind(id);
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR NO KEY UPDATE OF p");
    }
    sql.one(transaction).await?.map(|row| PostRow::read(&row, 0)).transpose()
}

/// The long texts of posts that were read before, by their ids.
pub async fn texts(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, PostText)>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT p.id, ");
    sql.push(&PostText::columns("p")).push(" FROM posts p WHERE ").any("p.id", ids);
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, PostText::read(row, 1)?))).collect()
}

/// The long texts of a post as long as it is of this version.
pub async fn text_of_version(
    connection: &impl ConnectionTrait,
    id: Uuid,
    version: i32,
) -> Result<Option<PostText>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&PostText::columns("p")).push(" FROM posts p WHERE p.id = ").bind(id);
    sql.push(" AND p.version = ").bind(version);
    sql.one(connection).await?.map(|row| PostText::read(&row, 0)).transpose()
}

fn select(connection: &impl ConnectionTrait, from: &str) -> Sql {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&PostRow::columns("p")).push(" FROM ").push(from);
    sql
}
