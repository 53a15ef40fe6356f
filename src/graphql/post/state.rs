//! What a post can be.

use async_graphql::Enum;

use crate::entity::post;
use crate::graphql::ready::ready_enum;

/// Where a post stands in its life. More may come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "post::Status")]
pub enum PostStatus {
    /// Its author's alone.
    Draft,
    /// Its author's alone, until it is published at the time that is set.
    Scheduled,
    /// For whom its visibility says.
    Published,
    /// By its link, read-only, in no list.
    Archived,
}

/// For whom a published post is. Enforced alike in every query, node() and subscription.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "post::Visibility")]
pub enum PostVisibility {
    /// Everybody.
    Public,
    /// Whoever has the link.
    Unlisted,
    /// The author's followers.
    Followers,
}

/// Who may comment on a post.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "post::CommentPolicy")]
pub enum CommentPolicy {
    /// Everybody signed in.
    Everyone,
    /// The author's followers, and the author.
    Followers,
    /// Nobody.
    Nobody,
}

ready_enum!(PostStatus, PostVisibility, CommentPolicy);
