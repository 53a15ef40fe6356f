//! Text saved beside the live one of a post, with all that is made of it, ready to go live.

use sea_orm::entity::prelude::*;

use crate::entity::row::row;

/// Text saved beside the live one of a post.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: Uuid,
    /// Who saved it last.
    pub saved_by: Option<Uuid>,
    pub saved_at: DateTimeUtc,
    pub title: String,
    pub subtitle: Option<String>,
    pub excerpt: String,
    pub excerpt_is_written: bool,
    /// The names of the tags, as JSON; they are made when it goes live.
    pub tags: String,
    pub word_count: i32,
    pub reading_time_minutes: i32,
    pub body_markdown: String,
    pub body_html: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

row!(Model {
    post_id,
    saved_by,
    saved_at,
    title,
    subtitle,
    excerpt,
    excerpt_is_written,
    tags,
    word_count,
    reading_time_minutes,
    body_markdown,
    body_html,
});
