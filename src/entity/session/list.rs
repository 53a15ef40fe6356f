//! The list of somebody's sign-ins.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};

use super::model::Model;
use super::scope;
use crate::entity::authored::Wanted;
use crate::entity::list::{Children, Item, List};
use crate::entity::row::Row;
use crate::page::{Key, Order, Position};
use crate::viewer::Viewer;

/// The latest sign-in first.
pub const NEWEST: Order = Order { name: "newest session", key: None, id: "s.id", descending: true };

impl Item for Model {
    fn read(result: &QueryResult, first: usize, _: &Wanted) -> Result<Self, DbErr> {
        Row::read(result, first)
    }

    fn position(&self, _order: &Order) -> Position {
        Position { key: Key::None, id: self.id }
    }
}

/// A person's live sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LiveSessions;

impl Children for LiveSessions {
    type Item = Model;

    fn parent_column(&self) -> &'static str {
        "s.user_id"
    }

    fn list(&self, _viewer: &Viewer, now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        List {
            columns: Model::columns("s"),
            from: "sessions s",
            join: "".into(),
            condition: "s.id IS NOT NULL",
            filter: Box::new(move |sql| scope::live(sql, now)),
            order,
            wanted,
        }
    }
}
