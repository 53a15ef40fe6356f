//! The lists of posts and their orders.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use super::found::Found;
use super::row::PostRow;
use super::scope::{self, LISTED};
use super::state::Status;
use crate::entity::authored::Wanted;
use crate::entity::list::{Children, Item, List};
use crate::entity::row::{Columns, Row};
use crate::entity::sql::Sql;
use crate::page::{Key, KeyColumn, KeyKind, Order, Position};
use crate::viewer::Viewer;

/// What posts can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderField {
    PublishedAt,
    UpdatedAt,
    ReactionCount,
    CommentCount,
    /// Of deleted posts only.
    DeletedAt,
}

/// The order of posts by a field.
pub fn order(field: OrderField, descending: bool) -> Order {
    let (name, column, kind) = match (field, descending) {
        (OrderField::PublishedAt, true) => ("published_at desc", "p.published_at", KeyKind::Time),
        (OrderField::PublishedAt, false) => ("published_at asc", "p.published_at", KeyKind::Time),
        (OrderField::UpdatedAt, true) => ("updated_at desc", "p.updated_at", KeyKind::Time),
        (OrderField::UpdatedAt, false) => ("updated_at asc", "p.updated_at", KeyKind::Time),
        (OrderField::ReactionCount, true) => ("reaction_count desc", "p.reaction_count", KeyKind::Count),
        (OrderField::ReactionCount, false) => ("reaction_count asc", "p.reaction_count", KeyKind::Count),
        (OrderField::CommentCount, true) => ("comment_count desc", "p.comment_count", KeyKind::Count),
        (OrderField::CommentCount, false) => ("comment_count asc", "p.comment_count", KeyKind::Count),
        (OrderField::DeletedAt, _) => ("deleted_at desc", "p.deleted_at", KeyKind::Time),
    };
    Order { name, key: Some(KeyColumn { column, kind }), id: "p.id", descending }
}

impl Item for Found {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Self::read(result, first, wanted)
    }

    fn position(&self, order: &Order) -> Position {
        let post = &self.post.row;
        // What is listed by a time has it; the other is never looked at.
        let time = |time: Option<DateTime<Utc>>| Key::Time(time.unwrap_or(post.created_at));
        let key = match order.key.map(|key| key.column) {
            Some("p.published_at") => time(post.published_at),
            Some("p.updated_at") => Key::Time(post.updated_at),
            Some("p.reaction_count") => Key::Count(post.reaction_count),
            Some("p.comment_count") => Key::Count(post.comment_count),
            Some("p.deleted_at") => time(post.deleted_at),
            _ => Key::None,
        };
        Position { key, id: post.id }
    }
}

/// Has what the list is sorted by read, for the cursors.
fn with_key(mut wanted: Wanted, order: &Order) -> Wanted {
    let key = order.key.and_then(|key| key.column.strip_prefix("p."));
    let place = key.and_then(|key| PostRow::NAMES.iter().position(|name| *name == key));
    wanted.columns = wanted.columns.and(place.map_or(Columns::NONE, Columns::at));
    wanted
}

/// What a list of all published posts may be narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub author_id: Option<Uuid>,
    /// A tag's slug.
    pub tag: Option<String>,
    pub published_after: Option<DateTime<Utc>>,
    pub published_before: Option<DateTime<Utc>>,
    /// A language tag in canonical letters.
    pub language: Option<String>,
}

/// All published posts that this viewer finds in lists.
pub fn published(viewer: &Viewer, filter: Filter, order: Order, wanted: Wanted) -> List {
    let viewer = *viewer;
    let narrowed = move |sql: &mut Sql| {
        scope::listed(sql, &viewer);
        if let Some(author_id) = filter.author_id {
            sql.push(" AND p.author_id = ").bind(author_id);
        }
        if let Some(tag) = &filter.tag {
            sql.push(" AND EXISTS (SELECT 1 FROM post_tags pt JOIN tags t ON t.id = pt.tag_id WHERE pt.post_id = p.id AND t.slug = ");
            sql.bind(tag.as_str()).push(")");
        }
        if let Some(after) = filter.published_after {
            sql.push(" AND p.published_at >= ").bind(after);
        }
        if let Some(before) = filter.published_before {
            sql.push(" AND p.published_at < ").bind(before);
        }
        if let Some(language) = &filter.language {
            sql.push(" AND p.language = ").bind(language.as_str());
        }
    };
    let wanted = with_key(wanted, &order);
    List {
        columns: Found::columns(&wanted),
        from: "posts p",
        join: Found::join(&wanted),
        condition: LISTED,
        filter: Box::new(narrowed),
        order,
        wanted,
    }
}

/// Posts that hang on a person or a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostList {
    /// A person's published posts.
    OfAuthor,
    /// A tag's published posts.
    OfTag,
    /// One's own posts in any status, or in one.
    Own(Option<Status>),
    /// One's own deleted posts that can still be restored.
    Deleted,
    /// Others' posts that one writes together with them, in any status.
    CoWritten,
}

impl Children for PostList {
    type Item = Found;

    fn parent_column(&self) -> &'static str {
        match self {
            Self::OfTag => "pt.tag_id",
            Self::CoWritten => "ca.user_id",
            Self::OfAuthor | Self::Own(_) | Self::Deleted => "p.author_id",
        }
    }

    fn list(&self, viewer: &Viewer, now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let (list, viewer) = (*self, *viewer);
        let (from, condition) = match list {
            Self::OfAuthor => ("posts p", LISTED),
            Self::OfTag => ("post_tags pt JOIN posts p ON p.id = pt.post_id", LISTED),
            Self::Own(_) => ("posts p", "p.deleted_at IS NULL"),
            Self::CoWritten => {
                ("post_co_authors ca JOIN posts p ON p.id = ca.post_id", "p.deleted_at IS NULL")
            }
            Self::Deleted => ("posts p", "p.deleted_at IS NOT NULL"),
        };
        let filter = move |sql: &mut Sql| match list {
            Self::OfAuthor | Self::OfTag => scope::listed(sql, &viewer),
            Self::Own(None) | Self::CoWritten => {}
            Self::Own(Some(status)) => {
                sql.push(" AND p.status = ").bind(status);
            }
            Self::Deleted => {
                sql.push(" AND p.deleted_at > ").bind(scope::restorable_since(now));
            }
        };
        let mut wanted = with_key(wanted, &order);
        if matches!(list, Self::OfTag | Self::CoWritten) {
            // What is joined must come to the rows of a page only, and they are read from two tables.
            wanted.tags = None;
        }
        List {
            columns: Found::columns(&wanted),
            from,
            join: Found::join(&wanted),
            condition,
            filter: Box::new(filter),
            order,
            wanted,
        }
    }
}
