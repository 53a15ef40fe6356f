//! The connections over which is read. A pool of our own use of `deadpool`: SeaORM's asks the database after each
//! statement whether the connection is still good, which is as many messages again as the statements need.

use std::time::Duration;

use async_trait::async_trait;
use deadpool::managed::{
    Manager, Metrics, Object, Pool, PoolError, RecycleError, RecycleResult, TimeoutType,
};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{
    AssertSqlSafe, ConnectOptions, Connection as _, Error, PgConnection, Postgres, Sqlite, SqliteConnection,
    query_with,
};
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement,
    Values,
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::database::{DatabaseLimits, Observer};

/// A connection that was not used for longer is asked whether it is alive before it is used again.
const TRUSTED: Duration = Duration::from_secs(1);
/// What is left of a statement whose asker went away is waited for so long; then the connection is given up with it.
const LEFT: Duration = Duration::from_millis(20);
/// A connection that is older is replaced: what a database keeps for one grows.
const OLD: Duration = Duration::from_secs(30 * 60);

/// The connections that read. Takes one for each statement; cheap to clone.
#[derive(Clone)]
pub struct Readers {
    pool: Pool<Opener>,
    backend: DatabaseBackend,
    /// How long one waits for a connection.
    wait: Duration,
    pub(super) observer: Option<Observer>,
}

/// One connection for all that a request reads, one statement after the other: who holds one never waits for a second,
/// which others would have to give up first.
pub struct ReadConnection {
    readers: Readers,
    /// Whether the connection is kept from one statement to the next.
    is_kept: bool,
    kept: Mutex<Option<Object<Opener>>>,
}

/// How a connection is opened.
#[derive(Clone)]
pub enum Opener {
    Postgres(Box<PgConnectOptions>),
    Sqlite(Box<SqliteConnectOptions>),
}

/// A connection, and whether the answer to all that was asked over it has been read.
pub struct Opened {
    connection: Wire,
    is_settled: bool,
}

enum Wire {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

impl Manager for Opener {
    type Type = Opened;
    type Error = Error;

    async fn create(&self) -> Result<Opened, Error> {
        // Boxed: what is rare must not make every statement's future large.
        let connection = match self {
            Self::Postgres(options) => Wire::Postgres(Box::pin(options.connect()).await?),
            Self::Sqlite(options) => Wire::Sqlite(Box::pin(options.connect()).await?),
        };
        Ok(Opened { connection, is_settled: true })
    }

    async fn recycle(&self, opened: &mut Opened, metrics: &Metrics) -> RecycleResult<Error> {
        if metrics.age() > OLD {
            return Err(RecycleError::message("old"));
        }
        match &mut opened.connection {
            Wire::Postgres(connection) if !opened.is_settled => {
                // The answer that nobody wants any more comes before that to the ping.
                let Ok(answered) = timeout(LEFT, connection.ping()).await else {
                    return Err(RecycleError::message(
                        "given up in the midst of a statement that takes long",
                    ));
                };
                answered?;
                opened.is_settled = true;
                Ok(())
            }
            Wire::Postgres(connection) if metrics.last_used() > TRUSTED => Ok(connection.ping().await?),
            Wire::Sqlite(_) if !opened.is_settled => {
                Err(RecycleError::message("given up in the midst of a statement"))
            }
            Wire::Postgres(_) | Wire::Sqlite(_) => Ok(()),
        }
    }
}

impl Readers {
    /// Opens connections when they are needed, as many as the limits say.
    pub fn new(opener: Opener, limits: DatabaseLimits) -> Result<Self, DbErr> {
        let backend = match &opener {
            Opener::Postgres(_) => DatabaseBackend::Postgres,
            Opener::Sqlite(_) => DatabaseBackend::Sqlite,
        };
        let pool = Pool::builder(opener)
            .max_size(limits.connections as usize)
            .build()
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        Ok(Self { pool, backend, wait: limits.wait, observer: None })
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }

    async fn take(&self) -> Result<Object<Opener>, DbErr> {
        // All in all: those that are dead are asked one after the other.
        let got = timeout(self.wait, self.pool.get()).await;
        got.unwrap_or(Err(PoolError::Timeout(TimeoutType::Wait))).map_err(|error| match error {
            PoolError::Timeout(_) => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
            PoolError::Backend(error) => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
            PoolError::Closed => DbErr::Conn(RuntimeErr::SqlxError(Error::PoolClosed.into())),
            error => DbErr::Conn(RuntimeErr::Internal(error.to_string())),
        })
    }

    fn observe(&self, statement: &Statement) {
        if let Some(observer) = &self.observer {
            observer(&statement.sql);
        }
    }
}

impl Opened {
    async fn rows(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let values = SqlxValues(statement.values.unwrap_or_else(|| Values(Vec::new())));
        let sql = AssertSqlSafe(statement.sql);
        self.is_settled = false;
        // Boxed: they are large, and each of those who wait for them would be moved with all that they hold.
        let rows = match &mut self.connection {
            Wire::Postgres(connection) => {
                let rows = Box::pin(query_with::<Postgres, _>(sql, values).fetch_all(connection)).await;
                rows.map(|rows| rows.into_iter().map(QueryResult::from).collect())
            }
            Wire::Sqlite(connection) => {
                let rows = Box::pin(query_with::<Sqlite, _>(sql, values).fetch_all(connection)).await;
                rows.map(|rows| rows.into_iter().map(QueryResult::from).collect())
            }
        };
        self.is_settled = matches!(rows, Ok(_) | Err(Error::Database(_)));
        rows.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))
    }
}

impl ReadConnection {
    /// For what only reads: who also writes needs a connection for the transaction while it would hold this one.
    pub fn kept(readers: &Readers) -> Self {
        Self { readers: readers.clone(), is_kept: true, kept: Mutex::default() }
    }

    /// A connection a statement.
    pub fn each(readers: &Readers) -> Self {
        Self { readers: readers.clone(), is_kept: false, kept: Mutex::default() }
    }

    /// Gives the connection back, unless a statement runs over it; the next statement takes another.
    pub fn release(&self) {
        if let Ok(mut kept) = self.kept.try_lock() {
            *kept = None;
        }
    }
}

#[async_trait]
impl ConnectionTrait for Readers {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.backend
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.observe(&statement);
        let mut opened = self.take().await?;
        opened.rows(statement).await
    }
}

#[async_trait]
impl ConnectionTrait for ReadConnection {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.readers.backend
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if !self.is_kept {
            return self.readers.query_all_raw(statement).await;
        }
        self.readers.observe(&statement);
        let mut kept = self.kept.lock().await;
        // What was given up in the midst of a statement has its answer still to come.
        if kept.as_ref().is_some_and(|opened| !opened.is_settled) {
            *kept = None;
        }
        let opened = match &mut *kept {
            Some(opened) => opened,
            nothing => nothing.insert(self.readers.take().await?),
        };
        let rows = opened.rows(statement).await;
        if !opened.is_settled {
            *kept = None;
        }
        rows
    }
}

fn only_reads() -> DbErr {
    DbErr::Custom("these connections only read".to_owned())
}
