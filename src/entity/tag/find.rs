//! Finding tags.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, QueryResult};
use uuid::Uuid;

use super::model::Model;
use crate::entity::column::{Column, is_null};
use crate::entity::row::{Columns, Row};
use crate::entity::sql::Sql;

/// The tags to be joined to what one post carries: where they are few PostgreSQL would rather read all of them.
const OF_ONE_POST: &str = "CROSS JOIN LATERAL (SELECT * FROM tags t WHERE t.id = pt.tag_id LIMIT 1) t";

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
    if connection.get_database_backend() == DatabaseBackend::Postgres && columns != Columns::NONE {
        return in_arrays(connection, post_ids, columns).await;
    }
    let mut selected = String::new();
    Model::push_columns(&mut selected, "t", columns);
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT pt.post_id");
    if !selected.is_empty() {
        sql.push(", ").push(&selected);
    }
    sql.push(" FROM post_tags pt JOIN tags t ON t.id = pt.tag_id WHERE ");
    sql.any("pt.post_id", post_ids).push(" ORDER BY pt.position");
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, Model::read_some(row, &mut 1, columns)?))).collect()
}

/// The same as a row a post: of short rows the most of what they cost is that they are rows.
async fn in_arrays(
    connection: &impl ConnectionTrait,
    post_ids: &[Uuid],
    columns: Columns,
) -> Result<Vec<(Uuid, Model)>, DbErr> {
    let (arrays, selected) = arrays(columns);
    let tags = match post_ids {
        [_] => OF_ONE_POST,
        _ => "JOIN tags t ON t.id = pt.tag_id",
    };
    let mut sql = Sql::new(DatabaseBackend::Postgres, "SELECT tag.post_id, ");
    sql.push(&arrays).push(" FROM (SELECT pt.post_id, ").push(&selected);
    sql.push(" FROM post_tags pt ").push(tags).push(" WHERE ").any("pt.post_id", post_ids);
    // An aggregate takes them as they come.
    sql.push(" ORDER BY pt.post_id, pt.position) AS tag GROUP BY tag.post_id");
    let mut found = Vec::with_capacity(post_ids.len());
    for row in sql.all(connection).await? {
        let post_id = Column::read(&row, 0)?;
        found.extend(Model::read_arrays(&row, 1, columns)?.into_iter().map(|tag| (post_id, tag)));
    }
    Ok(found)
}

/// What is joined to a post, whose alias is `p`, for its tags to be read together with it: `tag.*` is then an array of each
/// of these columns. Of PostgreSQL only, and not of no columns at all.
pub fn push_joined(text: &mut String, columns: Columns) {
    text.push_str(" CROSS JOIN LATERAL (SELECT ");
    Model::push_arrays(text, "tag", columns);
    text.push_str(" FROM (SELECT ");
    Model::push_columns(text, "t", columns);
    text.push_str(" FROM post_tags pt ");
    text.push_str(OF_ONE_POST);
    text.push_str(" WHERE pt.post_id = p.id ORDER BY pt.position) AS tag) AS tag");
}

/// Reads what was joined to a post, from the first of its columns on.
pub fn read_joined(row: &QueryResult, at: usize, columns: Columns) -> Result<Vec<Model>, DbErr> {
    // Of nothing there is no array.
    if is_null(row, at)? { Ok(Vec::new()) } else { Model::read_arrays(row, at, columns) }
}

/// An array of each of these columns, and the columns themselves, as SQL.
fn arrays(columns: Columns) -> (String, String) {
    let (mut arrays, mut selected) = (String::new(), String::new());
    Model::push_arrays(&mut arrays, "tag", columns);
    Model::push_columns(&mut selected, "t", columns);
    (arrays, selected)
}

fn select(connection: &impl ConnectionTrait, from: &str) -> Sql {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Model::columns("t")).push(" FROM ").push(from);
    sql
}
