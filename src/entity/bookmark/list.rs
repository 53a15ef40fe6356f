//! The list of somebody's bookmarks.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::entity::authored::{Authored, Wanted};
use crate::entity::list::{Children, Item, List};
use crate::entity::post::{self, PostRow};
use crate::page::{Key, Order, Position};
use crate::viewer::Viewer;

/// The latest first.
pub const NEWEST: Order = Order { name: "newest bookmark", key: None, id: "b.id", descending: true };

/// A bookmark with its post.
#[derive(Clone, Debug)]
pub struct BookmarkItem {
    pub id: Uuid,
    pub bookmarked_at: DateTime<Utc>,
    pub note: Option<String>,
    pub post: Authored<PostRow>,
}

impl Item for BookmarkItem {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Ok(Self {
            id: result.try_get_by_index(first)?,
            bookmarked_at: result.try_get_by_index(first + 1)?,
            note: result.try_get_by_index(first + 2)?,
            post: Authored::read(result, first + 3, wanted)?,
        })
    }

    fn position(&self, _order: &Order) -> Position {
        Position { key: Key::None, id: self.id }
    }
}

/// A person's bookmarks, of posts that the viewer may still read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bookmarks;

impl Children for Bookmarks {
    type Item = BookmarkItem;

    fn parent_column(&self) -> &'static str {
        "b.user_id"
    }

    fn list(&self, viewer: &Viewer, now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let viewer = *viewer;
        List {
            columns: format!("b.id, b.created_at, b.note, {}", Authored::<PostRow>::columns("p", &wanted)),
            from: "bookmarks b JOIN posts p ON p.id = b.post_id",
            join: post::author(&wanted).into(),
            condition: "b.id IS NOT NULL",
            filter: Box::new(move |sql| post::scope::readable(sql, &viewer, now)),
            order,
            wanted,
        }
    }
}
