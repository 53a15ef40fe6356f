//! The counters of posts on authors and tags: published, PUBLIC and not deleted.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use crate::entity::post::{PostRow, Status, Visibility};
use crate::entity::sql::Sql;

/// Whether a post counts.
pub(super) fn counts(post: &PostRow) -> bool {
    post.status == Status::Published && post.visibility == Visibility::Public && post.deleted_at.is_none()
}

/// Where a post is counted: nowhere, or at its author and its tags.
pub(super) struct Counted<'a> {
    pub counts: bool,
    pub tags: &'a [Uuid],
}

/// Brings the counters from what was to what is.
pub(super) async fn recount(
    connection: &impl ConnectionTrait,
    author_id: Option<Uuid>,
    before: Counted<'_>,
    after: Counted<'_>,
) -> Result<(), DbErr> {
    if before.counts != after.counts
        && let Some(author_id) = author_id
    {
        let mut sql =
            Sql::new(connection.get_database_backend(), "UPDATE users SET post_count = post_count + ");
        sql.bind(step(before.counts, after.counts)).push(" WHERE id = ").bind(author_id);
        sql.execute(connection).await?;
    }
    let mut tags: Vec<Uuid> = before.tags.iter().chain(after.tags).copied().collect();
    // In one order everywhere: two who count the same tags wait for each other rather than lock each other out.
    tags.sort();
    tags.dedup();
    for tag in tags {
        let step =
            step(before.counts && before.tags.contains(&tag), after.counts && after.tags.contains(&tag));
        if step != 0 {
            let mut sql =
                Sql::new(connection.get_database_backend(), "UPDATE tags SET post_count = post_count + ");
            sql.bind(step).push(" WHERE id = ").bind(tag);
            sql.execute(connection).await?;
        }
    }
    Ok(())
}

fn step(before: bool, after: bool) -> i32 {
    i32::from(after) - i32::from(before)
}
