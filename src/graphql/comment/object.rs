//! A comment as clients see it.

use async_graphql::{ComplexObject, Context, Enum, Result, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::connection::CommentConnection;
use super::hanging::Hanging;
use crate::domain::policy;
use crate::entity::authored::{Author, Authored};
use crate::entity::comment::list::{CommentList, NEWEST, OLDEST, TOP};
use crate::entity::comment::{CommentState, Model};
use crate::entity::post::PostRow;
use crate::graphql::account::User;
use crate::graphql::connection::children;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrInternal, code, coded};
use crate::graphql::post::{Post, viewer_can_comment};
use crate::graphql::reaction::{ReactionGroup, ReactionKind, groups};
use crate::graphql::ready::{Quick, Slot, ready, wanted};
use crate::graphql::scalar::{Html, NodeId};
use crate::id::Kind;
use crate::loader::{CommentById, PostById, ReactionTo};
use crate::page::{Arguments, Order};
use crate::viewer::Viewer;

/// The order of comments. More may come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CommentOrder {
    /// As they were written.
    #[default]
    Oldest,
    /// The newest first.
    Newest,
    /// Those with the most reactions first.
    Top,
}

impl CommentOrder {
    pub fn order(self) -> Order {
        match self {
            Self::Oldest => OLDEST,
            Self::Newest => NEWEST,
            Self::Top => TOP,
        }
    }
}

/// A comment under a post. A deleted one keeps its place, without text and author.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Comment {
    /// The globally unique, opaque id.
    #[graphql(owned)]
    pub id: NodeId,
    #[graphql(skip)]
    post_id: Uuid,
    #[graphql(skip)]
    parent: Option<Uuid>,
    #[graphql(skip)]
    state: CommentState,
    /// 0 for a top-level comment, at most 10.
    depth: i32,
    /// The text as it was written. Null once deleted, or hidden from this viewer.
    body_markdown: Option<String>,
    /// The text as sanitised HTML. Null once deleted, or hidden from this viewer.
    body_html: Option<Html>,
    /// When it was written.
    created_at: DateTime<Utc>,
    /// When its text was last changed; null when it never was.
    edited_at: Option<DateTime<Utc>>,
    /// Replies to it that are neither deleted nor hidden.
    reply_count: i32,
    /// The kinds of reactions that occur, with their counts.
    #[graphql(owned)]
    pub reactions: Vec<ReactionGroup>,
    /// Reactions of all kinds together.
    #[graphql(owned)]
    pub reaction_count: i32,
    #[graphql(skip)]
    pub(super) hanging: Hanging,
}

ready!(Comment of Model {
    "id" => id,
    "depth" => depth,
    "bodyMarkdown" => body_markdown,
    "bodyHtml" => body_html,
    "createdAt" => created_at,
    "editedAt" => edited_at,
    "replyCount" => reply_count,
    "reactionCount" => reaction_count,
} and {
    "isDeleted" => state.is_deleted,
    "isHidden" => state.is_hidden,
    "reactions" => reactions,
    "author" => hanging.author,
    "post" => hanging.post,
    "replies" => hanging.replies,
    "viewerReaction" => hanging.viewer_reaction,
});

impl Comment {
    /// What this viewer sees of a comment.
    pub fn new(comment: impl Into<Authored<Model>>, viewer: &Viewer) -> Self {
        let Authored { row: comment, author } = comment.into();
        let state = comment.state();
        let seen = policy::sees_comment_text(viewer, &state);
        let counts = [
            comment.like_count,
            comment.love_count,
            comment.insightful_count,
            comment.funny_count,
            comment.sad_count,
        ];
        Self {
            id: NodeId::new(Kind::Comment, comment.id),
            post_id: comment.post_id,
            parent: comment.parent_id,
            state,
            depth: comment.depth,
            body_markdown: seen.then_some(comment.body_markdown),
            body_html: seen.then_some(Html(comment.body_html)),
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            reply_count: comment.reply_count,
            reactions: groups(counts),
            reaction_count: comment.reaction_count,
            // Who wrote what is deleted is not told, and not looked up.
            hanging: Hanging::new(if state.is_deleted { Author::Read(None) } else { author }),
        }
    }

    /// With its post, of which as much was read as is selected.
    pub(super) fn with_post(mut self, post: PostRow) -> Self {
        self.hanging.post = Slot::full(Box::new(Quick(post.into())));
        self
    }

