//! Reading all posts, whosever they are, with what is told of them elsewhere.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::found::author;
use super::row::PostRow;
use crate::entity::authored::{Authored, Wanted};
use crate::entity::column::Column;
use crate::entity::row::{Columns, Row};
use crate::entity::sql::Sql;

/// A post with its Markdown and its author.
pub struct Exported {
    pub post: Authored<PostRow>,
    /// Whether the excerpt was written by a person, and not made of the text.
    pub excerpt_is_written: bool,
}

/// How many posts there are, but for the deleted ones.
pub async fn count(connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let sql =
        Sql::new(connection.get_database_backend(), "SELECT count(*) FROM posts WHERE deleted_at IS NULL");
    let row = sql.one(connection).await?;
    let count: i64 = row.map(|row| Column::read(&row, 0)).transpose()?.unwrap_or_default();
    Ok(count.unsigned_abs())
}

/// The next posts after the one with this id, by their ids, but for the deleted ones.
pub async fn page(connection: &impl ConnectionTrait, after: Uuid) -> Result<Vec<Exported>, DbErr> {
    let columns = Columns::USUAL.and(Columns::named(PostRow::NAMES, "body_markdown"));
    let wanted = Wanted { columns, author: Some(Columns::USUAL), tags: None };
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT p.excerpt_is_written, ");
    sql.push(&Authored::<PostRow>::columns("p", &wanted)).push(" FROM posts p").push(author(&wanted));
    sql.push(" WHERE p.deleted_at IS NULL AND p.id > ").bind(after).push(" ORDER BY p.id LIMIT 100");
    let rows = sql.all(connection).await?;
    let read = |row| {
        let post = Authored::read(row, 1, &wanted)?;
        Ok(Exported { post, excerpt_is_written: Column::read(row, 0)? })
    };
    rows.iter().map(read).collect()
}

/// The slugs that these posts had before, each post's oldest first, with the post's id.
pub async fn former_slugs(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, DbErr> {
    let mut sql = Sql::new(
        connection.get_database_backend(),
        "SELECT s.post_id, s.slug FROM post_slugs s JOIN posts p ON p.id = s.post_id AND p.slug <> s.slug WHERE ",
    );
    sql.any("s.post_id", ids).push(" ORDER BY s.taken_at, s.slug");
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, Column::read(row, 1)?))).collect()
}
