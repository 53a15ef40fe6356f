//! Comments in lists.

use super::object::Comment;
use crate::entity::authored::Authored;
use crate::entity::comment::Model;
use crate::entity::comment::list::OLDEST;
use crate::entity::post::PostRow;
use crate::graphql::connection::{Cursor, Loaded, connection, cursor_of};
use crate::graphql::ready::Quick;
use crate::viewer::Viewer;

/// A comment as it was read, with the viewer for whom.
#[derive(Clone, Debug)]
pub struct Seen {
    pub comment: Authored<Model>,
    pub viewer: Viewer,
}

connection! {
    /// A page of comments.
    CommentConnection, CommentEdge, Comment, from Seen => |position, seen| CommentEdge {
        position,
        node: Quick(Comment::new(seen.comment, &seen.viewer)),
    }
}

impl CommentConnection {
    pub fn new(loaded: Loaded<Authored<Model>>, viewer: &Viewer) -> Self {
        let viewer = *viewer;
        loaded.map(|comment| Seen { comment, viewer }).into()
    }
}

impl CommentEdge {
    /// The edge of a comment just written, among the comments in the order in which they were written.
    pub fn of_new(comment: Authored<Model>, viewer: &Viewer) -> Self {
        let position: Cursor = cursor_of(&comment, OLDEST);
        Self { position, node: Quick(Comment::new(comment, viewer)) }
    }

    pub(super) fn with_post(self, post: PostRow) -> Self {
        Self { node: Quick(self.node.0.with_post(post)), ..self }
    }
}
