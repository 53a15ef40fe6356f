//! What people can feel about a post or a comment.

use sea_orm::{DeriveActiveEnum, EnumIter};

use super::column::enum_columns;
use super::row::Columns;

/// A reaction's kind; one a person and subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReactionKind {
    #[default]
    Like,
    Love,
    Insightful,
    Funny,
    Sad,
}

enum_columns!(ReactionKind);

/// The columns in which a subject with these columns keeps how many reactions of each kind there are.
pub const fn counters(names: &[&str]) -> Columns {
    Columns::named(names, "like_count")
        .and(Columns::named(names, "love_count"))
        .and(Columns::named(names, "insightful_count"))
        .and(Columns::named(names, "funny_count"))
        .and(Columns::named(names, "sad_count"))
}

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
