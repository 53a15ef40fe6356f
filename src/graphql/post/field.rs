//! The fields of a post that are more than a column of its own.

use async_graphql::{ComplexObject, Context, Result};

use super::Post;
use super::draft::PostDraft;
use super::permission::{is_co_author, viewer_can_comment};
use super::related;
use super::tags::of_models;
use crate::domain::policy;
use crate::entity::comment::list::CommentList;
use crate::entity::post::PostText;
use crate::entity::user::list::{NEWEST_REACTION, Reactors};
use crate::graphql::account::User;
use crate::graphql::comment::{CommentConnection, CommentOrder, thread};
use crate::graphql::connection::children;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::guard;
use crate::graphql::reaction::{ReactionKind, ReactorConnection};
use crate::graphql::ready::{Quick, QuickList, wanted};
use crate::graphql::revision::{self, RevisionConnection};
use crate::graphql::scalar::{Html, Url};
use crate::graphql::series::Series;
use crate::graphql::tag::Tag;
use crate::id::{self, Id};
use crate::loader::{BookmarkOfPost, CoAuthorsByPost, PostTextById, ReactionTo, TagsByPost};
use crate::page::Arguments;

impl Post {
    async fn text(&self, ctx: &Context<'_>) -> Result<Option<PostText>> {
        Ok(ctx.current().loader.load_one(PostTextById(self.uuid())).await.or_internal(ctx)?.flatten())
    }
}

#[ComplexObject]
impl Post {
    /// Its page on the site, by the configured address of the frontend; null when none is configured.
    async fn url(&self, ctx: &Context<'_>) -> Option<Url> {
        ctx.request().site().page(&format!("posts/{}", self.slug)).map(Url)
    }

    /// The text as it was written, in Markdown.
    async fn body_markdown(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if let Some(read) = self.hanging.body_markdown.read(ctx) {
            return read.map(Some);
        }
        Ok(self.text(ctx).await?.map(|text| text.body_markdown))
    }

    /// The text as sanitised HTML.
    async fn body_html(&self, ctx: &Context<'_>) -> Result<Option<Html>> {
        if let Some(read) = self.hanging.body_html.read(ctx) {
            return read.map(Some);
        }
        Ok(self.text(ctx).await?.map(|text| Html(text.body_html)))
    }

