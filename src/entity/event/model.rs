//! An event.

use sea_orm::{ActiveEnum, DbErr, DeriveActiveEnum, EnumIter, QueryResult};
use uuid::Uuid;

use crate::entity::column::Column;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// A post was published for the first time.
    PostPublished,
    /// A post was edited, or its state changed.
    PostUpdated,
    /// The reactions to a post changed.
    PostReacted,
    CommentAdded,
    /// A comment was edited.
    CommentUpdated,
    CommentDeleted,
    /// The reactions to a comment changed.
    CommentReacted,
}

impl EventKind {
    /// As the database calls it.
    pub fn text(self) -> String {
        self.to_value()
    }
}

/// An event that has its place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// From 1 on, without gaps, in the order in which events were committed.
    pub position: i64,
    /// None when it is one of a newer version beside this one.
    pub kind: Option<EventKind>,
    /// The post that it is of, or under which it is.
    pub post_id: Uuid,
    /// The comment that it is of.
    pub comment_id: Option<Uuid>,
}

impl EventRow {
    /// The columns after the position.
    pub(super) const COLUMNS: &'static str = "e.kind, e.post_id, e.comment_id";

    /// Reads an event from its position and the columns after it, beginning at `first`.
    pub(super) fn read(row: &QueryResult, first: usize) -> Result<Self, DbErr> {
        let kind: String = Column::read(row, first + 1)?;
        Ok(Self {
            position: Column::read(row, first)?,
            kind: EventKind::try_from_value(&kind).ok(),
            post_id: Column::read(row, first + 2)?,
            comment_id: Column::read(row, first + 3)?,
        })
    }
}
