//! What can be reacted to, and how.

use async_graphql::{Enum, Interface, SimpleObject};

use crate::entity::reaction;
use crate::entity::user::list::ReactorItem;
use crate::graphql::account::User;
use crate::graphql::comment::Comment;
use crate::graphql::connection::connection;
use crate::graphql::post::Post;
use crate::graphql::ready::{Quick, ready, ready_enum};
use crate::graphql::scalar::NodeId;

/// What people can feel about a post or a comment. More kinds may come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "reaction::ReactionKind")]
pub enum ReactionKind {
    /// Liked.
    Like,
    /// Loved.
    Love,
    /// Learned something from.
    Insightful,
    /// Laughed about.
    Funny,
    /// Was saddened by.
    Sad,
}

/// How many people reacted in one way.
#[derive(SimpleObject, Clone, Debug)]
pub struct ReactionGroup {
    /// The way.
    kind: ReactionKind,
    /// How many people.
    count: i32,
}

ready_enum!(ReactionKind);
ready!(ReactionGroup { "kind" => kind, "count" => count });

/// What can be reacted to.
#[allow(clippy::large_enum_variant, reason = "there is one of them in an answer, and it is not kept")]
#[derive(Interface)]
#[graphql(
    field(name = "id", ty = "NodeId", desc = "The globally unique, opaque id."),
    field(name = "reactions", ty = "Vec<ReactionGroup>", desc = "The kinds that occur, with their counts."),
    field(name = "reaction_count", ty = "i32", desc = "Reactions of all kinds together."),
    field(
        name = "viewer_reaction",
        ty = "Option<ReactionKind>",
        desc = "The viewer's own; null when there is none."
    )
)]
pub enum Reactable {
    Post(Post),
    Comment(Comment),
}

/// The kinds that occur, in the order of the enum.
pub fn groups(counts: [i32; 5]) -> Vec<ReactionGroup> {
    // Most lists of comments are read without them.
    if counts == [0; 5] {
        return Vec::new();
    }
    let groups = reaction::ReactionKind::ALL.into_iter().zip(counts);
    groups
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| ReactionGroup { kind: kind.into(), count })
        .collect()
}

connection! {
    /// A page of people who reacted.
    ReactorConnection, ReactorEdge, User, from ReactorItem => |position, item| ReactorEdge {
        position,
        kind: item.kind.into(),
        reacted_at: item.reacted_at,
        node: Quick(item.user.into()),
    }, {
        /// How they reacted.
        kind: ReactionKind,
        /// When they first reacted.
        reacted_at: chrono::DateTime<chrono::Utc>,
    }
}
