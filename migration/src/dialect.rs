//! One SQL text for both databases.
//!
//! The migrations are written in PostgreSQL's words; the few names that SQLite lacks are replaced here, so that a
//! change is read once and holds on both.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

/// PostgreSQL's type and what a STRICT table of SQLite calls it.
const TYPES: [(&str, &str); 6] = [
    // Names and slugs sort by their bytes, on both databases alike, whatever the locale of the server.
    ("ascii", "TEXT"),
    ("uuid", "BLOB"),
    ("bytea", "BLOB"),
    // RFC 3339 in UTC, written by chrono: sorts as text.
    ("timestamptz", "TEXT"),
    ("boolean", "INTEGER"),
    ("bigint", "INTEGER"),
];

/// Runs each statement, in order, translated for the database at hand.
///
/// Types are written in angle brackets, `<uuid>`, so that the translation cannot hit a word of another kind.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    for statement in statements {
        let text = translate(connection.get_database_backend(), statement);
        connection.execute_unprepared(&text).await?;
    }
    Ok(())
}

fn translate(backend: DatabaseBackend, statement: &str) -> String {
    let sqlite = backend == DatabaseBackend::Sqlite;
    let mut text = statement.to_owned();
    for (postgres, other) in TYPES {
        let name = if sqlite {
            other
        } else if postgres == "ascii" {
            "text COLLATE \"C\""
        } else {
            postgres
        };
        text = text.replace(&format!("<{postgres}>"), name);
    }
    // Never given twice, not even when the row with the highest is gone.
    let identity = if sqlite {
        "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    } else {
        "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY NOT NULL"
    };
    text = text.replace("<identity>", identity);
    text.replace("<strict>", if sqlite { "STRICT" } else { "" })
}
