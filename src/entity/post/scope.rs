//! The read rule of posts, for every query, loader, `node` and subscription alike; the table's alias is `p`.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// Days for which a deleted post can be restored by its author.
pub const RESTORABLE_DAYS: i64 = 30;

/// The condition of every list of posts; the partial indexes of the lists have the same words.
pub const LISTED: &str = "p.status = 'PUBLISHED' AND p.deleted_at IS NULL";

/// Posts on which everybody may comment who is signed in and may read them: of the rule `policy::can_comment` the part that
/// asks for nothing but the post. On others that one says who may.
pub const OPEN_TO_COMMENTS: &str =
    "p.status = 'PUBLISHED' AND p.deleted_at IS NULL AND p.comment_policy = 'EVERYONE'";

/// Deleted at or before this time means gone for good.
pub fn restorable_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::days(RESTORABLE_DAYS)
}

/// Appends ` AND …`: posts that this viewer may read who has the link or the id.
pub fn readable(sql: &mut Sql, viewer: &Viewer, now: DateTime<Utc>) {
    sql.push(" AND ((p.deleted_at IS NULL AND p.status IN ('PUBLISHED', 'ARCHIVED') AND (p.visibility IN ('PUBLIC', 'UNLISTED')");
    or_followed(sql, viewer);
    sql.push("))");
    if let Some(user_id) = viewer.user_id() {
        sql.push(" OR (p.author_id = ").bind(user_id).push(" AND (p.deleted_at IS NULL OR p.deleted_at > ");
        sql.bind(restorable_since(now)).push("))");
        sql.push(" OR (p.deleted_at IS NULL AND ");
        co_written(sql, user_id);
        sql.push(")");
    }
    sql.push(")");
}

/// Appends ` AND …`: posts that this viewer finds in lists. Goes with [`LISTED`].
pub fn listed(sql: &mut Sql, viewer: &Viewer) {
    sql.push(" AND (p.visibility = 'PUBLIC'");
    or_followed(sql, viewer);
    if let Some(user_id) = viewer.user_id() {
        sql.push(" OR (p.visibility = 'FOLLOWERS' AND (p.author_id = ").bind(user_id).push(" OR ");
        co_written(sql, user_id);
        sql.push("))");
    }
    sql.push(")");
}

/// Appends ` AND …`: posts that this viewer finds in their series, of those that are not deleted: the same as in lists, and
/// where they are an author those in whatever status.
pub fn in_series(sql: &mut Sql, viewer: &Viewer) {
    sql.push(" AND ((p.status = 'PUBLISHED'");
    listed(sql, viewer);
    sql.push(")");
    if let Some(user_id) = viewer.user_id() {
        sql.push(" OR p.author_id = ").bind(user_id).push(" OR ");
        co_written(sql, user_id);
    }
    sql.push(")");
}

/// Appends ` AND …`: posts of which this viewer is an author, who alone see what is not live of them.
pub fn written(sql: &mut Sql, viewer: &Viewer) {
    match viewer.user_id() {
        Some(user_id) => {
            sql.push(" AND (p.author_id = ").bind(user_id).push(" OR ");
            co_written(sql, user_id);
            sql.push(")");
        }
        None => {
            sql.push(" AND p.id IS NULL");
        }
    }
}

/// Appends that the post is written together with this person.
fn co_written(sql: &mut Sql, user_id: Uuid) {
    sql.push("EXISTS (SELECT 1 FROM post_co_authors ca WHERE ca.post_id = p.id AND ca.user_id = ");
    sql.bind(user_id).push(")");
}

fn or_followed(sql: &mut Sql, viewer: &Viewer) {
    if let Some(user_id) = viewer.user_id() {
        sql.push(
            " OR (p.visibility = 'FOLLOWERS' AND EXISTS (SELECT 1 FROM user_follows f WHERE f.follower_id = ",
        );
        sql.bind(user_id).push(" AND f.followee_id = p.author_id))");
    }
}
