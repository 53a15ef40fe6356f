//! A comment.

use sea_orm::entity::prelude::*;

use crate::entity::row::{Columns, Row, row};

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub post_id: Uuid,
    pub author_id: Option<Uuid>,
    pub parent_id: Option<Uuid>,
    pub depth: i32,
    pub reply_count: i32,
    pub reaction_count: i32,
    pub like_count: i32,
    pub love_count: i32,
    pub insightful_count: i32,
    pub funny_count: i32,
    pub sad_count: i32,
    pub created_at: DateTimeUtc,
    pub edited_at: Option<DateTimeUtc>,
    pub hidden_at: Option<DateTimeUtc>,
    pub deleted_at: Option<DateTimeUtc>,
    pub body_markdown: String,
    pub body_html: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

row!(Model {
    always { id }
    usual {
        post_id,
        author_id,
        parent_id,
        hidden_at,
        deleted_at,
        depth,
        body_markdown,
        body_html,
        reply_count,
        reaction_count,
        like_count,
        love_count,
        insightful_count,
        funny_count,
        sad_count,
        created_at,
        edited_at,
    }
    asked {}
});

/// What the policy asks of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentState {
    pub author_id: Option<Uuid>,
    pub is_deleted: bool,
    pub is_hidden: bool,
}

impl Model {
    /// What [`Model::state`] is made of.
    pub const STATE: Columns = Columns::named(Self::NAMES, "author_id")
        .and(Columns::named(Self::NAMES, "deleted_at"))
        .and(Columns::named(Self::NAMES, "hidden_at"));

    /// Meaningless where not all of [`Model::STATE`] was read.
    pub fn state(&self) -> CommentState {
        CommentState {
            author_id: self.author_id,
            is_deleted: self.deleted_at.is_some(),
            is_hidden: self.hidden_at.is_some(),
        }
    }
}
