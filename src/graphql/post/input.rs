//! What somebody gives to write a post.

use async_graphql::{InputObject, MaybeUndefined};

use super::state::{CommentPolicy, PostVisibility};
use crate::domain::post::{NewPost, PostChange};
use crate::graphql::scalar::Url;
use crate::id::{self, Id};

/// A new post.
#[derive(InputObject)]
pub struct CreatePostInput {
    /// At most 200 characters; empty only in a draft.
    title: String,
    /// The text in Markdown, at most 200,000 characters.
    body_markdown: String,
    /// At most 300 characters.
    subtitle: Option<String>,
    /// At most 500 characters; made from the text when left out.
    excerpt: Option<String>,
    /// a-z, 0-9 and single hyphens, at most 100; made from the title when left out.
    slug: Option<String>,
    /// At most 5 of at most 40 characters, made when new.
    tags: Option<Vec<String>>,
    /// A series of one's own, at the end of which it is to stand.
    series_id: Option<Id<id::Series>>,
    /// The language it is in, as a tag of BCP 47.
    language: Option<String>,
    /// Where it was first published, if that was elsewhere.
    canonical_url: Option<Url>,
    /// For whom it is.
    #[graphql(default_with = "Some(PostVisibility::Public)")]
    visibility: Option<PostVisibility>,
    /// Who may comment.
    #[graphql(default_with = "Some(CommentPolicy::Everyone)")]
    comment_policy: Option<CommentPolicy>,
    /// Shown before the text, which clients then fold away; at most 500 characters.
    content_warning: Option<String>,
    /// Publish in the same step.
    #[graphql(default_with = "Some(false)")]
    publish: Option<bool>,
    /// Any text of the client's own, at most 255 characters; the same key again within a day returns the first answer and
    /// makes nothing new.
    idempotency_key: Option<String>,
}

impl From<CreatePostInput> for NewPost {
    fn from(input: CreatePostInput) -> Self {
        Self {
            title: input.title,
            body_markdown: input.body_markdown,
            subtitle: input.subtitle,
            excerpt: input.excerpt,
            slug: input.slug,
            tags: input.tags.unwrap_or_default(),
            series_id: input.series_id.map(Id::uuid),
            language: input.language,
            canonical_url: input.canonical_url.map(|url| url.0),
            visibility: input.visibility.unwrap_or(PostVisibility::Public).into(),
            comment_policy: input.comment_policy.unwrap_or(CommentPolicy::Everyone).into(),
            content_warning: input.content_warning,
            publish: input.publish.unwrap_or_default(),
            idempotency_key: input.idempotency_key,
        }
    }
}

/// A change of one's own post. Left out: unchanged. Null: cleared.
#[derive(InputObject)]
pub struct UpdatePostInput {
    /// The post.
    pub post_id: Id<id::Post>,
    /// When given and no longer current, nothing is saved and STALE_VERSION comes back.
    expected_version: Option<i32>,
    /// At most 200 characters; empty only in a draft.
    title: MaybeUndefined<String>,
    /// The text in Markdown, at most 200,000 characters.
    body_markdown: MaybeUndefined<String>,
    /// At most 300 characters.
    subtitle: MaybeUndefined<String>,
    /// At most 500 characters; cleared, it is made from the text.
    excerpt: MaybeUndefined<String>,
    /// a-z, 0-9 and single hyphens, at most 100; cleared, it is made from the title. The former one leads on.
    slug: MaybeUndefined<String>,
    /// At most 5 of at most 40 characters, made when new.
    tags: MaybeUndefined<Vec<String>>,
    /// A series of its author, at the end of which it is to stand; its author only. Cleared, it stands in none.
    series_id: MaybeUndefined<Id<id::Series>>,
    /// The language it is in, as a tag of BCP 47.
    language: MaybeUndefined<String>,
    /// Where it was first published, if that was elsewhere.
    canonical_url: MaybeUndefined<Url>,
    /// For whom it is.
    visibility: Option<PostVisibility>,
    /// Who may comment.
    comment_policy: Option<CommentPolicy>,
    /// Shown before the text, which clients then fold away; at most 500 characters.
    content_warning: MaybeUndefined<String>,
}

impl From<UpdatePostInput> for PostChange {
    fn from(input: UpdatePostInput) -> Self {
        Self {
            expected_version: input.expected_version,
            title: changed(input.title).map(Option::unwrap_or_default),
            body_markdown: changed(input.body_markdown).map(Option::unwrap_or_default),
            subtitle: changed(input.subtitle),
            excerpt: changed(input.excerpt),
            slug: changed(input.slug),
            tags: changed(input.tags).map(Option::unwrap_or_default),
            series_id: changed(input.series_id).map(|id| id.map(Id::uuid)),
            language: changed(input.language),
            canonical_url: changed(input.canonical_url).map(|url| url.map(|url| url.0)),
            visibility: input.visibility.map(Into::into),
            comment_policy: input.comment_policy.map(Into::into),
            content_warning: changed(input.content_warning),
        }
    }
}

/// Left out is `None`, null is `Some(None)`.
pub fn changed<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}
