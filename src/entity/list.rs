//! The one function that reads a page, of a list of its own or of each of many parents at once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use chrono::{DateTime, Utc};
use foldhash::fast::RandomState;
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, QueryResult};
use uuid::Uuid;

use super::authored::Wanted;
use super::column::{Column, is_null};
use super::sql::Sql;
use crate::page::{Key, MAX_TOTAL, Order, Page, Position};
use crate::viewer::Viewer;

/// Appends what the items must fulfil, beginning with its own ` AND `, or nothing.
pub type Filter = Box<dyn Fn(&mut Sql) + Send + Sync>;

/// Items of a parent for which there is room at first: to grow is to move them.
const ROOM: usize = 8;

/// By ids that the database knows: nobody chooses them so that they collide.
pub type ById<T> = HashMap<Uuid, T, RandomState>;

/// What a list holds.
pub trait Item: Clone + Send + Sync + Sized + 'static {
    /// Reads one, of which so much was selected, from the columns beginning at `first`.
    fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr>;

    /// Where it stands in a list of this order.
    fn position(&self, order: &Order) -> Position;
}

/// A list that hangs on a parent: a post's comments, a person's followers.
pub trait Children: Clone + Eq + Hash + Send + Sync + 'static {
    type Item: Item;

    /// The column that holds the parent's id.
    fn parent_column(&self) -> &'static str;

    /// The list of all parents' children, as this viewer may see them now; of each so much is read.
    fn list(&self, viewer: &Viewer, now: DateTime<Utc>, order: Order, wanted: Wanted) -> List;
}

/// A list that can be paged through.
pub struct List {
    /// The columns read, under the aliases of `from`.
    pub columns: String,
    /// Tables with aliases, joined.
    pub from: &'static str,
    /// A table with one row at most for each item, or nothing.
    pub join: Cow<'static, str>,
    /// What every item fulfils, whoever asks: the words of a partial index among them.
    pub condition: &'static str,
    /// Who may see it, and what was asked for.
    pub filter: Filter,
    pub order: Order,
    /// What of the items is read; more than [`List::columns`] is not.
    pub wanted: Wanted,
}

/// A page's items, and whether there is more in the direction of travel.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    pub items: Vec<T>,
    pub has_more: bool,
}

impl<T> Default for Slice<T> {
    fn default() -> Self {
        Self { items: Vec::new(), has_more: false }
    }
}

impl<T> Slice<T> {
    /// One item more than the page holds was asked for: its presence says that there is more.
    fn cut(mut items: Vec<T>, page: &Page) -> Self {
        let size = page.size as usize;
        let has_more = items.len() > size;
        items.truncate(size);
        if page.backward {
            items.reverse();
        }
        Self { items, has_more }
    }
}

impl List {
    /// One page.
    pub async fn page<T: Item>(
        &self,
        connection: &impl ConnectionTrait,
        page: &Page,
    ) -> Result<Slice<T>, DbErr> {
        let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
        sql.push(&self.columns);
        self.joined(&mut sql, page, |sql| {
            sql.push(self.condition);
        });
        let rows = sql.all(connection).await?;
        // Collected, they would move each time there are twice as many.
        let mut items = Vec::with_capacity(rows.len());
        for row in &rows {
            items.push(T::read(row, 0, &self.wanted)?);
        }
        Ok(Slice::cut(items, page))
    }

    /// The same page of each parent, in one statement whose cost depends on the pages, not on how many children a
    /// parent has: LATERAL on PostgreSQL, a correlated id list on SQLite, which has none.
    pub async fn pages<T: Item>(
        &self,
        connection: &impl ConnectionTrait,
        parent_column: &str,
        parents: &[Uuid],
        page: &Page,
    ) -> Result<ById<Slice<T>>, DbErr> {
        let backend = connection.get_database_backend();
        let mut sql = Sql::new(backend, "SELECT parent.id, ");
        let of_parent = |sql: &mut Sql| self.of_parent(sql, parent_column);
        if backend == DatabaseBackend::Sqlite {
            sql.push(&self.columns).push(" FROM ").table_of(parents, "parent").push(", ").push(self.from);
            sql.push(&self.join).push(" WHERE ").push(self.order.id).push(" IN (SELECT ").push(self.order.id);
            sql.push(" FROM ").push(self.from).push(" WHERE ");
            of_parent(&mut sql);
            self.tail(&mut sql, page);
            // The sign keeps the planner off the parent's index: by that one it would read all children of the parent,
            // and look for each in the page. As it is, it goes from the page's ids to their rows.
            sql.push(") AND +").push(parent_column).push(" = parent.id");
            self.order_by(&mut sql, page);
        } else {
            // Only a nested loop can run a LATERAL subquery, parent by parent: each page keeps the order it was read in.
            sql.push("page.* FROM ").table_of(parents, "parent").push(" CROSS JOIN LATERAL (SELECT ");
            sql.push(&self.columns);
            self.joined(&mut sql, page, of_parent);
            sql.push(") AS page");
        }
        let mut found: ById<Vec<T>> = ById::with_capacity_and_hasher(parents.len(), RandomState::default());
        let rows = sql.all(connection).await?;
        let room = rows.len().min(page.size as usize + 1).min(ROOM);
        for row in &rows {
            let items = found.entry(Column::read(row, 0)?).or_insert_with(|| Vec::with_capacity(room));
            items.push(T::read(row, 1, &self.wanted)?);
        }
        let pages = parents
            .iter()
            .map(|parent| (*parent, Slice::cut(found.remove(parent).unwrap_or_default(), page)));
        Ok(pages.collect())
    }

