//! Posts that are read after another: those that share its tags.
//!
//! A shared tag weighs the more the fewer posts carry it: a millionth of a million divided by one more than their number, so that
//! one tag that few use goes before several that everybody does. Among posts of the same weight the freshest comes first.
//!
//! Of each tag the newest posts alone are looked at, so that what it costs depends on the number of tags, of which a post
//! has five at the most, and not on how many posts carry them.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::row::PostRow;
use super::scope::{self, LISTED};
use crate::entity::column::Column;
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// The newest posts of a tag that are looked at.
const NEWEST: usize = 100;

/// The posts next to each of these, so many at the most, with the id of the one that they are next to: those that the viewer
/// finds in lists.
pub async fn by_posts(
    connection: &impl ConnectionTrait,
    post_ids: &[Uuid],
    count: u32,
    viewer: &Viewer,
) -> Result<Vec<(Uuid, PostRow)>, DbErr> {
    let backend = connection.get_database_backend();
    let mut sql = Sql::new(backend, "WITH sharing AS (SELECT own.post_id AS next_to, other.post_id AS id, ");
    sql.push(
        "sum(1000000 / (t.post_count + 1)) AS weight FROM post_tags own JOIN tags t ON t.id = own.tag_id ",
    );
    let newest = format!(
        "SELECT n.post_id FROM post_tags n JOIN posts p ON p.id = n.post_id WHERE n.tag_id = own.tag_id AND {LISTED} \
         AND p.visibility <> 'UNLISTED' ORDER BY n.post_id DESC LIMIT {NEWEST}"
    );
    if backend == DatabaseBackend::Sqlite {
        sql.push("JOIN post_tags other ON other.tag_id = own.tag_id AND other.post_id IN (")
            .push(&newest)
            .push(")");
    } else {
        sql.push("CROSS JOIN LATERAL (").push(&newest).push(") AS other");
    }
    sql.push(" WHERE ").any("own.post_id", post_ids).push(" AND other.post_id <> own.post_id");
    sql.push(" GROUP BY own.post_id, other.post_id), placed AS (SELECT s.next_to, s.id, row_number() OVER ");
    sql.push("(PARTITION BY s.next_to ORDER BY s.weight DESC, p.published_at DESC, p.id DESC) AS place ");
    sql.push("FROM sharing s JOIN posts p ON p.id = s.id WHERE ").push(LISTED);
    scope::listed(&mut sql, viewer);
    sql.push(") SELECT placed.next_to, ").push(&PostRow::columns("p"));
    sql.push(" FROM placed JOIN posts p ON p.id = placed.id WHERE placed.place <= ");
    sql.push(&count.to_string()).push(" ORDER BY placed.next_to, placed.place");
    let rows = sql.all(connection).await?;
    rows.iter().map(|row| Ok((Column::read(row, 0)?, PostRow::read(row, 1)?))).collect()
}
