//! A post as clients see it.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::hanging::Hanging;
use super::state::{CommentPolicy, PostStatus, PostVisibility};
use crate::entity::authored::Authored;
use crate::entity::post::{Found, PostRow, PostState};
use crate::graphql::reaction::{ReactionGroup, groups};
use crate::graphql::ready::ready;
use crate::graphql::scalar::{NodeId, Url};
use crate::id::Kind;

/// A post.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Post {
    /// The globally unique, opaque id.
    #[graphql(owned)]
    pub id: NodeId,
    #[graphql(skip)]
    pub(super) state: PostState,
    #[graphql(skip)]
    pub(super) bookmarks: i32,
    /// Its name in addresses, unique. A former one leads to it still.
    pub(super) slug: String,
    /// Its title. Empty only while a draft.
    title: String,
    /// What stands below the title.
    subtitle: Option<String>,
    /// Written by the author, else the first 200 characters of the text.
    excerpt: String,
    /// Where it was first published, if that was elsewhere.
    canonical_url: Option<Url>,
    /// The language it is in, as a tag of BCP 47.
    language: Option<String>,
    /// Words in the text.
    word_count: i32,
    /// Minutes it takes to read, at 220 words a minute.
    reading_time_minutes: i32,
    /// Where it stands in its life.
    status: PostStatus,
    /// For whom it is.
    visibility: PostVisibility,
    /// Who may comment.
    comment_policy: CommentPolicy,
    /// Shown before the text, which clients then fold away.
    content_warning: Option<String>,
    /// Counts every saved change; pass it back as expectedVersion.
    version: i32,
    /// When it was first saved.
    created_at: DateTime<Utc>,
    /// When anything of it was last changed by its author.
    updated_at: DateTime<Utc>,
    /// When it was first published; null while it never was.
    published_at: Option<DateTime<Utc>>,
    /// When it is to be published; null while it is not scheduled.
    scheduled_for: Option<DateTime<Utc>>,
    /// When its text was last changed after it was published; null when it never was.
    edited_at: Option<DateTime<Utc>>,
    /// When it was deleted. Its author only, for 30 days.
    deleted_at: Option<DateTime<Utc>>,
    /// Comments that are neither deleted nor hidden, replies included.
    comment_count: i32,
    /// The kinds of reactions that occur, with their counts.
    #[graphql(owned)]
    pub reactions: Vec<ReactionGroup>,
    /// Reactions of all kinds together.
    #[graphql(owned)]
    pub reaction_count: i32,
    #[graphql(skip)]
    pub(super) hanging: Hanging,
}

ready!(Post of PostRow {
    "id" => id,
    "slug" => slug,
    "title" => title,
    "subtitle" => subtitle,
    "excerpt" => excerpt,
    "canonicalUrl" => canonical_url,
    "language" => language,
    "wordCount" => word_count,
    "readingTimeMinutes" => reading_time_minutes,
    "status" => status,
    "visibility" => visibility,
    "commentPolicy" => comment_policy,
    "contentWarning" => content_warning,
    "version" => version,
    "createdAt" => created_at,
    "updatedAt" => updated_at,
    "publishedAt" => published_at,
    "scheduledFor" => scheduled_for,
    "editedAt" => edited_at,
    "deletedAt" => deleted_at,
    "commentCount" => comment_count,
    "reactionCount" => reaction_count,
} and {
    "reactions" => reactions,
    "bodyMarkdown" => hanging.body_markdown,
    "bodyHtml" => hanging.body_html,
    "author" => hanging.author,
    "coAuthors" => hanging.co_authors,
    "tags" => hanging.tags,
    "comments" => hanging.comments,
    "viewerReaction" => hanging.viewer_reaction,
    "viewerHasBookmarked" => hanging.viewer_has_bookmarked,
});

impl From<PostRow> for Post {
    fn from(post: PostRow) -> Self {
        Authored::from(post).into()
    }
}

impl From<Authored<PostRow>> for Post {
    fn from(post: Authored<PostRow>) -> Self {
        Found::from(post).into()
    }
}

impl From<Found> for Post {
    fn from(Found { post: Authored { row: post, author }, tags }: Found) -> Self {
        let counts =
            [post.like_count, post.love_count, post.insightful_count, post.funny_count, post.sad_count];
        Self {
            id: NodeId::new(Kind::Post, post.id),
            state: post.state(),
            bookmarks: post.bookmark_count,
            slug: post.slug,
            title: post.title,
            subtitle: post.subtitle,
            excerpt: post.excerpt,
            canonical_url: post.canonical_url.map(Url),
            language: post.language,
            word_count: post.word_count,
            reading_time_minutes: post.reading_time_minutes,
            status: post.status.into(),
            visibility: post.visibility.into(),
            comment_policy: post.comment_policy.into(),
            content_warning: post.content_warning,
            version: post.version,
            created_at: post.created_at,
            updated_at: post.updated_at,
            published_at: post.published_at,
            scheduled_for: post.scheduled_for,
            edited_at: post.edited_at,
            deleted_at: post.deleted_at,
            comment_count: post.comment_count,
            reactions: groups(counts),
            reaction_count: post.reaction_count,
            hanging: Hanging::new(author, tags, post.body_markdown, post.body_html),
        }
    }
}

impl Post {
    pub(super) fn uuid(&self) -> Uuid {
        self.id.uuid
    }

    pub(super) fn author_id(&self) -> Option<Uuid> {
        self.state.author_id
    }
}
