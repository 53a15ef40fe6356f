//! What is read of a post.

use sea_orm::prelude::DateTimeUtc;
use uuid::Uuid;

use super::state::{CommentPolicy, Status, Visibility};
use crate::entity::row::{Columns, Row, row};

/// A post; its long texts only where they were asked for by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    pub id: Uuid,
    pub author_id: Option<Uuid>,
    pub slug: String,
    pub title: String,
    pub subtitle: Option<String>,
    pub excerpt: String,
    pub canonical_url: Option<String>,
    pub language: Option<String>,
    pub content_warning: Option<String>,
    pub word_count: i32,
    pub reading_time_minutes: i32,
    pub status: Status,
    pub visibility: Visibility,
    pub comment_policy: CommentPolicy,
    pub version: i32,
    pub comment_count: i32,
    pub bookmark_count: i32,
    pub reaction_count: i32,
    pub like_count: i32,
    pub love_count: i32,
    pub insightful_count: i32,
    pub funny_count: i32,
    pub sad_count: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub published_at: Option<DateTimeUtc>,
    pub edited_at: Option<DateTimeUtc>,
    pub deleted_at: Option<DateTimeUtc>,
    pub scheduled_for: Option<DateTimeUtc>,
    pub body_markdown: Option<String>,
    pub body_html: Option<String>,
}

row!(PostRow {
    always { id }
    usual {
        author_id,
        status,
        visibility,
        comment_policy,
        bookmark_count,
        deleted_at,
        slug,
        title,
        subtitle,
        excerpt,
        canonical_url,
        language,
        content_warning,
        word_count,
        reading_time_minutes,
        version,
        comment_count,
        reaction_count,
        like_count,
        love_count,
        insightful_count,
        funny_count,
        sad_count,
        created_at,
        updated_at,
        published_at,
        edited_at,
        scheduled_for,
    }
    asked { body_markdown, body_html }
});

/// What the policy asks of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostState {
    pub author_id: Option<Uuid>,
    pub status: Status,
    pub comment_policy: CommentPolicy,
    pub is_deleted: bool,
}

impl PostRow {
    /// What [`PostRow::state`] is made of.
    pub const STATE: Columns = Columns::named(Self::NAMES, "author_id")
        .and(Columns::named(Self::NAMES, "status"))
        .and(Columns::named(Self::NAMES, "comment_policy"))
        .and(Columns::named(Self::NAMES, "deleted_at"));

    /// Meaningless where not all of [`PostRow::STATE`] was read.
    pub fn state(&self) -> PostState {
        PostState {
            author_id: self.author_id,
            status: self.status,
            comment_policy: self.comment_policy,
            is_deleted: self.deleted_at.is_some(),
        }
    }
}

/// A post's long texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostText {
    pub body_markdown: String,
    pub body_html: String,
}

row!(PostText { body_markdown, body_html });

impl From<super::model::Model> for PostRow {
    fn from(post: super::model::Model) -> Self {
        Self {
            id: post.id,
            author_id: post.author_id,
            slug: post.slug,
            title: post.title,
            subtitle: post.subtitle,
            excerpt: post.excerpt,
            canonical_url: post.canonical_url,
            language: post.language,
            content_warning: post.content_warning,
            word_count: post.word_count,
            reading_time_minutes: post.reading_time_minutes,
            status: post.status,
            visibility: post.visibility,
            comment_policy: post.comment_policy,
            version: post.version,
            comment_count: post.comment_count,
            bookmark_count: post.bookmark_count,
            reaction_count: post.reaction_count,
            like_count: post.like_count,
            love_count: post.love_count,
            insightful_count: post.insightful_count,
            funny_count: post.funny_count,
            sad_count: post.sad_count,
            created_at: post.created_at,
            updated_at: post.updated_at,
            published_at: post.published_at,
            edited_at: post.edited_at,
            deleted_at: post.deleted_at,
            scheduled_for: post.scheduled_for,
            body_markdown: Some(post.body_markdown),
            body_html: Some(post.body_html),
        }
    }
}
