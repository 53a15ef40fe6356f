//! What can be watched.

use uuid::Uuid;

use crate::entity::event::find::Wanted;
use crate::entity::event::{EventKind, EventRow};

/// What somebody watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Posts published for the first time.
    PostsPublished,
    /// Whatever happens to one post, its counters too.
    Post(Uuid),
    /// Comments written under a post.
    CommentsAdded(Uuid),
    /// What happens to the comments under a post once they are written.
    CommentsUpdated(Uuid),
}

impl Topic {
    /// The events that are asked for.
    pub(super) fn wanted(self) -> Wanted {
        use EventKind::{
            CommentAdded, CommentDeleted, CommentReacted, CommentUpdated, PostPublished, PostReacted,
            PostUpdated,
        };
        match self {
            Self::PostsPublished => Wanted { kinds: &[PostPublished], post_id: None },
            Self::Post(id) => Wanted {
                kinds: &[PostPublished, PostUpdated, PostReacted, CommentAdded, CommentDeleted],
                post_id: Some(id),
            },
            Self::CommentsAdded(id) => Wanted { kinds: &[CommentAdded], post_id: Some(id) },
            Self::CommentsUpdated(id) => {
                Wanted { kinds: &[CommentUpdated, CommentDeleted, CommentReacted], post_id: Some(id) }
            }
        }
    }

    pub(super) fn covers(self, event: &EventRow) -> bool {
        let wanted = self.wanted();
        event.kind.is_some_and(|kind| wanted.kinds.contains(&kind))
            && wanted.post_id.is_none_or(|id| id == event.post_id)
    }

    /// What an event changes where that is counters only, which are told of once a second: the post, or the comment.
    pub(super) fn counted(self, event: &EventRow) -> Option<Uuid> {
        match (self, event.kind?) {
            (
                Self::Post(id),
                EventKind::PostReacted | EventKind::CommentAdded | EventKind::CommentDeleted,
            ) => Some(id),
            (Self::CommentsUpdated(_), EventKind::CommentReacted) => event.comment_id,
            _ => None,
        }
    }

    /// What an event is of, as this topic sees it.
    pub(super) fn subject(self, event: &EventRow) -> Uuid {
        match self {
            Self::PostsPublished | Self::Post(_) => event.post_id,
            Self::CommentsAdded(_) | Self::CommentsUpdated(_) => event.comment_id.unwrap_or(event.post_id),
        }
    }
}
