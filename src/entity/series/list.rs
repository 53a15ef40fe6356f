//! The lists of series, and of the posts in one.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};

use super::model::Model;
use crate::entity::authored::{Authored, Wanted};
use crate::entity::column::Column;
use crate::entity::list::{Children, Item, List};
use crate::entity::post::{self, PostRow};
use crate::entity::row::Row;
use crate::page::{Key, KeyColumn, KeyKind, Order, Position};
use crate::viewer::Viewer;

/// The series begun last first.
pub const NEWEST: Order = Order { name: "newest series", key: None, id: "s.id", descending: true };

/// As their author ordered them.
pub const IN_ORDER: Order = Order {
    name: "place in series",
    key: Some(KeyColumn { column: "sp.position", kind: KeyKind::Count }),
    id: "p.id",
    descending: false,
};

impl Item for Model {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Self::read_some(result, &mut { first }, wanted.columns)
    }

    fn position(&self, _order: &Order) -> Position {
        Position { key: Key::None, id: self.id }
    }
}

/// A person's series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SeriesOfAuthor;

impl Children for SeriesOfAuthor {
    type Item = Model;

    fn parent_column(&self) -> &'static str {
        "s.author_id"
    }

    fn list(&self, _viewer: &Viewer, _now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let mut columns = String::new();
        Model::push_columns(&mut columns, "s", wanted.columns);
        List {
            columns,
            from: "series s",
            join: "".into(),
            condition: "s.id IS NOT NULL",
            filter: Box::new(|_| {}),
            order,
            wanted,
        }
    }
}

/// A post in a series.
#[derive(Clone, Debug)]
pub struct SeriesPost {
    pub position: i32,
    pub post: Authored<PostRow>,
}

impl Item for SeriesPost {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        let post = Authored::read(result, first + 1, wanted)?;
        Ok(Self { position: Column::read(result, first)?, post })
    }

    fn position(&self, _order: &Order) -> Position {
        Position { key: Key::Count(self.position), id: self.post.row.id }
    }
}

/// The posts in a series, as far as this viewer finds them there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PostsOfSeries;

impl Children for PostsOfSeries {
    type Item = SeriesPost;

    fn parent_column(&self) -> &'static str {
        "sp.series_id"
    }

    fn list(&self, viewer: &Viewer, _now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let viewer: Viewer = *viewer;
        List {
            columns: format!("sp.position, {}", Authored::<PostRow>::columns("p", &wanted)),
            from: "series_posts sp JOIN posts p ON p.id = sp.post_id",
            join: post::author(&wanted).into(),
            condition: "p.deleted_at IS NULL",
            filter: Box::new(move |sql| post::scope::in_series(sql, &viewer)),
            order,
            wanted,
        }
    }
}
