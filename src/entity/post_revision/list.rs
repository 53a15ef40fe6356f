//! The list of a post's revisions.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};

use super::row::RevisionRow;
use super::scope;
use crate::entity::authored::{Authored, Wanted};
use crate::entity::list::{Children, Item, List};
use crate::page::{Key, Order, Position};
use crate::viewer::Viewer;

/// The latest first.
pub const NEWEST: Order = Order { name: "newest revision", key: None, id: "r.id", descending: true };

impl Item for Authored<RevisionRow> {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Self::read(result, first, wanted)
    }

    fn position(&self, _order: &Order) -> Position {
        Position { key: Key::None, id: self.row.id }
    }
}

/// A post's revisions; their author is who edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Revisions;

impl Children for Revisions {
    type Item = Authored<RevisionRow>;

    fn parent_column(&self) -> &'static str {
        "r.post_id"
    }

    fn list(&self, viewer: &Viewer, _now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let viewer = *viewer;
        List {
            columns: Authored::<RevisionRow>::columns("r", &wanted),
            from: "post_revisions r",
            join: if wanted.author.is_some() { " LEFT JOIN users a ON a.id = r.editor_id" } else { "" }
                .into(),
            condition: "r.id IS NOT NULL",
            filter: Box::new(move |sql| scope::listed(sql, &viewer)),
            order,
            wanted,
        }
    }
}
