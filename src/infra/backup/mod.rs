//! The whole database as one file, and back: SQLite's own format, and the archive of `pg_dump`, so that other tools read
//! them too.

mod file;
mod postgres;
mod sqlite;

use std::io;
use std::path::{Path, PathBuf};

use sea_orm::{DatabaseBackend, DbErr};

use self::file::Format;
use super::database::Database;

/// Why a database was not backed up or restored. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{} exists; a backup writes over nothing", .0.display())]
    Exists(PathBuf),
    #[error("{}: {error}", .path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("{} is no backup of Tribune's", .0.display())]
    Foreign(PathBuf),
    #[error("{} is cut short or damaged: {why}", .path.display())]
    Damaged { path: PathBuf, why: String },
    #[error(
        "{} is a backup of {of}, and the configured database is {here}; `tribune export` and `tribune import` lead from one to the other",
        .path.display()
    )]
    OtherDatabase { path: PathBuf, of: &'static str, here: &'static str },
    #[error("{} was made by a newer version of Tribune; it has changes of the schema that this one does not know: {}", .path.display(), .changes.join(", "))]
    Newer { path: PathBuf, changes: Vec<String> },
    #[error("the configured database holds nothing of Tribune's; there is nothing to back up")]
    Nothing,
    #[error("the configured database is not empty; restore into a new one")]
    NotEmpty,
    #[error(
        "{program} can't be run: {error}; it comes with PostgreSQL's client programs and must be in PATH"
    )]
    NoProgram { program: &'static str, error: io::Error },
    #[error("{program}: {said}")]
    Program { program: &'static str, said: String },
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

/// Writes all of a database, as it is at one instant, into a new file that only its owner can read; says how many bytes
/// that are. Those who use it meanwhile are not kept waiting.
///
/// # Errors
/// The file exists, or cannot be written; the database does not answer.
pub async fn backup(database: &Database, url: &str, path: &Path) -> Result<u64, BackupError> {
    if path.exists() {
        return Err(BackupError::Exists(path.to_owned()));
    }
    if database.is_empty().await? {
        return Err(BackupError::Nothing);
    }
    // Under another name until it is whole, so that a file of this name always is.
    let unfinished = file::Unfinished::new(path)?;
    match database.backend() {
        DatabaseBackend::Sqlite => sqlite::backup(database, unfinished.path()).await?,
        _ => postgres::backup(url, unfinished.path()).await?,
    }
    unfinished.finish()
}

/// Fills an empty database with what a file holds: all of it, or nothing.
///
/// # Errors
/// The file is no backup, is damaged, of the other kind of database, or of a newer version; the database is not empty.
pub async fn restore(url: &str, path: &Path) -> Result<(), BackupError> {
    let format = file::format(path)?.ok_or_else(|| BackupError::Foreign(path.to_owned()))?;
    let here = if url.starts_with("sqlite:") { Format::Sqlite } else { Format::Postgres };
    if format != here {
        return Err(BackupError::OtherDatabase {
            path: path.to_owned(),
            of: format.name(),
            here: here.name(),
        });
    }
    match format {
        Format::Sqlite => sqlite::restore(url, path).await,
        Format::Postgres => postgres::restore(url, path).await,
    }
}

/// Refuses the changes of a schema that this program does not know, and a file that has none.
fn check_changes(path: &Path, changes: &[String]) -> Result<(), BackupError> {
    if changes.is_empty() {
        return Err(BackupError::Foreign(path.to_owned()));
    }
    match super::database::schema::unknown_changes(changes) {
        newer if newer.is_empty() => Ok(()),
        newer => Err(BackupError::Newer { path: path.to_owned(), changes: newer }),
    }
}
