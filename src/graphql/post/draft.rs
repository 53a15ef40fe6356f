//! Text beside the live one.

use async_graphql::{ComplexObject, Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::input::changed;
use super::object::Post;
use crate::domain::post::{self, DraftChange};
use crate::entity::post_draft::Model;
use crate::graphql::account::User;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrInternal, UserError, settle};
use crate::graphql::guard;
use crate::graphql::ready::Quick;
use crate::graphql::scalar::{Html, Instant};
use crate::id::{self, Id};
use crate::loader::DraftOfPost;
use crate::viewer::Role;

/// Text saved but not yet published, beside the live one. Publishing the post has it go live.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct PostDraft {
    #[graphql(skip)]
    saved_by_id: Option<Uuid>,
    /// The title. It may be empty until it is published.
    title: String,
    /// What stands below the title.
    subtitle: Option<String>,
    /// What its author wrote of it; null when the excerpt is made from the text.
    excerpt: Option<String>,
    /// The text in Markdown.
    body_markdown: String,
    /// The text as sanitised HTML.
    body_html: Html,
    /// The names of its tags, at most 5, in its author's order.
    tags: Vec<String>,
    /// When it was saved last; pass it back as expectedSavedAt.
    saved_at: DateTime<Utc>,
}

impl From<Model> for PostDraft {
    fn from(draft: Model) -> Self {
        Self {
            saved_by_id: draft.saved_by,
            title: draft.title,
            subtitle: draft.subtitle,
            excerpt: draft.excerpt_is_written.then_some(draft.excerpt),
            body_markdown: draft.body_markdown,
            body_html: Html(draft.body_html),
            tags: serde_json::from_str(&draft.tags).unwrap_or_default(),
            saved_at: draft.saved_at,
        }
    }
}

impl PostDraft {
    /// What is saved beside a post, for its authors; read together with that of other posts.
    pub async fn of_post(ctx: &Context<'_>, post_id: Uuid) -> Result<Option<Self>> {
        let draft = ctx.current().loader.load_one(DraftOfPost(post_id)).await.or_internal(ctx)?.flatten();
        Ok(draft.map(Self::from))
    }
}

#[ComplexObject]
impl PostDraft {
    /// Who saved it last. Null when the account is gone.
    async fn saved_by(&self, ctx: &Context<'_>) -> Result<Option<Quick<User>>> {
        User::find(ctx, self.saved_by_id).await
    }
}

/// Text to save beside the live one. Left out: unchanged. Null: cleared.
#[derive(InputObject)]
pub struct SaveDraftInput {
    /// The post.
    post_id: Id<id::Post>,
    /// The savedAt of the draft that is saved over. When given and no longer so, nothing is saved and STALE_VERSION comes
    /// back. It may be left out, but not to save over somebody else's: that is CONFLICT.
    expected_saved_at: Option<Instant>,
    /// At most 200 characters.
    title: MaybeUndefined<String>,
    /// At most 300 characters.
    subtitle: MaybeUndefined<String>,
    /// At most 500 characters; cleared, it is made from the text.
    excerpt: MaybeUndefined<String>,
    /// The text in Markdown, at most 200,000 characters.
    body_markdown: MaybeUndefined<String>,
    /// At most 5 of at most 40 characters, made when it is published.
    tags: MaybeUndefined<Vec<String>>,
}

/// Which post's draft to discard.
#[derive(InputObject)]
pub struct DiscardDraftInput {
    /// The post.
    post_id: Id<id::Post>,
}

/// What became of `saveDraft`.
#[derive(SimpleObject)]
pub struct SaveDraftPayload {
    /// The post, with the draft beside it; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `discardDraft`.
#[derive(SimpleObject)]
pub struct DiscardDraftPayload {
    /// The post, without a draft; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct DraftMutation;

#[Object]
impl DraftMutation {
    /// Saves text beside the live one, as often as an editor likes: no revision, no event, no new version. It goes live with
    /// `publishPost`.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn save_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text.")] input: SaveDraftInput,
    ) -> Result<Option<SaveDraftPayload>> {
        let change = DraftChange {
            expected_saved_at: input.expected_saved_at.map(|time| time.0),
            title: changed(input.title).map(Option::unwrap_or_default),
            subtitle: changed(input.subtitle),
            excerpt: changed(input.excerpt),
            body_markdown: changed(input.body_markdown).map(Option::unwrap_or_default),
            tags: changed(input.tags).map(Option::unwrap_or_default),
        };
        let result = post::save_draft(ctx.domain(), &ctx.person()?, input.post_id.uuid(), change).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(SaveDraftPayload { post: post.map(Post::from), user_errors }))
    }

    /// Drops what is saved beside the live text; where there is nothing, nothing changes.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn discard_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post.")] input: DiscardDraftInput,
    ) -> Result<Option<DiscardDraftPayload>> {
        let result = post::discard_draft(ctx.domain(), &ctx.person()?, input.post_id.uuid()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(DiscardDraftPayload { post: post.map(Post::from), user_errors }))
    }
}
