//! Watching posts.

use std::sync::Arc;

use async_graphql::{Context, Result, SimpleObject, Subscription};
use futures_util::Stream;
use uuid::Uuid;

use super::object::Post;
use crate::domain::event::Event;
use crate::domain::post::tag_slug;
use crate::entity::post::{Status, Visibility};
use crate::graphql::context::{ContextExt, RequestContext};
use crate::graphql::error::OrInternal;
use crate::graphql::scalar::NodeId;
use crate::graphql::watch;
use crate::id::{self, Id, Kind};
use crate::loader::{PostById, TagsByPost};

/// Something that happened to a post.
#[derive(SimpleObject)]
pub struct PostEvent {
    /// The post's id, also when the post is gone.
    post_id: NodeId,
    /// The post; null when it is gone for this viewer: drop it by `postId`.
    post: Option<Post>,
}

#[derive(Default)]
pub struct PostSubscription;

#[Subscription]
impl PostSubscription {
    /// Posts published for the first time, from now on; of one author or one tag when asked for.
    async fn post_published(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only by this person.")] author_id: Option<Id<id::User>>,
        #[graphql(desc = "Only with this tag, by its slug.")] tag: Option<String>,
    ) -> Result<impl Stream<Item = Result<PostEvent>> + use<>> {
        let author_id = author_id.map(Id::uuid);
        let tag: Option<Arc<str>> = tag.map(|tag| tag_slug(&tag).into());
        let pick = |event| if let Event::PostPublished { post_id } = event { Some(post_id) } else { None };
        let make = move |request, post_id| event(request, post_id, author_id, tag.clone());
        Ok(watch::events(ctx, ctx.domain().watch(), pick, make))
    }
}

/// The event for this viewer; `None` when the post is none of those that they find in lists, or not asked for.
async fn event(
    request: Arc<RequestContext>,
    post_id: Uuid,
    author_id: Option<Uuid>,
    tag: Option<Arc<str>>,
) -> Result<Option<PostEvent>> {
    let current = request.current();
    let post = current.loader.load_one(PostById(post_id)).await.or_internal(&*request)?.flatten();
    let is_listed = |status, visibility| status == Status::Published && visibility != Visibility::Unlisted;
    let Some(post) = post.filter(|post| is_listed(post.status, post.visibility) && post.deleted_at.is_none())
    else {
        return Ok(None);
    };
    if author_id.is_some() && author_id != post.author_id {
        return Ok(None);
    }
    if let Some(tag) = tag {
        let tags =
            current.loader.load_one(TagsByPost(post_id)).await.or_internal(&*request)?.unwrap_or_default();
        if !tags.iter().any(|carried| *carried.slug == *tag) {
            return Ok(None);
        }
    }
    Ok(Some(PostEvent { post_id: NodeId::new(Kind::Post, post_id), post: Some(post.into()) }))
}
