//! The pool, and running statements that are prepared once a connection.

use deadpool_postgres::{Client, Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};

use crate::failure::Failure;

/// As many as every server of the comparison has.
const CONNECTIONS: usize = 16;

pub type Value<'a> = &'a (dyn ToSql + Sync);

pub fn pool(url: &str) -> Result<Pool, Box<dyn std::error::Error>> {
    let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_config(url.parse()?, NoTls, manager);
    Ok(Pool::builder(manager).max_size(CONNECTIONS).build()?)
}

/// The rows of a statement. Those that are awaited together go to the server together.
pub async fn rows(client: &Client, statement: &str, values: &[Value<'_>]) -> Result<Vec<Row>, Failure> {
    let statement = client.prepare_cached(statement).await?;
    Ok(client.query(&statement, values).await?)
}
