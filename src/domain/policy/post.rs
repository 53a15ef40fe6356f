//! Posts.

use chrono::{DateTime, Utc};

use crate::entity::post::scope::restorable_since;
use crate::entity::post::{CommentPolicy, PostRow, PostState, Status, Visibility};
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

/// What ties a viewer to a post that is not theirs; looked up only where it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    pub follows_author: bool,
    pub is_co_author: bool,
}

/// Whether it matters to those who read a post what ties them to it.
pub fn asks_for_ties(post: &PostRow) -> bool {
    post.visibility == Visibility::Followers || !is_out(post)
}

/// Whether the viewer may read a post who has the link or the id.
/// `entity::post::scope::readable` says the same in SQL; `tests/it/events/policy.rs` holds the two together.
pub fn can_read(viewer: &Viewer, post: &PostRow, ties: Ties, now: DateTime<Utc>) -> bool {
    if viewer.is(post.author_id) {
        return post.deleted_at.is_none_or(|at| at > restorable_since(now));
    }
    if ties.is_co_author {
        return post.deleted_at.is_none();
    }
    is_out(post) && (post.visibility != Visibility::Followers || ties.follows_author)
}

/// Whether others than its authors may read it.
fn is_out(post: &PostRow) -> bool {
    matches!(post.status, Status::Published | Status::Archived) && post.deleted_at.is_none()
}

/// Whether the viewer would find a post in lists if it was published: `entity::post::scope::listed` in SQL.
pub fn would_find(viewer: &Viewer, post: &PostRow, ties: Ties) -> bool {
    match post.visibility {
        Visibility::Public => true,
        Visibility::Unlisted => false,
        Visibility::Followers => ties.follows_author || ties.is_co_author || viewer.is(post.author_id),
    }
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