    /// Joins the page of one parent's list to what finds the parent, one at the most, from a table with the alias `parent`; on
    /// PostgreSQL, which alone has LATERAL. Only a nested loop can run it: the page keeps its order.
    pub fn join_page(&self, sql: &mut Sql, parent_column: &str, page: &Page) {
        // The first column is null where the page is empty: then there is a row all the same, which has the parent only.
        sql.push(" LEFT JOIN LATERAL (SELECT true, ").push(&self.columns);
        self.joined(sql, page, |sql| self.of_parent(sql, parent_column));
        sql.push(") AS page ON true");
    }

    /// Reads a page that was so joined, from the first of its columns on.
    pub fn read_joined_page<T: Item>(
        &self,
        rows: &[QueryResult],
        first: usize,
        page: &Page,
    ) -> Result<Slice<T>, DbErr> {
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            if !is_null(row, first)? {
                items.push(T::read(row, first + 1, &self.wanted)?);
            }
        }
        Ok(Slice::cut(items, page))
    }

    /// How many there are of each parent, `None` beyond [`MAX_TOTAL`]: counting stops there.
    pub async fn totals(
        &self,
        connection: &impl ConnectionTrait,
        parent_column: &str,
        parents: &[Uuid],
    ) -> Result<HashMap<Uuid, Option<i32>>, DbErr> {
        let mut sql =
            Sql::new(connection.get_database_backend(), "SELECT parent.id, (SELECT count(*) FROM (SELECT 1");
        sql.push(" FROM ").push(self.from).push(" WHERE ").push(parent_column).push(" = parent.id AND ");
        sql.push(self.condition);
        (self.filter)(&mut sql);
        sql.push(&format!(" LIMIT {}) AS counted) FROM ", MAX_TOTAL + 1)).table_of(parents, "parent");
        let rows = sql.all(connection).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, bounded(row.try_get_by_index(1)?)))).collect()
    }

    /// How many there are, `None` beyond [`MAX_TOTAL`].
    pub async fn total(&self, connection: &impl ConnectionTrait) -> Result<Option<i32>, DbErr> {
        let mut sql = Sql::new(connection.get_database_backend(), "SELECT count(*) FROM (SELECT 1 FROM ");
        sql.push(self.from).push(" WHERE ").push(self.condition);
        (self.filter)(&mut sql);
        sql.push(&format!(" LIMIT {}) AS counted", MAX_TOTAL + 1));
        let row = sql.one(connection).await?;
        row.map_or(Ok(Some(0)), |row| Ok(bounded(row.try_get_by_index(0)?)))
    }

    /// Appends from where a page is read. What is joined comes to the rows of the page only: PostgreSQL, which expects to
    /// read all rows of which the page is cut, would prepare to remember what it finds for each, and that takes longer
    /// than the page.
    fn joined(&self, sql: &mut Sql, page: &Page, condition: impl Fn(&mut Sql)) {
        let cut = |sql: &mut Sql, join: &str| {
            sql.push(self.from).push(join).push(" WHERE ");
            condition(sql);
            self.tail(sql, page);
        };
        sql.push(" FROM ");
        match self.alias() {
            Some(alias) if !self.join.is_empty() && sql.backend() == DatabaseBackend::Postgres => {
                sql.push("(SELECT ").push(alias).push(".* FROM ");
                cut(sql, "");
                sql.push(") ").push(alias).push(&self.join);
                self.order_by(sql, page);
            }
            _ => cut(sql, &self.join),
        }
    }

    fn of_parent(&self, sql: &mut Sql, parent_column: &str) {
        sql.push(parent_column).push(" = parent.id AND ").push(self.condition);
    }

    /// The alias of the table that is listed, where it is only one.
    fn alias(&self) -> Option<&'static str> {
        self.from.split_once(' ').map(|(_, alias)| alias).filter(|alias| !alias.contains(' '))
    }

    fn tail(&self, sql: &mut Sql, page: &Page) {
        (self.filter)(sql);
        if let Some(from) = &page.from {
            let operator = if self.descends(page) { ") < (" } else { ") > (" };
            sql.push(" AND (");
            if let Some(key) = self.order.key {
                sql.push(key.column).push(", ");
            }
            sql.push(self.order.id).push(operator);
            match &from.key {
                Key::None => &mut *sql,
                Key::Time(time) => sql.bind(*time).push(", "),
                Key::Count(count) => sql.bind(*count).push(", "),
                Key::Text(text) => sql.bind(text.as_str()).push(", "),
            };
            sql.bind(from.id).push(")");
        }
        self.order_by(sql, page);
        // A literal: with a parameter here PostgreSQL plans anew at each execution.
        sql.push(&format!(" LIMIT {}", page.size + 1));
    }

    fn order_by(&self, sql: &mut Sql, page: &Page) {
        let direction = if self.descends(page) { " DESC" } else { " ASC" };
        sql.push(" ORDER BY ");
        if let Some(key) = self.order.key {
            sql.push(key.column).push(direction).push(", ");
        }
        sql.push(self.order.id).push(direction);
    }

    fn descends(&self, page: &Page) -> bool {
        self.order.descending != page.backward
    }
}

fn bounded(count: i64) -> Option<i32> {
    i32::try_from(count).ok().filter(|count| *count <= MAX_TOTAL)
}
