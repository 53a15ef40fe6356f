//! SQLite's database as a file of its own.

use std::fs;
use std::path::{Path, PathBuf};

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use super::file::{Unfinished, failed};
use super::{BackupError, check_changes};
use crate::infra::database::Database;

/// As it is at one instant: it is one reading transaction (<https://www.sqlite.org/lang_vacuum.html>, "VACUUM INTO", which
/// takes an empty file).
pub(super) async fn backup(database: &Database, path: &Path) -> Result<(), BackupError> {
    let path = path.to_str().ok_or_else(|| {
        failed(path, std::io::Error::other("the path is not written in Unicode, which SQLite wants"))
    })?;
    let into = Statement::from_sql_and_values(DatabaseBackend::Sqlite, "VACUUM INTO $1", [path.into()]);
    database.writer().execute_raw(into).await?;
    Ok(())
}

pub(super) async fn restore(url: &str, path: &Path) -> Result<(), BackupError> {
    let target = target(url)?;
    if fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0) {
        let why = "it is a database in use, and what changed last lies beside it; `tribune backup` puts all into one file";
        return Err(BackupError::Damaged { path: path.to_owned(), why: why.to_owned() });
    }
    check(path).await?;
    if target.exists() && !is_empty(&target).await? {
        return Err(BackupError::NotEmpty);
    }
    let unfinished = Unfinished::new(&target)?;
    unfinished.fill(path)?;
    // It may have taken its time.
    if target.exists() && !is_empty(&target).await? {
        return Err(BackupError::NotEmpty);
    }
    // What an empty database has left beside itself is not this one's.
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(beside(&target, end));
    }
    unfinished.finish().map(|_| ())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(end);
    name.into()
}

fn target(url: &str) -> Result<PathBuf, BackupError> {
    let options: SqliteConnectOptions = url.parse().map_err(|error| damaged(Path::new(url), &error))?;
    Ok(options.get_filename().to_owned())
}

/// Refuses what is not a whole database of this program's.
async fn check(path: &Path) -> Result<(), BackupError> {
    let mut connection = open(path).await?;
    let checked = async {
        let row = sea_orm::sqlx::query("PRAGMA integrity_check(1)").fetch_one(&mut connection).await?;
        let said: String = row.try_get(0)?;
        if said != "ok" {
            return Ok(Err(said));
        }
        let exists = "SELECT count(*) FROM sqlite_schema WHERE name = 'seaql_migrations'";
        let count: i64 = sea_orm::sqlx::query(exists).fetch_one(&mut connection).await?.try_get(0)?;
        if count == 0 {
            return Ok(Ok(Vec::new()));
        }
        let rows = sea_orm::sqlx::query("SELECT version FROM seaql_migrations ORDER BY version");
        let rows = rows.fetch_all(&mut connection).await?;
        rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<String>, _>>().map(Ok)
    };
    let changes = checked.await.map_err(|error: sea_orm::sqlx::Error| damaged(path, &error))?;
    let _ = connection.close().await;
    let changes = changes.map_err(|why| BackupError::Damaged { path: path.to_owned(), why })?;
    check_changes(path, &changes)
}

async fn is_empty(path: &Path) -> Result<bool, BackupError> {
    let failed = |error: sea_orm::sqlx::Error| failed(path, std::io::Error::other(error));
    let mut connection = SqliteConnectOptions::new().filename(path).connect().await.map_err(failed)?;
    let count = sea_orm::sqlx::query("SELECT count(*) FROM sqlite_schema");
    let count: i64 = count.fetch_one(&mut connection).await.and_then(|row| row.try_get(0)).map_err(failed)?;
    let _ = connection.close().await;
    Ok(count == 0)
}

/// A file that nobody writes to.
async fn open(path: &Path) -> Result<SqliteConnection, BackupError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
    options.connect().await.map_err(|error| damaged(path, &error))
}

fn damaged(path: &Path, error: &sea_orm::sqlx::Error) -> BackupError {
    let why = match error {
        sea_orm::sqlx::Error::Database(error) => error.message().to_owned(),
        error => error.to_string(),
    };
    BackupError::Damaged { path: path.to_owned(), why }
}
