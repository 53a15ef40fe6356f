//! A post, with the texts and the counters that everybody sees.

use sea_orm::entity::prelude::*;

use super::state::{CommentPolicy, Status, Visibility};

/// A post, with the texts and the counters that everybody sees.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub author_id: Option<Uuid>,
    pub slug: String,
    pub title: String,
    pub subtitle: Option<String>,
    pub excerpt: String,
    pub excerpt_is_written: bool,
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
    pub body_markdown: String,
    pub body_html: String,
    pub scheduled_for: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
