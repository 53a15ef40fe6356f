//! Series.

use uuid::Uuid;

use crate::viewer::{Role, Viewer};

/// A series is its author's to change and to delete, whatever anybody else's role; who is an author no longer changes
/// nothing.
pub fn can_change_series(viewer: &Viewer, author_id: Option<Uuid>) -> bool {
    viewer.is(author_id) && viewer.has_role(Role::Author)
}
