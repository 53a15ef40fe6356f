//! The database: embedded SQLite, or PostgreSQL.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions as _, Connection, Error};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Connector, DatabaseBackend, DatabaseConnection,
    DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::time::{Instant, sleep, timeout_at};

use super::reading::{Opener, Readers};

/// A connection to PostgreSQL that was idle for longer is asked whether it is alive before it is used: asking each time
/// would double the messages.
const TRUSTED: Duration = Duration::from_secs(1);

/// A process that starts waits this long for a PostgreSQL that may be starting too.
const START: Duration = Duration::from_millis(2_500);
/// Meanwhile it is tried so often.
const PROBE: Duration = Duration::from_millis(250);

/// The number under which PostgreSQL knows the lock of migrations; any will do that nobody else uses.
const MIGRATION_LOCK: i64 = 0x7472_6962_756e_6501;

/// The connections to the one database of this process; cheap to clone.
#[derive(Clone)]
pub struct Database {
    read: Readers,
    write: DatabaseConnection,
}

/// Is told the text of every statement.
pub type Observer = Arc<dyn Fn(&str) + Send + Sync>;

/// How many connections there are, and how long anything on them may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatabaseLimits {
    /// Connections that read; as many may write beside them on PostgreSQL, on SQLite one.
    pub connections: u32,
    /// How long a request waits for a free connection.
    pub wait: Duration,
    /// How long a statement may take on PostgreSQL, and how long one waits for SQLite's one writer: nothing is known
    /// that would stop one which runs.
    pub statement: Duration,
}

impl Default for DatabaseLimits {
    fn default() -> Self {
        Self { connections: 10, wait: Duration::from_secs(2), statement: Duration::from_secs(5) }
    }
}

/// What stands between this program and its database's schema.
#[derive(Debug, PartialEq, Eq)]
pub enum SchemaState {
    Current,
    /// Changes that this program knows and the database lacks.
    Pending(Vec<String>),
    /// Changes that the database has and this program does not know.
    Newer(Vec<String>),
}

impl Database {
    /// Connects; makes an embedded database's file where there is none.
    pub async fn connect(url: &str, limits: DatabaseLimits) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(limits.connections)
            .acquire_timeout(limits.wait)
            .connect_timeout(limits.wait)
            .sqlx_logging(false);
        if !url.starts_with("sqlite:") {
            options.statement_timeout(limits.statement).test_before_acquire_if_idle_for(TRUSTED);
            reach(url).await?;
            let write = Connector::connect(options).await?;
            let opener: PgConnectOptions = url.parse().map_err(connection_error)?;
            let statement = format!("{}ms", limits.statement.as_millis());
            let opener = opener.options([("statement_timeout", statement)]).disable_statement_logging();
            let read = Readers::new(Opener::Postgres(Box::new(opener)), limits)?;
            return Ok(Self { read, write });
        }
        // There is nobody at the other end who might have gone.
        options.test_before_acquire(false);
        let configured = move |options: SqliteConnectOptions| {
            options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .foreign_keys(true)
                .busy_timeout(limits.statement)
        };
        options.map_sqlx_sqlite_opts(configured);
        // One writer: the others wait for it in the pool's queue, in order, rather than in SQLite's busy loop.
        options.max_connections(1).min_connections(1).acquire_timeout(limits.statement);
        let write = Connector::connect(options).await?;
        let opener = configured(url.parse().map_err(connection_error)?).disable_statement_logging();
        let read = Readers::new(Opener::Sqlite(Box::new(opener)), limits)?;
        Ok(Self { read, write })
    }

    /// The URL of the embedded database in a folder.
    pub fn embedded_url(directory: &Path) -> String {
        format!("sqlite://{}", directory.join("tribune.db").display())
    }

    /// Has `observer` told of every statement from here on.
    pub fn observe(&mut self, observer: impl Fn(&str) + Send + Sync + 'static) {
        let observer: Observer = Arc::new(observer);
        self.read.observer = Some(observer.clone());
        self.write.set_metric_callback(move |info| observer(&info.statement.sql));
    }

    /// Gives all connections up, those in use when they are given back.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.read.close();
        self.write.clone().close().await
    }

    /// For reading.
    pub fn reader(&self) -> &Readers {
        &self.read
    }

    /// For a single statement that writes.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    pub fn backend(&self) -> DatabaseBackend {
        self.write.get_database_backend()
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: one that reads first and then
    /// writes would fail whenever another wrote in between.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let immediate =
            (self.backend() == DatabaseBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        self.write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: immediate,
                ..Default::default()
            })
            .await
    }

    /// Brings the schema up to this program's: all changes or none. Instances that start together wait for each other.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        let transaction = self.begin_migration().await?;
        Migrator::up(&transaction, None).await?;
        transaction.commit().await
    }

    /// Takes back the newest `steps` changes.
    pub async fn migrate_down(&self, steps: u32) -> Result<(), DbErr> {
        let transaction = self.begin_migration().await?;
        Migrator::down(&transaction, Some(steps)).await?;
        transaction.commit().await
    }

    async fn begin_migration(&self) -> Result<DatabaseTransaction, DbErr> {
        let transaction = self.begin().await?;
        if self.backend() == DatabaseBackend::Postgres {
            transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
            transaction
                .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                .await?;
        }
        Ok(transaction)
    }

    /// Compares the schema with this program's, without changing it.
    pub async fn schema_state(&self) -> Result<SchemaState, DbErr> {
        let applied = self.applied_changes().await?;
        let newer = unknown_changes(&applied);
        if !newer.is_empty() {
            return Ok(SchemaState::Newer(newer));
        }
        let pending: Vec<String> =
            known_changes().into_iter().filter(|name| !applied.contains(name)).collect();
        Ok(if pending.is_empty() { SchemaState::Current } else { SchemaState::Pending(pending) })
    }

    /// Whether no change of a schema was ever applied.
    pub async fn is_empty(&self) -> Result<bool, DbErr> {
        Ok(self.applied_changes().await?.is_empty())
    }

    async fn applied_changes(&self) -> Result<Vec<String>, DbErr> {
        let table = "seaql_migrations";
        let exists = match self.backend() {
            DatabaseBackend::Sqlite => format!("SELECT count(*) FROM sqlite_schema WHERE name = '{table}'"),
            _ => format!(
                "SELECT count(*) FROM pg_tables WHERE tablename = '{table}' AND schemaname = current_schema()"
            ),
        };
        if self.query_i64(&exists).await? == 0 {
            return Ok(Vec::new());
        }
        let statement = format!("SELECT version FROM {table} ORDER BY version");
        let rows =
            self.read.query_all_raw(sea_orm::Statement::from_string(self.backend(), statement)).await?;
        rows.iter().map(|row| row.try_get_by_index(0)).collect()
    }

    async fn query_i64(&self, sql: &str) -> Result<i64, DbErr> {
        let statement = sea_orm::Statement::from_string(self.backend(), sql);
        let row = self.read.query_one_raw(statement).await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    }
}

