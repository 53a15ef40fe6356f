//! The lists of comments and their orders.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};

use super::model::Model;
use super::scope;
use crate::entity::authored::{Authored, Wanted};
use crate::entity::list::{Children, Item, List};
use crate::entity::row::{Columns, Row};
use crate::entity::sql::Sql;
use crate::page::{Key, KeyColumn, KeyKind, Order, Position};
use crate::viewer::Viewer;

/// As they were written: ids ascend with time.
pub const OLDEST: Order = Order { name: "oldest comment", key: None, id: "c.id", descending: false };
/// The newest first.
pub const NEWEST: Order = Order { name: "newest comment", key: None, id: "c.id", descending: true };
/// Those with the most reactions first.
pub const TOP: Order = Order {
    name: "top",
    key: Some(KeyColumn { column: "c.reaction_count", kind: KeyKind::Count }),
    id: "c.id",
    descending: true,
};

impl Item for Authored<Model> {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Self::read(result, first, wanted)
    }

    fn position(&self, order: &Order) -> Position {
        let key = if order.key.is_some() { Key::Count(self.row.reaction_count) } else { Key::None };
        Position { key, id: self.row.id }
    }
}

/// Comments that hang on a post, a comment or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentList {
    /// A post's top-level comments.
    OfPost,
    /// A comment's replies.
    OfComment,
    /// A person's comments, wherever.
    OfAuthor,
}

impl Children for CommentList {
    type Item = Authored<Model>;

    fn parent_column(&self) -> &'static str {
        match self {
            Self::OfPost => "c.post_id",
            Self::OfComment => "c.parent_id",
            Self::OfAuthor => "c.author_id",
        }
    }

    fn list(&self, viewer: &Viewer, _now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let (list, viewer) = (*self, *viewer);
        let condition = if list == Self::OfPost { "c.parent_id IS NULL" } else { "c.id IS NOT NULL" };
        let filter = move |sql: &mut Sql| {
            // Who holds a post or a comment may read what hangs on it; a person's comments are all over the place.
            if list == Self::OfAuthor {
                scope::listed(sql, &viewer);
            }
        };
        let mut wanted = wanted;
        if order.key.is_some() {
            wanted.columns = wanted.columns.and(const { Columns::named(Model::NAMES, "reaction_count") });
        }
        List {
            columns: Authored::<Model>::columns("c", &wanted),
            from: "comments c",
            join: if wanted.author.is_some() { " LEFT JOIN users a ON a.id = c.author_id" } else { "" }
                .into(),
            condition,
            filter: Box::new(filter),
            order,
            wanted,
        }
    }
}
