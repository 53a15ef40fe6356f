//! The read rule of revisions; the table's alias is `r`.

use chrono::{DateTime, Utc};

use crate::entity::post;
use crate::entity::sql::Sql;
use crate::viewer::{Role, Viewer};

/// Appends ` AND …`: revisions that this viewer may read who has the id: those of posts that they read as one of the
/// authors, and for moderators what was live of those that they read.
pub fn readable(sql: &mut Sql, viewer: &Viewer, now: DateTime<Utc>) {
    sql.push(" AND EXISTS (SELECT 1 FROM posts p WHERE p.id = r.post_id");
    post::scope::readable(sql, viewer, now);
    sql.push(")");
    listed(sql, viewer);
}

/// Appends ` AND …`: revisions of a post that this viewer reads.
pub fn listed(sql: &mut Sql, viewer: &Viewer) {
    sql.push(" AND (EXISTS (SELECT 1 FROM posts p WHERE p.id = r.post_id");
    post::scope::written(sql, viewer);
    sql.push(if viewer.has_role(Role::Moderator) { ") OR r.kind <> 'DRAFT')" } else { "))" });
}
