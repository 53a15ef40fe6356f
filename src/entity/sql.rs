//! SQL by hand, with its values bound, for what SeaORM's builder cannot say alike on both databases: a page of each
//! of many parents in one statement, many ids in one parameter.
//!
//! Texts are made of constants only; everything that comes from outside is bound. A statement's text is one for one id and
//! another for several, however many: the database prepares each once. PostgreSQL would plan one of several that is given
//! one anew each time, for the plan that it keeps is made for ten.

use sea_orm::sea_query::{ArrayType, Value};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, QueryResult, Statement};
use uuid::Uuid;

/// Bytes of most statements.
const TEXT: usize = 1_024;
/// Values of most statements.
const VALUES: usize = 16;

/// Locks a row of a table until the transaction ends, whoever may read it.
pub async fn lock(transaction: &impl ConnectionTrait, table: &'static str, id: Uuid) -> Result<(), DbErr> {
    // SQLite's writing transaction holds the only lock there is.
    if transaction.get_database_backend() == DatabaseBackend::Postgres {
        let mut sql = Sql::new(DatabaseBackend::Postgres, "SELECT 1 FROM ");
        sql.push(table).push(" WHERE id = ").bind(id).push(" FOR NO KEY UPDATE");
        sql.one(transaction).await?;
    }
    Ok(())
}

/// Has the statements of this transaction take as long as they need; for what nobody waits for.
pub async fn set_no_timeout(transaction: &impl ConnectionTrait) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DatabaseBackend::Postgres {
        transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
    }
    Ok(())
}

/// A statement in the making.
pub struct Sql {
    backend: DatabaseBackend,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub fn new(backend: DatabaseBackend, text: &str) -> Self {
        // Room for most statements: to grow is to copy.
        let mut whole = String::with_capacity(TEXT);
        whole.push_str(text);
        Self { backend, text: whole, values: Vec::with_capacity(VALUES) }
    }

    /// Appends text as it is.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a parameter with this value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(itoa::Buffer::new().format(self.values.len()));
        self
    }

    /// Appends `column` being one of the ids.
    pub fn any(&mut self, column: &str, ids: &[Uuid]) -> &mut Self {
        self.push(column);
        if let [id] = ids {
            return self.push(" = ").bind(*id);
        }
        match self.backend {
            DatabaseBackend::Sqlite => {
                self.push(" IN (SELECT unhex(value) FROM json_each(").bind_ids(ids).push("))")
            }
            _ => self.push(" = ANY(").bind_ids(ids).push(")"),
        }
    }

    /// Appends the ids as a table with the one column `id`.
    pub fn table_of(&mut self, ids: &[Uuid], alias: &str) -> &mut Self {
        if let [id] = ids {
            let cast = if self.backend == DatabaseBackend::Postgres { "::uuid" } else { "" };
            return self.push("(SELECT ").bind(*id).push(cast).push(" AS id) AS ").push(alias);
        }
        match self.backend {
            DatabaseBackend::Sqlite => self
                .push("(SELECT unhex(value) AS id FROM json_each(")
                .bind_ids(ids)
                .push(")) AS ")
                .push(alias),
            _ => self.push("unnest(").bind_ids(ids).push("::uuid[]) AS ").push(alias).push("(id)"),
        }
    }

    fn bind_ids(&mut self, ids: &[Uuid]) -> &mut Self {
        if self.backend == DatabaseBackend::Sqlite {
            // One text holds them all; hexadecimal, for JSON has no bytes.
            let mut json = String::with_capacity(ids.len() * 35 + 2);
            json.push('[');
            for (index, id) in ids.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                json.push('"');
                json.push_str(id.simple().encode_lower(&mut Uuid::encode_buffer()));
                json.push('"');
            }
            json.push(']');
            return self.bind(json);
        }
        let ids = ids.iter().map(|id| Value::from(*id)).collect();
        self.bind(Value::Array(ArrayType::Uuid, Some(Box::new(ids))))
    }

    pub fn backend(&self) -> DatabaseBackend {
        self.backend
    }

    fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }

    /// Runs it and returns its rows.
    pub async fn all(self, connection: &impl ConnectionTrait) -> Result<Vec<QueryResult>, DbErr> {
        connection.query_all_raw(self.statement()).await
    }

    /// Runs it and returns its first row.
    pub async fn one(self, connection: &impl ConnectionTrait) -> Result<Option<QueryResult>, DbErr> {
        connection.query_one_raw(self.statement()).await
    }

    /// Runs it and returns how many rows it changed.
    pub async fn execute(self, connection: &impl ConnectionTrait) -> Result<u64, DbErr> {
        connection.execute_raw(self.statement()).await.map(|result| result.rows_affected())
    }
}
