//! Finding tags.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::model::Model;
use crate::entity::column::Column;
use crate::entity::row::{Columns, Row};
use crate::entity::sql::Sql;

/// The tag with this slug.
pub async fn by_slug(connection: &impl ConnectionTrait, slug: &str) -> Result<Option<Model>, DbErr> {
    let mut sql = select(connection, "tags t WHERE t.slug = ");
    sql.bind(slug);
    sql.one(connection).await?.map(|row| Model::read(&row, 0)).transpose()
}

/// The tags with these ids, in no order.
pub async fn by_ids(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    let mut sql = select(connection, "tags t WHERE ");
    sql.any("t.id", ids);
    sql.all(connection).await?.iter().map(|row| Model::read(row, 0)).collect()
}

/// The tags of posts, each post's in its author's order, with the post's id.
pub async fn by_posts(
    connection: &impl ConnectionTrait,
    post_ids: &[Uuid],
    columns: Columns,
) -> Result<Vec<(Uuid, Model)>, DbErr> {
    let mut selected = "pt.post_id, ".to_owned();
    Model::push_columns(&mut selected, "t", columns);
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&selected).push(" FROM post_tags pt JOIN tags t ON t.id = pt.tag_id WHERE ");
    sql.any("pt.post_id", post_ids).push(" ORDER BY pt.position");
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, Model::read_some(row, &mut 1, columns)?))).collect()
}

fn select(connection: &impl ConnectionTrait, from: &str) -> Sql {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Model::columns("t")).push(" FROM ").push(from);
    sql
}
