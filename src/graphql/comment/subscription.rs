//! Watching comments.

use async_graphql::{Context, Result, SimpleObject, Subscription};
use futures_util::Stream;
use uuid::Uuid;

use super::connection::CommentEdge;
use super::object::Comment;
use crate::domain::event::Topic;
use crate::graphql::post::find_watched;
use crate::graphql::scalar::NodeId;
use crate::graphql::watch::{self, Asked, EventCursor, Seen, Sight};
use crate::id::{self, Id, Kind};

/// Something that happened to a comment.
#[derive(SimpleObject)]
pub struct CommentEvent {
    /// Pass it back as `after` to go on from here.
    cursor: String,
    /// The comment's id, also when the comment is gone.
    comment_id: NodeId,
    /// The comment as it is now; null when it is gone for this viewer.
    comment: Option<Comment>,
    /// The comment with its cursor in the order OLDEST; null when it is gone for this viewer.
    comment_edge: Option<CommentEdge>,
}

#[derive(Default)]
pub struct CommentSubscription;

#[Subscription]
impl CommentSubscription {
    /// Comments written under one post, replies too, from now on or from a cursor on.
    async fn comment_added(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The post to watch.")] post_id: Id<id::Post>,
        #[graphql(desc = "The cursor of the last event that was seen; what came after it comes first.")]
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<CommentEvent>> + use<>> {
        let cursor = EventCursor::of("commentAdded", &[&post_id.to_string()]);
        find_watched(ctx, post_id.uuid(), after.is_some()).await?;
        watch::events(ctx, Topic::CommentsAdded(post_id.uuid()), cursor, after, event).await
    }

    /// What happens to the comments under one post once they are written, from now on or from a cursor on: edits and
    /// deletions at once, changes of their reactions gathered to one event a second.
    async fn comment_updated(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The post to watch.")] post_id: Id<id::Post>,
        #[graphql(desc = "The cursor of the last event that was seen; what came after it comes first.")]
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<CommentEvent>> + use<>> {
        let cursor = EventCursor::of("commentUpdated", &[&post_id.to_string()]);
        find_watched(ctx, post_id.uuid(), after.is_some()).await?;
        watch::events(ctx, Topic::CommentsUpdated(post_id.uuid()), cursor, after, event).await
    }
}

async fn event(seen: Seen) -> Result<Option<CommentEvent>> {
    let sight = Sight::of(&seen).await?;
    // Whoever may read the post may read what is said under it.
    let comment = sight.post(Asked::default()).await?.and(seen.shown.comment.clone());
    let id = seen.event.row.comment_id.unwrap_or(Uuid::nil());
    Ok(Some(CommentEvent {
        cursor: seen.cursor,
        comment_id: NodeId::new(Kind::Comment, id),
        comment_edge: comment.clone().map(|comment| CommentEdge::of_new(comment.into(), sight.viewer())),
        comment: comment.map(|comment| Comment::new(comment, sight.viewer())),
    }))
}
