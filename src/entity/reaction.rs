//! What people can feel about a post or a comment.

use sea_orm::{DeriveActiveEnum, EnumIter};

use super::column::enum_columns;

/// A reaction's kind; one a person and subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReactionKind {
    Like,
    Love,
    Insightful,
    Funny,
    Sad,
}

enum_columns!(ReactionKind);

impl ReactionKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Like, Self::Love, Self::Insightful, Self::Funny, Self::Sad];

    /// The column in which a subject keeps how many there are.
    pub fn counter(self) -> &'static str {
        match self {
            Self::Like => "like_count",
            Self::Love => "love_count",
            Self::Insightful => "insightful_count",
            Self::Funny => "funny_count",
            Self::Sad => "sad_count",
        }
    }
}
