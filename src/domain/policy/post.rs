//! Posts.

use crate::entity::post::{CommentPolicy, PostState, Status};
use crate::viewer::{Role, Viewer};

/// Authors and those above them write posts.
pub fn can_write(viewer: &Viewer) -> bool {
    viewer.has_role(Role::Author)
}

/// A post is its author's to publish, to delete and to share, whatever anybody else's role; who is an author no longer
/// changes nothing.
pub fn can_change_post(viewer: &Viewer, post: &PostState) -> bool {
    viewer.is(post.author_id) && viewer.has_role(Role::Author)
}

/// What is said in a post is its author's and its co-authors' to change.
pub fn can_edit_post(viewer: &Viewer, post: &PostState, is_co_author: bool) -> bool {
    can_change_post(viewer, post) || is_co_author && viewer.has_role(Role::Author)
}

/// How many people bookmarked a post is for its author.
pub fn sees_bookmark_count(viewer: &Viewer, post: &PostState) -> bool {
    viewer.is(post.author_id)
}

/// What the text of a post was is for its authors, and for moderators of what is live.
pub fn sees_revisions(viewer: &Viewer, post: &PostState, is_co_author: bool) -> bool {
    let is_live = matches!(post.status, Status::Published | Status::Archived) && !post.is_deleted;
    viewer.is(post.author_id) || is_co_author || is_live && viewer.has_role(Role::Moderator)
}

/// What is published can be reacted to; an archived post is read-only.
pub fn can_react(viewer: &Viewer, post: &PostState) -> bool {
    viewer.signed_in().is_some() && is_live(post)
}

/// Why somebody may not comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentRefusal {
    SignedOut,
    /// Not published, or archived.
    NotLive,
    /// The author lets nobody comment.
    Closed,
    /// The author lets followers comment.
    FollowersOnly,
}

/// Whether the viewer may comment on a post that they may read; `belongs`, that they follow its author or are a co-author, is
/// asked only where it matters.
/// `entity::post::scope::OPEN_TO_COMMENTS` says a part of it in SQL; `tests/it/authorization/parity.rs` holds the two together.
pub fn can_comment(viewer: &Viewer, post: &PostState, belongs: bool) -> Result<(), CommentRefusal> {
    if viewer.signed_in().is_none() {
        return Err(CommentRefusal::SignedOut);
    }
    if !is_live(post) {
        return Err(CommentRefusal::NotLive);
    }
    match post.comment_policy {
        CommentPolicy::Everyone => Ok(()),
        CommentPolicy::Followers if belongs || viewer.is(post.author_id) => Ok(()),
        CommentPolicy::Followers => Err(CommentRefusal::FollowersOnly),
        CommentPolicy::Nobody => Err(CommentRefusal::Closed),
    }
}

pub(super) fn is_live(post: &PostState) -> bool {
    post.status == Status::Published && !post.is_deleted
}