    /// Who wrote it. Null when the account is gone.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Quick<User>>> {
        match self.hanging.author.read(ctx) {
            Some(read) => Ok(read?.map(|author| *author)),
            None => User::find(ctx, self.author_id()).await,
        }
    }

    /// Who edits it together with its author, and is listed beside them; at most 10, those who came first first.
    async fn co_authors(&self, ctx: &Context<'_>) -> Result<QuickList<User>> {
        if let Some(read) = self.hanging.co_authors.read(ctx) {
            return read;
        }
        let people = ctx.current().loader.load_one(CoAuthorsByPost(self.uuid())).await.or_internal(ctx)?;
        Ok(QuickList(people.unwrap_or_default().into_iter().map(User::from).collect()))
    }

    /// Its tags, at most 5, in its author's order.
    async fn tags(&self, ctx: &Context<'_>) -> Result<QuickList<Tag>> {
        if let Some(read) = self.hanging.tags.read(ctx) {
            return read;
        }
        let tags = ctx.current().loader.load_one(TagsByPost(self.uuid())).await.or_internal(ctx)?;
        Ok(of_models(tags.unwrap_or_default()))
    }

    /// The series in which it stands.
    async fn series(&self, ctx: &Context<'_>) -> Result<Option<Quick<Series>>> {
        Series::of_post(ctx, self.uuid()).await
    }

    /// Top-level comments.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
        #[graphql(desc = "The order.", default_with = "Some(CommentOrder::default())")] order_by: Option<
            CommentOrder,
        >,
    ) -> Result<Quick<CommentConnection>> {
        if let Some(read) = self.hanging.comments.read(ctx) {
            return read;
        }
        let arguments = Arguments { first, after, last, before };
        let loaded = children(
            ctx,
            CommentList::OfPost,
            self.uuid(),
            order_by.unwrap_or_default().order(),
            arguments,
            None,
            wanted::<CommentConnection>(ctx),
        )
        .await?;
        Ok(Quick(CommentConnection::new(loaded, &ctx.viewer())))
    }

    /// The whole discussion flat, each comment before its replies, siblings by `orderBy`; with `around`, the page that holds that
    /// comment and those that it answers.
    #[allow(clippy::too_many_arguments, reason = "they are the field's arguments, as the contract has them")]
    async fn thread(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
        #[graphql(
            desc = "A comment of this post, with `first` alone. The page begins with the first of those that it answers; where the comment is further off than a page is long, it ends with it, and of what lies between only those that it answers are there. Where there is no such comment, it is the first page."
        )]
        around: Option<Id<id::Comment>>,
        #[graphql(desc = "The order of siblings.", default_with = "Some(CommentOrder::default())")]
        order_by: Option<CommentOrder>,
    ) -> Result<Quick<CommentConnection>> {
        let (arguments, around) = (Arguments { first, after, last, before }, around.map(Id::uuid));
        Ok(Quick(thread(ctx, self.uuid(), around, order_by.unwrap_or_default(), arguments).await?))
    }

    /// Posts to read next: those that share its tags, of which one weighs the more the fewer posts carry it, and among those of
    /// the same weight the freshest. Of each tag the newest 100 posts are looked at.
    async fn related(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at the most, from 1 to 10.", default_with = "Some(5)")] first: Option<i32>,
    ) -> Result<QuickList<Post>> {
        related::of_post(ctx, self.uuid(), first).await
    }

    /// Who reacted, the latest first.
    async fn reactors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "Only those who reacted in this way.")] kind: Option<ReactionKind>,
    ) -> Result<Quick<ReactorConnection>> {
        let total = kind.is_none().then_some(self.reaction_count);
        let (list, arguments) = (Reactors(kind.map(Into::into)), Arguments::forward(first, after));
        let wanted = wanted::<ReactorConnection>(ctx);
        let loaded = children(ctx, list, self.uuid(), NEWEST_REACTION, arguments, total, wanted).await?;
        Ok(Quick(loaded.into()))
    }

    /// Text saved but not yet published, beside the live one. Authors only.
    async fn draft(&self, ctx: &Context<'_>) -> Result<Option<PostDraft>> {
        PostDraft::of_post(ctx, self.uuid()).await
    }

    /// What its text was, the latest first: one per publication, edits of one person within 10 minutes of the first together.
    /// Authors and moderators only.
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Option<Quick<RevisionConnection>>> {
        revision::of_post(ctx, self.uuid(), &self.state, Arguments::forward(first, after)).await
    }

    /// How many people bookmarked it. Its author only.
    async fn bookmark_count(&self, ctx: &Context<'_>) -> Option<i32> {
        guard::only(policy::sees_bookmark_count(&ctx.viewer(), &self.state), || Some(self.bookmarks))
    }

    /// The viewer's own reaction; null when there is none.
    pub async fn viewer_reaction(&self, ctx: &Context<'_>) -> Result<Option<ReactionKind>> {
        if let Some(read) = self.hanging.viewer_reaction.read(ctx) {
            return read;
        }
        let key = ReactionTo::Post(self.uuid());
        Ok(ctx.current().loader.load_one(key).await.or_internal(ctx)?.flatten().map(ReactionKind::from))
    }

    /// Whether the viewer has bookmarked it.
    async fn viewer_has_bookmarked(&self, ctx: &Context<'_>) -> Result<bool> {
        if let Some(read) = self.hanging.viewer_has_bookmarked.read(ctx) {
            return read;
        }
        Ok(ctx
            .current()
            .loader
            .load_one(BookmarkOfPost(self.uuid()))
            .await
            .or_internal(ctx)?
            .unwrap_or_default())
    }

    /// Whether the viewer may change it.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        // Who writes nothing is not looked up.
        if self.state.is_deleted || !policy::can_write(&ctx.viewer()) {
            return Ok(false);
        }
        let is_co_author = is_co_author(ctx, self.uuid(), &self.state).await?;
        Ok(policy::can_edit_post(&ctx.viewer(), &self.state, is_co_author))
    }

    /// Whether the viewer may delete it.
    async fn viewer_can_delete(&self, ctx: &Context<'_>) -> bool {
        policy::can_change_post(&ctx.viewer(), &self.state)
    }

    /// Whether the viewer may comment on it.
    async fn viewer_can_comment(&self, ctx: &Context<'_>) -> Result<bool> {
        viewer_can_comment(ctx, self.uuid(), &self.state).await
    }
}
