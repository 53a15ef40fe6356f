//! The database: embedded SQLite, or PostgreSQL.

pub mod fault;
mod reach;
pub mod schema;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions as _, Error};
use sea_orm::{
    ConnectOptions, Database as Connector, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::reading::{Opener, Readers};

/// A connection to PostgreSQL that was idle for longer is asked whether it is alive before it is used: asking each time
/// would double the messages.
const TRUSTED: Duration = Duration::from_secs(1);

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
            reach::reach(url).await?;
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
}

fn connection_error(error: Error) -> DbErr {
    DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into()))
}
