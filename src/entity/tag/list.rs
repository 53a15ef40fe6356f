//! The lists of tags and their orders.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use super::model::Model;
use crate::entity::authored::Wanted;
use crate::entity::list::{Children, Item, List};
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::page::{Key, KeyColumn, KeyKind, Order, Position};
use crate::viewer::Viewer;

/// What tags can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderField {
    /// By slug, that is by name without regard to case and accents.
    Name,
    PostCount,
    FollowerCount,
}

/// The order of tags by a field.
pub fn order(field: OrderField, descending: bool) -> Order {
    let (name, column, kind) = match (field, descending) {
        (OrderField::Name, true) => ("name desc", "t.slug", KeyKind::Text),
        (OrderField::Name, false) => ("name asc", "t.slug", KeyKind::Text),
        (OrderField::PostCount, true) => ("post_count desc", "t.post_count", KeyKind::Count),
        (OrderField::PostCount, false) => ("post_count asc", "t.post_count", KeyKind::Count),
        (OrderField::FollowerCount, true) => ("follower_count desc", "t.follower_count", KeyKind::Count),
        (OrderField::FollowerCount, false) => ("follower_count asc", "t.follower_count", KeyKind::Count),
    };
    Order { name, key: Some(KeyColumn { column, kind }), id: "t.id", descending }
}

/// What somebody began to follow last comes first.
pub const NEWEST_FOLLOW: Order = Order { name: "newest tag follow", key: None, id: "f.id", descending: true };

/// A tag in a list.
#[derive(Clone, Debug)]
pub struct TagItem {
    pub edge_id: Uuid,
    pub tag: Model,
}

impl Item for TagItem {
    fn read(result: &QueryResult, first: usize, _: &Wanted) -> Result<Self, DbErr> {
        Ok(Self { edge_id: result.try_get_by_index(first)?, tag: Model::read(result, first + 1)? })
    }

    fn position(&self, order: &Order) -> Position {
        let key = match order.key.map(|key| key.column) {
            Some("t.slug") => Key::Text(self.tag.slug.clone()),
            Some("t.post_count") => Key::Count(self.tag.post_count),
            Some("t.follower_count") => Key::Count(self.tag.follower_count),
            _ => Key::None,
        };
        Position { key, id: self.edge_id }
    }
}

/// All tags, or those whose slug begins so.
pub fn all(slug_begins_with: Option<String>, order: Order) -> List {
    let filter = move |sql: &mut Sql| {
        if let Some(begin) = &slug_begins_with {
            // A slug holds no character that sorts after "{".
            sql.push(" AND t.slug >= ")
                .bind(begin.as_str())
                .push(" AND t.slug < ")
                .bind(format!("{begin}{{"));
        }
    };
    List {
        columns: format!("t.id, {}", Model::columns("t")),
        from: "tags t",
        join: "".into(),
        condition: "t.id IS NOT NULL",
        filter: Box::new(filter),
        order,
        wanted: Wanted::default(),
    }
}

/// The tags that a person follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FollowedTags;

impl Children for FollowedTags {
    type Item = TagItem;

    fn parent_column(&self) -> &'static str {
        "f.user_id"
    }

    fn list(&self, _viewer: &Viewer, _now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        List {
            columns: format!("f.id, {}", Model::columns("t")),
            from: "tag_follows f JOIN tags t ON t.id = f.tag_id",
            join: "".into(),
            condition: "f.id IS NOT NULL",
            filter: Box::new(|_| {}),
            order,
            wanted,
        }
    }
}
