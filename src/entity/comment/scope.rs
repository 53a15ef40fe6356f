//! The read rule of comments: whoever may read the post may read what is said under it; the table's alias is `c`.
//!
//! A deleted or hidden comment keeps its place, so that the answers to it still hang on something; its text and
//! author are withheld by the policy, not here.

use chrono::{DateTime, Utc};

use crate::entity::post;
use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// Appends ` AND …`: comments that this viewer may read who has the id.
pub fn readable(sql: &mut Sql, viewer: &Viewer, now: DateTime<Utc>) {
    sql.push(" AND EXISTS (SELECT 1 FROM posts p WHERE p.id = c.post_id");
    post::scope::readable(sql, viewer, now);
    sql.push(")");
}

/// Appends ` AND …`: comments that this viewer finds in a list of somebody's comments: under posts that are in
/// lists, and with their text.
pub fn listed(sql: &mut Sql, viewer: &Viewer) {
    sql.push(" AND c.deleted_at IS NULL AND c.hidden_at IS NULL AND EXISTS (SELECT 1 FROM posts p WHERE p.id = c.post_id AND ");
    sql.push(post::scope::LISTED);
    post::scope::listed(sql, viewer);
    sql.push(")");
}
