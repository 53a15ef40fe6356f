//! Posts in lists.

use super::object::Post;
use crate::entity::authored::Authored;
use crate::entity::post::{self, PostRow};
use crate::graphql::connection::{connection, cursor_of};
use crate::graphql::ready::Quick;

connection! {
    /// A page of posts.
    PostConnection, PostEdge, Post, from Authored<PostRow> => |position, post| PostEdge { position, node: Quick(post.into()) }
}

impl PostEdge {
    /// The edge of a post just written, among one's own posts.
    pub fn of_new(post: PostRow) -> Self {
        let order = post::list::order(post::list::OrderField::UpdatedAt, true);
        let post = Authored::from(post);
        Self { position: cursor_of(&post, order), node: Quick(post.into()) }
    }
}
