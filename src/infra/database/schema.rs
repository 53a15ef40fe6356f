//! The schema: what of it this program knows, and what the database has.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, Statement};

use super::Database;

/// The number under which PostgreSQL knows the lock of migrations; any will do that nobody else uses.
const MIGRATION_LOCK: i64 = 0x7472_6962_756e_6501;

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
        let rows = self.read.query_all_raw(Statement::from_string(self.backend(), statement)).await?;
        rows.iter().map(|row| row.try_get_by_index(0)).collect()
    }

    async fn query_i64(&self, sql: &str) -> Result<i64, DbErr> {
        let statement = Statement::from_string(self.backend(), sql);
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
