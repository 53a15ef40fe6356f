//! Watching posts.

use std::sync::Arc;

use async_graphql::{Context, Result, SimpleObject, Subscription};
use futures_util::Stream;
use uuid::Uuid;

use super::object::Post;
use crate::domain::event::Topic;
use crate::domain::post::tag_slug;
use crate::entity::post::{PostRow, Status};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrInternal, code, coded};
use crate::graphql::scalar::NodeId;
use crate::graphql::watch::{self, Asked, EventCursor, Seen, Sight};
use crate::id::{self, Id, Kind};
use crate::loader::PostById;

/// Something that happened to a post.
#[derive(SimpleObject)]
pub struct PostEvent {
    /// Pass it back as `after` to go on from here.
    cursor: String,
    /// The post's id, also when the post is gone.
    post_id: NodeId,
    /// The post as it is now; null when it is gone for this viewer: drop it by `postId`.
    post: Option<Post>,
}

/// Which published posts are asked for.
#[derive(Clone, Debug)]
struct Filter {
    author_id: Option<Uuid>,
    tag: Option<Arc<str>>,
}

#[derive(Default)]
pub struct PostSubscription;

#[Subscription]
impl PostSubscription {
    /// Posts published for the first time, from now on or from a cursor on; of one author or one tag when asked for.
    async fn post_published(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only by this person.")] author_id: Option<Id<id::User>>,
        #[graphql(desc = "Only with this tag, by its slug.")] tag: Option<String>,
        #[graphql(desc = "The cursor of the last event that was seen; what came after it comes first.")]
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<PostEvent>> + use<>> {
        let author = author_id.as_ref().map(ToString::to_string).unwrap_or_default();
        let tag: Option<Arc<str>> = tag.map(|tag| tag_slug(&tag).into());
        // A tag of no letters is none that a post carries, and not the same as no tag.
        let arguments =
            [author.as_str(), if tag.is_some() { "tag" } else { "" }, tag.as_deref().unwrap_or_default()];
        let cursor = EventCursor::of("postPublished", &arguments);
        let filter = Filter { author_id: author_id.map(Id::uuid), tag };
        let asked = Asked::of(ctx);
        let make = move |seen| published(seen, filter.clone(), asked);
        watch::events(ctx, Topic::PostsPublished, cursor, after, make).await
    }

    /// What happens to one post, from now on or from a cursor on: edits and changes of state at once, those of its
    /// counters gathered to one event a second.
    async fn post_updated(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The post to watch.")] post_id: Id<id::Post>,
        #[graphql(desc = "The cursor of the last event that was seen; what came after it comes first.")]
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<PostEvent>> + use<>> {
        let cursor = EventCursor::of("postUpdated", &[&post_id.to_string()]);
        find_watched(ctx, post_id.uuid(), after.is_some()).await?;
        let asked = Asked::of(ctx);
        let make = move |seen| updated(seen, asked);
        watch::events(ctx, Topic::Post(post_id.uuid()), cursor, after, make).await
    }
}

/// Looks whether there is a post to watch. Who goes on from a cursor is told in the events when it is gone.
pub async fn find_watched(ctx: &Context<'_>, post_id: Uuid, goes_on: bool) -> Result<()> {
    if goes_on || ctx.current().loader.load_one(PostById(post_id)).await.or_internal(ctx)?.flatten().is_some()
    {
        return Ok(());
    }
    Err(coded(code::BAD_USER_INPUT, "There is no such post."))
}

/// The publication for this viewer; `None` when the post is none of those that they would find in lists, or not asked
/// for.
async fn published(seen: Seen, filter: Filter, asked: Asked) -> Result<Option<PostEvent>> {
    let sight = Sight::of(&seen).await?;
    let Some(post) = &seen.shown.post else { return Ok(None) };
    let is_by = filter.author_id.is_none_or(|id| post.author_id == Some(id));
    if !is_by || !sight.would_find(post) {
        return Ok(None);
    }
    if let Some(slug) = filter.tag {
        let reader = seen.request.domain().database.reader();
        let tags = seen.shown.tags(reader).await.or_internal(&*seen.request)?;
        if !tags.iter().any(|tag| *tag.slug == *slug) {
            return Ok(None);
        }
    }
    let is_listed = post.status == Status::Published && post.deleted_at.is_none();
    let post = if is_listed { sight.post(asked).await? } else { None };
    Ok(Some(of(&seen, post)))
}

async fn updated(seen: Seen, asked: Asked) -> Result<Option<PostEvent>> {
    let sight = Sight::of(&seen).await?;
    Ok(Some(of(&seen, sight.post(asked).await?)))
}

fn of(seen: &Seen, post: Option<&PostRow>) -> PostEvent {
    PostEvent {
        cursor: seen.cursor.clone(),
        post_id: NodeId::new(Kind::Post, seen.event.row.post_id),
        post: post.cloned().map(Post::from),
    }
}
