//! Posts in lists.

use super::object::Post;
use crate::entity::authored::Authored;
use crate::entity::post::{self, Found, PostRow};
use crate::graphql::connection::{connection, cursor_of};
use crate::graphql::ready::Quick;

connection! {
    /// A page of posts.
    PostConnection, PostEdge, Post, from Found => |position, post| PostEdge { position, node: Quick(post.into()) }
}

impl PostEdge {
    /// The edge of a post just written, among one's own posts.
    pub fn of_new(post: PostRow) -> Self {
        let order = post::list::order(post::list::OrderField::UpdatedAt, true);
        let found = Found::from(Authored::from(post));
        Self { position: cursor_of(&found, order), node: Quick(found.into()) }
    }
}
