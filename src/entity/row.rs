//! Rows read by position: the list of columns that is selected and the struct that is filled are one list.

use sea_orm::{DbErr, QueryResult};

/// Which columns of a row are read. What is not read holds its type's default: who reads less than the usual columns
/// says by that what will be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Columns(u64);

impl Columns {
    /// Those that every read needs.
    pub const NONE: Self = Self(0);
    /// All but those that are read only when they are asked for by name.
    pub const USUAL: Self = Self(1 << 63);

    /// A column by its name.
    ///
    /// # Panics
    /// There is none of this name; for use in constants, where that is found when compiling.
    #[allow(clippy::panic, reason = "in a constant it is an error of the compiler's")]
    pub const fn named(names: &[&str], name: &str) -> Self {
        let mut index = 0;
        while index < names.len() {
            if is_same(names[index].as_bytes(), name.as_bytes()) {
                return Self(1 << index);
            }
            index += 1;
        }
        panic!("no column of this name")
    }

    /// A column by its place among the names, of which there are fewer than 63.
    pub const fn at(place: usize) -> Self {
        Self(1 << place)
    }

    /// These and those.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The columns by their places in a row of which `always` and, where it is usual, `usual` are read.
    pub const fn of(self, always: u64, usual: u64) -> u64 {
        let named = self.0 & !Self::USUAL.0;
        if self.0 & Self::USUAL.0 == 0 { named | always } else { named | always | usual }
    }
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// A struct that is read from consecutive columns.
pub trait Row: Sized + Send {
    /// The names of all columns, in the order in which they are read.
    const NAMES: &'static [&'static str];
    /// A bit for each column that is always read.
    const ALWAYS: u64;
    /// A bit for each column that is usually read.
    const USUAL: u64;

    /// Reads the struct from these columns, which begin at `at`; moves `at` behind them.
    fn read_some(result: &QueryResult, at: &mut usize, columns: Columns) -> Result<Self, DbErr>;

    /// Reads several from PostgreSQL arrays, one of each of these columns, all as long; `at` is the first's place. Of
    /// which no column is read, none is found.
    fn read_arrays(result: &QueryResult, at: usize, columns: Columns) -> Result<Vec<Self>, DbErr>;

    /// Reads the struct from the usual columns beginning at `first`.
    fn read(result: &QueryResult, first: usize) -> Result<Self, DbErr> {
        Self::read_some(result, &mut { first }, Columns::USUAL)
    }

    /// How many columns these are.
    fn count(columns: Columns) -> usize {
        columns.of(Self::ALWAYS, Self::USUAL).count_ones() as usize
    }

    /// Whether one column is among these.
    fn is_among(column: Columns, columns: Columns) -> bool {
        columns.of(Self::ALWAYS, Self::USUAL) & column.of(0, 0) != 0
    }

    /// The usual columns as SQL, each under the alias of its table: `p.id, p.slug`.
    fn columns(alias: &str) -> String {
        let mut text = String::new();
        Self::push_columns(&mut text, alias, Columns::USUAL);
        text
    }

    /// Appends these columns as SQL.
    fn push_columns(text: &mut String, alias: &str, columns: Columns) {
        Self::push_each(text, columns, |text, column| {
            text.push_str(alias);
            text.push('.');
            text.push_str(column);
        });
    }

    /// Appends an array of each of these columns as SQL, for [`Row::read_arrays`].
    fn push_arrays(text: &mut String, alias: &str, columns: Columns) {
        Self::push_each(text, columns, |text, column| {
            text.push_str("array_agg(");
            text.push_str(alias);
            text.push('.');
            text.push_str(column);
            text.push(')');
        });
    }

    /// Appends something for each of these columns, with commas between.
    fn push_each(text: &mut String, columns: Columns, push: impl Fn(&mut String, &str)) {
        let columns = columns.of(Self::ALWAYS, Self::USUAL);
        let mut is_first = true;
        for (index, column) in Self::NAMES.iter().enumerate() {
            if columns & (1 << index) != 0 {
                if !std::mem::take(&mut is_first) {
                    text.push_str(", ");
                }
                push(text, column);
            }
        }
    }
}

