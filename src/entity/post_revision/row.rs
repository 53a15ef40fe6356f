//! What is read of a revision.

use sea_orm::prelude::DateTimeUtc;
use sea_orm::{DeriveActiveEnum, EnumIter};
use uuid::Uuid;

use crate::entity::column::enum_columns;
use crate::entity::row::row;

/// Why a revision was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// The text was published.
    #[default]
    Publication,
    /// The text was changed while it was live.
    Edit,
    /// The text never was live: another was restored over it.
    Draft,
}

enum_columns!(Kind);

/// The text of a post as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionRow {
    pub id: Uuid,
    pub post_id: Uuid,
    pub editor_id: Option<Uuid>,
    pub kind: Kind,
    /// The post's version with this text.
    pub version: i32,
    pub title: String,
    pub subtitle: Option<String>,
    pub excerpt: String,
    pub excerpt_is_written: bool,
    /// The names of the tags, as JSON.
    pub tags: String,
    pub created_at: DateTimeUtc,
    pub body_markdown: String,
}

row!(RevisionRow {
    always { id, post_id, editor_id, kind }
    usual { version, title, subtitle, excerpt, excerpt_is_written, tags, created_at, body_markdown }
    asked {}
});
