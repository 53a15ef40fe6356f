//! What somebody wrote, read together with who wrote it.

use sea_orm::{DatabaseBackend, DbErr, QueryResult};

use super::column::is_null;
use super::row::{Columns, Row};
use super::tag::Model as Tag;
use super::user::UserRow;

/// Posts of which each has its tags looked up by itself. Beyond, PostgreSQL is faster with those of all posts together, though
/// that is a statement more: with a thousand posts twice as fast.
const MAX_TAGGED: usize = 25;

/// What is read of the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    pub columns: Columns,
    /// What is read of the author, if anything.
    pub author: Option<Columns>,
    /// What is read of a post's tags on the way, if anything, where that is one statement less: not of no columns at all,
    /// and of PostgreSQL only. Else they are left to whoever asks for them.
    pub tags: Option<Columns>,
}

impl Default for Wanted {
    /// What is usually read of the items themselves.
    fn default() -> Self {
        Self { columns: Columns::USUAL, author: None, tags: None }
    }
}

impl Wanted {
    /// As little as may be.
    pub const LEAST: Self = Self { columns: Columns::NONE, author: None, tags: None };
    /// What is usually read of the items and of their authors.
    pub const ALL: Self = Self { columns: Columns::USUAL, author: Some(Columns::USUAL), tags: None };

    /// The same without what would be read faster by itself, of so many rows.
    pub fn of_rows(mut self, rows: usize) -> Self {
        self.tags = self.tags.filter(|_| rows <= MAX_TAGGED);
        self
    }

    /// The same without what can't be read together on this database.
    pub fn on(mut self, backend: DatabaseBackend) -> Self {
        self.tags = self.tags.filter(|tags| backend == DatabaseBackend::Postgres && Tag::count(*tags) > 0);
        self
    }
}

/// Whether somebody was looked up together with what they wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Author {
    #[default]
    Unread,
    /// `None` when the account is gone.
    Read(Option<Box<UserRow>>),
}

/// A row and its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authored<R> {
    pub row: R,
    pub author: Author,
}

impl<R> From<R> for Authored<R> {
    fn from(row: R) -> Self {
        Self { row, author: Author::Unread }
    }
}

impl<R: Row> Authored<R> {
    /// The columns as SQL; the author's table has the alias `a`.
    pub fn columns(alias: &str, wanted: &Wanted) -> String {
        let mut text = String::with_capacity(256);
        R::push_columns(&mut text, alias, wanted.columns);
        if let Some(columns) = wanted.author {
            text.push_str(", ");
            UserRow::push_columns(&mut text, "a", columns);
        }
        text
    }

    /// Reads what [`Authored::columns`] selects.
    pub fn read(result: &QueryResult, first: usize, wanted: &Wanted) -> Result<Self, DbErr> {
        let mut at = first;
        let row = R::read_some(result, &mut at, wanted.columns)?;
        let Some(columns) = wanted.author else { return Ok(row.into()) };
        // The id comes first; without one nobody was found.
        let author = match is_null(result, at)? {
            false => Some(Box::new(UserRow::read_some(result, &mut at, columns)?)),
            true => None,
        };
        Ok(Self { row, author: Author::Read(author) })
    }
}