/// Makes a struct a [`Row`]. Every field is named; the compiler says so when one is forgotten. Where not all columns are
/// always read, they come in three parts: those that `always` are, the `usual` ones, and those read only when `asked`
/// for.
macro_rules! row {
    ($row:ident { $($column:ident),* $(,)? }) => {
        $crate::entity::row::row!($row { always { $($column),* } usual {} asked {} });
    };
    ($row:ident {
        always { $($always:ident),* $(,)? }
        usual { $($usual:ident),* $(,)? }
        asked { $($asked:ident),* $(,)? }
    }) => {
        impl $crate::entity::row::Row for $row {
            const NAMES: &'static [&'static str] =
                &[$(stringify!($always),)* $(stringify!($usual),)* $(stringify!($asked),)*];
            const ALWAYS: u64 = {
                let names: &[&str] = &[$(stringify!($always)),*];
                (1 << names.len()) - 1
            };
            const USUAL: u64 = {
                let names: &[&str] = &[$(stringify!($always),)* $(stringify!($usual)),*];
                ((1 << names.len()) - 1) & !Self::ALWAYS
            };

            #[allow(unused_assignments, reason = "the last field moves the bit past the end")]
            fn read_some(
                result: &sea_orm::QueryResult,
                at: &mut usize,
                columns: $crate::entity::row::Columns,
            ) -> Result<Self, sea_orm::DbErr> {
                let columns = columns.of(Self::ALWAYS, Self::USUAL);
                let mut bit = 1_u64;
                let mut is_read = || {
                    let is_read = columns & bit != 0;
                    bit <<= 1;
                    is_read
                };
                Ok(Self {
                    $($always: $crate::entity::row::row!(@read result, at, is_read),)*
                    $($usual: $crate::entity::row::row!(@read result, at, is_read),)*
                    $($asked: $crate::entity::row::row!(@read result, at, is_read),)*
                })
            }

            #[allow(unused_assignments, reason = "the last field moves the bit past the end")]
            fn read_arrays(
                result: &sea_orm::QueryResult,
                mut at: usize,
                columns: $crate::entity::row::Columns,
            ) -> Result<Vec<Self>, sea_orm::DbErr> {
                let columns = columns.of(Self::ALWAYS, Self::USUAL);
                let mut bit = 1_u64;
                let mut length = 0;
                let mut is_read = || {
                    let is_read = columns & bit != 0;
                    bit <<= 1;
                    is_read
                };
                $(let mut $always = $crate::entity::row::row!(@array result, at, is_read, length);)*
                $(let mut $usual = $crate::entity::row::row!(@array result, at, is_read, length);)*
                $(let mut $asked = $crate::entity::row::row!(@array result, at, is_read, length);)*
                Ok((0..length)
                    .map(|_| Self {
                        $($always: $always.next().unwrap_or_default(),)*
                        $($usual: $usual.next().unwrap_or_default(),)*
                        $($asked: $asked.next().unwrap_or_default(),)*
                    })
                    .collect())
            }
        }
    };
    (@read $result:ident, $at:ident, $is_read:ident) => {
        if $is_read() {
            *$at += 1;
            $crate::entity::column::Column::read($result, *$at - 1)?
        } else {
            Default::default()
        }
    };
    (@array $result:ident, $at:ident, $is_read:ident, $length:ident) => {
        if $is_read() {
            let values = $crate::entity::column::Column::read_array($result, $at)?;
            $at += 1;
            $length = values.len();
            values.into_iter()
        } else {
            Vec::new().into_iter()
        }
    };
}

pub(crate) use row;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::post::PostRow;

    #[test]
    fn what_is_selected_is_what_is_named() {
        let text = |columns| {
            let mut text = String::new();
            PostRow::push_columns(&mut text, "p", columns);
            text
        };
        let title = Columns::named(PostRow::NAMES, "title");
        assert_eq!(text(Columns::NONE), "p.id");
        assert_eq!(text(title), "p.id, p.title");
        assert_eq!(text(Columns::USUAL), text(Columns::USUAL.and(title)));
        let body = Columns::named(PostRow::NAMES, "body_html");
        assert_eq!(text(Columns::USUAL.and(body)), format!("{}, p.body_html", text(Columns::USUAL)));
        assert!(!text(Columns::USUAL).contains("body"));
        assert!(PostRow::is_among(title, Columns::USUAL) && PostRow::is_among(title, title.and(body)));
        assert!(!PostRow::is_among(title, Columns::NONE) && !PostRow::is_among(body, Columns::USUAL));
        let mut arrays = String::new();
        PostRow::push_arrays(&mut arrays, "p", title);
        assert_eq!(arrays, "array_agg(p.id), array_agg(p.title)");
    }
}