fn known_changes() -> Vec<String> {
    Migrator::migrations().iter().map(|change| change.name().to_owned()).collect()
}

/// Those of the changes of a schema that this program does not know.
pub fn unknown_changes(applied: &[String]) -> Vec<String> {
    let known = known_changes();
    applied.iter().filter(|name| !known.contains(name)).cloned().collect()
}

fn connection_error(error: Error) -> DbErr {
    DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into()))
}

/// Tries to reach PostgreSQL, for a few seconds. The pool would try until its time is over and then say only that it
/// is.
async fn reach(url: &str) -> Result<(), DbErr> {
    let fail = |why: String| Err(DbErr::Conn(sea_orm::RuntimeErr::Internal(why)));
    let options: PgConnectOptions = match url.parse() {
        Ok(options) => options,
        Err(error) => return fail(format!("the URL is not understood: {error}")),
    };
    let address = format!("PostgreSQL at {}:{}", options.get_host(), options.get_port());
    let until = Instant::now() + START;
    loop {
        match timeout_at(until, options.connect()).await {
            Ok(Ok(connection)) => {
                // Whether it takes its leave in good order is not what was asked.
                let _ = connection.close().await;
                return Ok(());
            }
            Ok(Err(error)) if may_pass(&error) && Instant::now() + PROBE < until => sleep(PROBE).await,
            Ok(Err(Error::Io(error))) => return fail(format!("{address}: {error}")),
            Ok(Err(Error::Database(error))) => return fail(format!("{address}: {}", error.message())),
            Ok(Err(error)) => return fail(format!("{address}: {error}")),
            Err(_) => return fail(format!("{address}: it does not answer in time")),
        }
    }
}

/// Whether a server that is starting, or has its hands full for a moment, fails so.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Io(_) => true,
        Error::Database(error) => error.code().is_some_and(|code| code == "57P03" || code.starts_with("53")),
        _ => false,
    }
}

/// Whether a failure is the database's state rather than ours: out of reach, full, read-only, overloaded. It may be
/// gone the next time.
pub fn is_unavailable(error: &DbErr) -> bool {
    let runtime = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error) => error,
        _ => return false,
    };
    let sea_orm::RuntimeErr::SqlxError(error) = runtime else { return false };
    match error.as_ref() {
        sea_orm::sqlx::Error::Io(_)
        | sea_orm::sqlx::Error::PoolTimedOut
        | sea_orm::sqlx::Error::PoolClosed
        | sea_orm::sqlx::Error::WorkerCrashed => true,
        sea_orm::sqlx::Error::Database(error) => error.code().is_some_and(|code| is_unavailable_code(&code)),
        _ => false,
    }
}

/// Whether PostgreSQL gave a statement up because it took too long.
pub fn is_timed_out(error: &DbErr) -> bool {
    let (DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error))
    | DbErr::Query(sea_orm::RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    matches!(error.as_ref(), Error::Database(error) if error.code().as_deref() == Some("57014"))
}

/// SQLite's result codes (busy, locked, out of memory, read-only, input or output failed, full, can't open; the last
/// byte is the primary one) and PostgreSQL's SQLSTATEs (read-only, out of resources, being shut down, cancelled).
fn is_unavailable_code(code: &str) -> bool {
    if code.len() == 5 {
        return code == "25006" || code.starts_with("53") || code.starts_with("57") || code.starts_with("08");
    }
    code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14))
}