    pub(super) fn author_id(&self) -> Option<Uuid> {
        self.state.author_id
    }

    pub(super) fn post_id(&self) -> Uuid {
        self.post_id
    }

    pub(super) fn uuid(&self) -> Uuid {
        self.id.uuid
    }

    async fn load_post(&self, ctx: &Context<'_>) -> Result<Option<PostRow>> {
        Ok(ctx.current().loader.load_one(PostById(self.post_id)).await.or_internal(ctx)?.flatten())
    }

    async fn viewer_may_comment(&self, ctx: &Context<'_>) -> Result<bool> {
        match self.load_post(ctx).await? {
            Some(post) => viewer_can_comment(ctx, post.id, &post.state()).await,
            None => Ok(false),
        }
    }
}

#[ComplexObject]
impl Comment {
    /// The post under which it stands.
    async fn post(&self, ctx: &Context<'_>) -> Result<Quick<Post>> {
        if let Some(read) = self.hanging.post.read(ctx) {
            return read.map(|post| *post);
        }
        let post = self.load_post(ctx).await?;
        // Whoever holds a comment may read its post, unless that was hidden in this very moment.
        post.map(|post| Quick(post.into()))
            .ok_or_else(|| coded(code::INTERNAL_SERVER_ERROR, "The post is no longer to be read."))
    }

    /// Who wrote it. Null when the account is gone, or the comment deleted.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Quick<User>>> {
        match self.hanging.author.read(ctx) {
            Some(read) => Ok(read?.map(|author| *author)),
            None => User::find(ctx, self.author_id()).await,
        }
    }

    /// The comment that it answers; null for a top-level comment.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Comment>> {
        let Some(id) = self.parent else {
            return Ok(None);
        };
        let current = ctx.current();
        let parent = current.loader.load_one(CommentById(id)).await.or_internal(ctx)?.flatten();
        Ok(parent.map(|parent| Self::new(parent, &current.viewer)))
    }

    /// The id of the comment that it answers; null for a top-level comment.
    async fn parent_id(&self) -> Option<NodeId> {
        self.parent.map(|id| NodeId::new(Kind::Comment, id))
    }

    /// Whether its author deleted it.
    async fn is_deleted(&self) -> bool {
        self.state.is_deleted
    }

    /// Whether it was hidden; its author and moderators still see the text.
    async fn is_hidden(&self) -> bool {
        self.state.is_hidden
    }

    /// What was answered to it, one level down.
    async fn replies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The order.", default_with = "Some(CommentOrder::default())")] order_by: Option<
            CommentOrder,
        >,
    ) -> Result<Quick<CommentConnection>> {
        if let Some(read) = self.hanging.replies.read(ctx) {
            return read;
        }
        let arguments = Arguments::forward(first, after);
        let loaded = children(
            ctx,
            CommentList::OfComment,
            self.uuid(),
            order_by.unwrap_or_default().order(),
            arguments,
            None,
            wanted::<CommentConnection>(ctx),
        )
        .await?;
        Ok(Quick(CommentConnection::new(loaded, &ctx.viewer())))
    }

    /// The viewer's own reaction; null when there is none.
    pub async fn viewer_reaction(&self, ctx: &Context<'_>) -> Result<Option<ReactionKind>> {
        if let Some(read) = self.hanging.viewer_reaction.read(ctx) {
            return read;
        }
        let key = ReactionTo::Comment(self.uuid());
        Ok(ctx.current().loader.load_one(key).await.or_internal(ctx)?.flatten().map(ReactionKind::from))
    }

    /// Whether the viewer may change it.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        // The post is looked at only where it matters.
        if !policy::may_change_comment(&ctx.viewer(), &self.state) {
            return Ok(false);
        }
        let post = self.load_post(ctx).await?;
        Ok(post.is_some_and(|post| policy::can_change_comment(&ctx.viewer(), &self.state, &post.state())))
    }

    /// Whether the viewer may delete it.
    async fn viewer_can_delete(&self, ctx: &Context<'_>) -> bool {
        policy::can_delete_comment(&ctx.viewer(), &self.state)
    }

    /// Whether the viewer may answer it.
    async fn viewer_can_reply(&self, ctx: &Context<'_>) -> Result<bool> {
        if ctx.viewer().signed_in().is_none() || !policy::can_reply(&self.state) {
            return Ok(false);
        }
        self.viewer_may_comment(ctx).await
    }
}
