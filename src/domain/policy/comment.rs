//! Comments.

use crate::entity::comment::CommentState;
use crate::viewer::{Role, Viewer};

/// A comment is its author's to change, as long as it stands.
pub fn can_change_comment(viewer: &Viewer, comment: &CommentState) -> bool {
    viewer.is(comment.author_id) && !comment.is_deleted && !comment.is_hidden
}

/// A comment is its author's to delete, also while it is hidden.
pub fn can_delete_comment(viewer: &Viewer, comment: &CommentState) -> bool {
    viewer.is(comment.author_id) && !comment.is_deleted
}

/// The text of a deleted comment is for nobody; that of a hidden one for its author and moderators.
pub fn sees_comment_text(viewer: &Viewer, comment: &CommentState) -> bool {
    !comment.is_deleted
        && (!comment.is_hidden || viewer.is(comment.author_id) || viewer.has_role(Role::Moderator))
}

/// Whether a comment takes replies, from those who may comment on its post.
pub fn can_reply(comment: &CommentState) -> bool {
    !comment.is_deleted && !comment.is_hidden
}
