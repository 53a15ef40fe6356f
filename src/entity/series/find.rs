//! Finding series, which are for everybody.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::model::Model;
use crate::entity::column::Column;
use crate::entity::post::scope;
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// The series with this slug.
pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Model>, DbErr> {
    let mut sql = select(connection, "series s WHERE s.slug = ");
    sql.bind(slug);
    sql.one(connection).await?.map(|row| Model::read(&row, 0)).transpose()
}

/// The series with these ids, in no order.
pub async fn by_ids(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    let mut sql = select(connection, "series s WHERE ");
    sql.any("s.id", ids);
    sql.all(connection).await?.iter().map(|row| Model::read(row, 0)).collect()
}

/// The series in which posts stand, with the post's id.
pub async fn by_posts(
    connection: &impl ConnectionTrait,
    post_ids: &[Uuid],
) -> Result<Vec<(Uuid, Model)>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT sp.post_id, ");
    sql.push(&Model::columns("s")).push(" FROM series_posts sp JOIN series s ON s.id = sp.series_id WHERE ");
    sql.any("sp.post_id", post_ids);
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, Model::read(row, 1)?))).collect()
}

/// The series of which this person is the author, locked until the transaction ends, in the order of their ids.
pub async fn own_for_change(transaction: &impl ConnectionTrait, user_id: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let mut sql =
        Sql::new(transaction.get_database_backend(), "SELECT s.id FROM series s WHERE s.author_id = ");
    sql.bind(user_id).push(" ORDER BY s.id");
    // SQLite's writing transaction holds the only lock there is.
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR NO KEY UPDATE OF s");
    }
    sql.all(transaction).await?.iter().map(|row| Column::read(row, 0)).collect()
}

/// How many posts of each series count, as they do on people and tags: published, PUBLIC and not deleted.
pub async fn post_counts(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>, DbErr> {
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "SELECT sp.series_id, count(*) FROM series_posts sp JOIN posts p ON p.id = sp.post_id WHERE ",
    );
    sql.any("sp.series_id", ids).push(" AND ").push(scope::LISTED);
    scope::listed(&mut sql, &Viewer::Anonymous);
    sql.push(" GROUP BY sp.series_id");
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, Column::read(row, 1)?))).collect()
}

fn select(connection: &impl ConnectionTrait, from: &str) -> Sql {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Model::columns("s")).push(" FROM ").push(from);
    sql
}
