//! Watching comments.

use std::sync::Arc;

use async_graphql::{Context, Result, SimpleObject, Subscription};
use futures_util::Stream;
use uuid::Uuid;

use super::object::{Comment, CommentEdge};
use crate::domain::event::Event;
use crate::graphql::context::{ContextExt, RequestContext};
use crate::graphql::error::{OrInternal, code, coded};
use crate::graphql::scalar::NodeId;
use crate::graphql::watch;
use crate::id::{self, Id, Kind};
use crate::loader::{CommentById, PostById};

/// A comment that was written.
#[derive(SimpleObject)]
pub struct CommentEvent {
    /// The comment's id, also when the comment is gone.
    comment_id: NodeId,
    /// The comment; null when it is gone for this viewer.
    comment: Option<Comment>,
    /// The comment with its cursor in the order OLDEST; null when it is gone for this viewer.
    comment_edge: Option<CommentEdge>,
}

#[derive(Default)]
pub struct CommentSubscription;

#[Subscription]
impl CommentSubscription {
    /// Comments written under one post, replies too, from now on.
    async fn comment_added(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The post to watch.")] post_id: Id<id::Post>,
    ) -> Result<impl Stream<Item = Result<CommentEvent>> + use<>> {
        let watched = post_id.uuid();
        // Watched before it is looked for, so that nothing slips through in between.
        let watch = ctx.domain().watch();
        let post = ctx.current().loader.load_one(PostById(watched)).await.or_internal(ctx)?.flatten();
        if post.is_none() {
            return Err(coded(code::BAD_USER_INPUT, "There is no such post."));
        }
        let pick = move |event| match event {
            Event::CommentAdded { post_id, comment_id } if post_id == watched => Some(comment_id),
            _ => None,
        };
        Ok(watch::events(ctx, watch, pick, event))
    }
}

async fn event(request: Arc<RequestContext>, id: Uuid) -> Result<Option<CommentEvent>> {
    let current = request.current();
    let comment = current.loader.load_one(CommentById(id)).await.or_internal(&*request)?.flatten();
    Ok(Some(CommentEvent {
        comment_id: NodeId::new(Kind::Comment, id),
        comment_edge: comment.clone().map(|comment| CommentEdge::of_new(comment.into(), &current.viewer)),
        comment: comment.map(|comment| Comment::new(comment, &current.viewer)),
    }))
}
