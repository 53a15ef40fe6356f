//! The lists of people.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use super::model::UserRow;
use crate::entity::authored::Wanted;
use crate::entity::list::{Children, Item, List};
use crate::entity::reaction::ReactionKind;
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::page::{Key, KeyColumn, KeyKind, Order, Position};
use crate::viewer::{Role, Viewer};

/// All people, by username.
pub const BY_USERNAME: Order = Order {
    name: "username",
    key: Some(KeyColumn { column: "u.username", kind: KeyKind::Text }),
    id: "u.id",
    descending: false,
};
/// Who began to follow last comes first.
pub const NEWEST_FOLLOW: Order = Order { name: "newest follow", key: None, id: "f.id", descending: true };
/// Who reacted last comes first.
pub const NEWEST_REACTION: Order = Order { name: "newest reaction", key: None, id: "r.id", descending: true };

/// A person in a list, and when what brought them there began.
#[derive(Clone, Debug)]
pub struct UserItem {
    pub edge_id: Uuid,
    pub since: DateTime<Utc>,
    pub user: UserRow,
}

impl Item for UserItem {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Ok(Self {
            edge_id: result.try_get_by_index(first)?,
            since: result.try_get_by_index(first + 1)?,
            user: UserRow::read_some(result, &mut { first + 2 }, wanted.columns)?,
        })
    }

    fn position(&self, order: &Order) -> Position {
        let key = if order.key.is_some() { Key::Text(self.user.username.clone()) } else { Key::None };
        Position { key, id: self.edge_id }
    }
}

/// The columns of what brought somebody here, and of themselves.
fn columns(edge: &str, wanted: Wanted) -> String {
    let mut text = format!("{edge}, ");
    UserRow::push_columns(&mut text, "u", wanted.columns);
    text
}

/// All people whose username or display name begins with `query`, of one role where it is given.
pub fn all(query: Option<&str>, role: Option<Role>, wanted: Wanted) -> List {
    // A range rather than LIKE: it uses the index on both databases, and nothing in it needs escaping.
    let range = query.map(|query| (query.to_lowercase(), format!("{}{}", query.to_lowercase(), char::MAX)));
    let filter = move |sql: &mut Sql| {
        if let Some((from, to)) = &range {
            for (begin, column, end) in [(" AND (", "u.username", ""), (" OR ", "u.search_name", ")")] {
                sql.push(begin).push("(").push(column).push(" >= ").bind(from.as_str());
                sql.push(" AND ").push(column).push(" < ").bind(to.as_str()).push(")").push(end);
            }
        }
        if let Some(role) = role {
            sql.push(" AND u.role = ").bind(role);
        }
    };
    List {
        columns: columns("u.id, u.created_at", wanted),
        from: "users u",
        join: "".into(),
        condition: "u.id IS NOT NULL",
        filter: Box::new(filter),
        order: BY_USERNAME,
        wanted,
    }
}

/// People who hang on a person by following.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserList {
    /// Who follows a person.
    Followers,
    /// Whom a person follows.
    Following,
}

impl Children for UserList {
    type Item = UserItem;

    fn parent_column(&self) -> &'static str {
        match self {
            Self::Followers => "f.followee_id",
            Self::Following => "f.follower_id",
        }
    }

    fn list(&self, _viewer: &Viewer, _now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let from = match self {
            Self::Followers => "user_follows f JOIN users u ON u.id = f.follower_id",
            Self::Following => "user_follows f JOIN users u ON u.id = f.followee_id",
        };
        List {
            columns: columns("f.id, f.created_at", wanted),
            from,
            join: "".into(),
            condition: "f.id IS NOT NULL",
            filter: Box::new(|_| {}),
            order,
            wanted,
        }
    }
}

/// Somebody who reacted to a post.
#[derive(Clone, Debug)]
pub struct ReactorItem {
    pub reaction_id: Uuid,
    pub kind: ReactionKind,
    pub reacted_at: DateTime<Utc>,
    pub user: UserRow,
}

impl Item for ReactorItem {
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        Ok(Self {
            reaction_id: result.try_get_by_index(first)?,
            kind: result.try_get_by_index(first + 1)?,
            reacted_at: result.try_get_by_index(first + 2)?,
            user: UserRow::read_some(result, &mut { first + 3 }, wanted.columns)?,
        })
    }

    fn position(&self, _order: &Order) -> Position {
        Position { key: Key::None, id: self.reaction_id }
    }
}

/// Who reacted to a post, in any way or in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reactors(pub Option<ReactionKind>);

impl Children for Reactors {
    type Item = ReactorItem;

    fn parent_column(&self) -> &'static str {
        "r.post_id"
    }

    fn list(&self, _viewer: &Viewer, _now: DateTime<Utc>, order: Order, wanted: Wanted) -> List {
        let kind = self.0;
        let filter = move |sql: &mut Sql| {
            if let Some(kind) = kind {
                sql.push(" AND r.kind = ").bind(kind);
            }
        };
        List {
            columns: columns("r.id, r.kind, r.created_at", wanted),
            from: "post_reactions r JOIN users u ON u.id = r.user_id",
            join: "".into(),
            condition: "r.id IS NOT NULL",
            filter: Box::new(filter),
            order,
            wanted,
        }
    }
}
