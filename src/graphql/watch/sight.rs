//! What of an event's rows one viewer may see.

use std::sync::Arc;

use async_graphql::{Context, Result};

use super::Seen;
use crate::domain::event::Shown;
use crate::domain::policy::{self, Ties};
use crate::entity::post::PostRow;
use crate::graphql::context::{Current, RequestContext};
use crate::graphql::error::OrInternal;
use crate::loader::{
    CoAuthorOfPost, CommentById, FollowOfUser, LoadError, PostById, PostTextById, TagsByPost, UserById,
};
use crate::viewer::Viewer;

/// What is asked for of an event's post beside the row itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    pub tags: bool,
    pub text: bool,
}

impl Asked {
    /// What is selected of the field `post` of an event.
    pub fn of(ctx: &Context<'_>) -> Self {
        let post = ctx.look_ahead().field("post");
        let text = ["bodyHtml", "bodyMarkdown"].iter().any(|name| post.field(name).exists());
        Self { tags: post.field("tags").exists(), text }
    }
}

/// A viewer's look at what an event shows.
pub struct Sight {
    shown: Arc<Shown>,
    current: Arc<Current>,
    request: Arc<RequestContext>,
    /// What ties the viewer to the post, where that says whether they may read it.
    ties: Ties,
}

impl Sight {
    /// Looks at the viewer as far as the rows ask for it.
    pub async fn of(seen: &Seen) -> Result<Self> {
        let (shown, current) = (seen.shown.clone(), seen.request.current());
        let ties = match &shown.post {
            Some(post) if policy::asks_for_ties(post) && current.viewer.user_id().is_some() => {
                ties(&current, post).await.or_internal(&*seen.request)?
            }
            _ => Ties::default(),
        };
        // What is shared is read over a connection of its own: to hold one and wait for another is how all wait for ever.
        seen.request.release();
        Ok(Self { shown, current, request: seen.request.clone(), ties })
    }

    pub fn viewer(&self) -> &Viewer {
        &self.current.viewer
    }

    /// The post, if this viewer may read it. What is shared of it is then known to the loader.
    pub async fn post(&self, asked: Asked) -> Result<Option<&PostRow>> {
        let (shown, loader) = (&*self.shown, &self.current.loader);
        let domain = self.request.domain();
        let post = shown.post.as_ref();
        let may =
            |post: &&PostRow| policy::can_read(&self.current.viewer, post, self.ties, domain.clock.now());
        let Some(post) = post.filter(may) else { return Ok(None) };
        loader.feed_one(PostById(post.id), Some(post.clone())).await;
        if let Some(comment) = &shown.comment {
            loader.feed_one(CommentById(comment.id), Some(comment.clone())).await;
        }
        loader.feed_many(shown.people.iter().map(|person| (UserById(person.id), Some(person.clone())))).await;
        if asked.tags {
            let tags = shown.tags(domain.database.reader()).await.or_internal(&*self.request)?;
            loader.feed_one(TagsByPost(post.id), tags.to_vec()).await;
        }
        if asked.text {
            let text = shown.text(domain.database.reader()).await.or_internal(&*self.request)?;
            // Changed since the row was read, for which it was judged; the event of that change follows.
            let Some(text) = text else { return Ok(None) };
            loader.feed_one(PostTextById(post.id), Some(text.clone())).await;
        }
        Ok(Some(post))
    }

    /// Whether the viewer would find the post in lists as long as it is published.
    pub fn would_find(&self, post: &PostRow) -> bool {
        policy::would_find(&self.current.viewer, post, self.ties)
    }
}

async fn ties(current: &Current, post: &PostRow) -> Result<Ties, LoadError> {
    let follows_author = match post.author_id {
        Some(author_id) => current.loader.load_one(FollowOfUser(author_id)).await?.unwrap_or_default(),
        None => false,
    };
    let is_co_author = current.loader.load_one(CoAuthorOfPost(post.id)).await?.unwrap_or_default();
    Ok(Ties { follows_author, is_co_author })
}
