//! Rows read by position: the list of columns that is selected and the struct that is filled are one list.

use sea_orm::{DbErr, QueryResult};

/// A struct that is read from consecutive columns.
pub trait Row: Sized + Send {
    /// The columns, in the order in which [`Row::read`] takes them.
    const COLUMNS: &'static [&'static str];

    /// Reads the struct from the columns beginning at `first`.
    fn read(result: &QueryResult, first: usize) -> Result<Self, DbErr>;

    /// The columns as SQL, each under the alias of its table: `p.id, p.slug`.
    fn columns(alias: &str) -> String {
        let mut text = String::with_capacity(Self::COLUMNS.len() * 16);
        for (index, column) in Self::COLUMNS.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_str(alias);
            text.push('.');
            text.push_str(column);
        }
        text
    }
}

/// Makes a struct a [`Row`]. Every field is named; the compiler says so when one is forgotten.
macro_rules! row {
    ($row:ident { $($column:ident),* $(,)? }) => {
        impl $crate::entity::row::Row for $row {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];

            #[allow(unused_assignments, reason = "the last field moves the index past the end")]
            fn read(result: &sea_orm::QueryResult, first: usize) -> Result<Self, sea_orm::DbErr> {
                let mut index = first;
                Ok(Self {
                    $($column: {
                        let value = $crate::entity::column::Column::read(result, index)?;
                        index += 1;
                        value
                    }),*
                })
            }
        }
    };
}

pub(crate) use row;
