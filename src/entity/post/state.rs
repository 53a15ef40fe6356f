//! What a post can be.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::Serialize;

use crate::entity::column::enum_columns;

/// Where a post stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Its author's alone.
    #[default]
    Draft,
    /// Its author's alone, until it is published at the time that is set.
    Scheduled,
    /// For whom its visibility says.
    Published,
    /// By its link, read-only, in no list.
    Archived,
}

/// For whom a published post is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Visibility {
    #[default]
    Public,
    /// Whoever has the link.
    Unlisted,
    /// The author's followers.
    Followers,
}

/// Who may comment on a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CommentPolicy {
    #[default]
    Everyone,
    /// The author's followers, and the author.
    Followers,
    Nobody,
}

enum_columns!(Status, Visibility, CommentPolicy);
