//! A cell decoded by its position. The statement says what it is: SeaORM's own way looks at the type of every cell, and
//! takes three times as long.

use chrono::{DateTime, Utc};
use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::sqlite::SqliteRow;
use sea_orm::sqlx::{Decode, Postgres, Row, Sqlite, ValueRef};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

/// What a column can hold.
pub trait Column: Default {
    /// Reads the cell at this position.
    ///
    /// # Errors
    /// There is none, or it holds something else.
    fn read(row: &QueryResult, index: usize) -> Result<Self, DbErr>;

    /// Reads a PostgreSQL array of such cells at this position.
    ///
    /// # Errors
    /// There is none, or it holds something else.
    fn read_array(row: &QueryResult, index: usize) -> Result<Vec<Self>, DbErr>;
}

macro_rules! columns {
    ($($type:ty),* $(,)?) => {
        $(
            impl Column for $type {
                fn read(row: &QueryResult, index: usize) -> Result<Self, DbErr> {
                    decode(row, index)
                }

                fn read_array(row: &QueryResult, index: usize) -> Result<Vec<Self>, DbErr> {
                    decode_array(row, index)
                }
            }

            impl Column for Option<$type> {
                fn read(row: &QueryResult, index: usize) -> Result<Self, DbErr> {
                    decode(row, index)
                }

                fn read_array(row: &QueryResult, index: usize) -> Result<Vec<Self>, DbErr> {
                    decode_array(row, index)
                }
            }
        )*
    };
}

columns!(bool, i32, i64, String, Uuid, DateTime<Utc>);

/// Has a column hold one of the texts of an enum.
macro_rules! enum_columns {
    ($($type:ty),* $(,)?) => {
        $(impl $crate::entity::column::Column for $type {
            fn read(row: &sea_orm::QueryResult, index: usize) -> Result<Self, sea_orm::DbErr> {
                let text: String = $crate::entity::column::Column::read(row, index)?;
                sea_orm::ActiveEnum::try_from_value(&text)
            }

            fn read_array(row: &sea_orm::QueryResult, index: usize) -> Result<Vec<Self>, sea_orm::DbErr> {
                let texts: Vec<String> = $crate::entity::column::Column::read_array(row, index)?;
                texts.iter().map(sea_orm::ActiveEnum::try_from_value).collect()
            }
        })*
    };
}

fn decode<'row, T>(row: &'row QueryResult, index: usize) -> Result<T, DbErr>
where
    T: Decode<'row, Postgres> + Decode<'row, Sqlite>,
{
    let pg: Option<&PgRow> = row.try_as_pg_row();
    let sqlite: Option<&SqliteRow> = row.try_as_sqlite_row();
    let value = match (pg, sqlite) {
        (Some(row), _) => row.try_get_unchecked(index),
        (None, Some(row)) => row.try_get_unchecked(index),
        (None, None) => return Err(DbErr::Type("a row of neither database".to_owned())),
    };
    value.map_err(|error| DbErr::Type(error.to_string()))
}

fn decode_array<'row, T>(row: &'row QueryResult, index: usize) -> Result<Vec<T>, DbErr>
where
    Vec<T>: Decode<'row, Postgres>,
{
    let row = row.try_as_pg_row().ok_or_else(|| DbErr::Type("an array of another database".to_owned()))?;
    row.try_get_unchecked(index).map_err(|error| DbErr::Type(error.to_string()))
}

/// Whether the cell at this position holds nothing.
///
/// # Errors
/// There is none.
pub fn is_null(row: &QueryResult, index: usize) -> Result<bool, DbErr> {
    let is_null = match (row.try_as_pg_row(), row.try_as_sqlite_row()) {
        (Some(row), _) => row.try_get_raw(index).map(|value| value.is_null()),
        (None, Some(row)) => row.try_get_raw(index).map(|value| value.is_null()),
        (None, None) => return Err(DbErr::Type("a row of neither database".to_owned())),
    };
    is_null.map_err(|error| DbErr::Type(error.to_string()))
}

pub(crate) use enum_columns;

// A leaf, which knows of no database.
enum_columns!(crate::viewer::Role);
