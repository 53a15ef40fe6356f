//! Comments.

use super::post::is_live;
use crate::entity::comment::CommentState;
use crate::entity::post::PostState;
use crate::viewer::{Role, Viewer};

/// A comment is its author's to change, as long as it stands and its post takes changes: an archived one is read-only.
pub fn can_change_comment(viewer: &Viewer, comment: &CommentState, post: &PostState) -> bool {
    may_change_comment(viewer, comment) && is_live(post)
}

/// What can be said of [`can_change_comment`] without the post.
pub fn may_change_comment(viewer: &Viewer, comment: &CommentState) -> bool {
    viewer.is(comment.author_id) && !comment.is_deleted && !comment.is_hidden
}

/// A comment is its author's to delete, also while it is hidden or its post is archived: whoever wrote
/// something may take it back.
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
