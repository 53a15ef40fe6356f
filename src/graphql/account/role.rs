//! What somebody may do, as clients see it.

use async_graphql::Enum;

use crate::graphql::ready::ready_enum;
use crate::viewer;

/// What somebody may do at all; each role may do what those before it may.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "viewer::Role")]
pub enum Role {
    /// Reads, reacts, comments, follows, bookmarks.
    Reader,
    /// Also writes posts. A new account's role.
    Author,
    /// Also sees what is hidden among people, and moderates.
    Moderator,
    /// Also sees e-mail addresses and administers.
    Admin,
}

ready_enum!(Role);
