//! What becomes of a connection whose asker went away in the midst of a statement.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::FutureExt;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use tokio::time::{Instant, timeout};
use tribune::infra::database::Database;

use crate::support::{TestDatabase, patient};

const TIMES: usize = 20;

async fn number(database: &Database, sql: &str) -> i64 {
    let statement =
        Statement::from_string(database.backend(), format!("SELECT CAST({sql} AS bigint) AS number"));
    let row = database.reader().query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}

#[tokio::test]
async fn who_comes_next_gets_their_own_answer_over_the_same_connection() {
    let test_database = TestDatabase::migrated();
    let database = test_database.connect_with(patient(1)).await;
    let mut connections = HashSet::new();
    for at in 0..TIMES {
        // Sent, and left before it is answered. SQLite's answer may be there at once.
        let _ = number(&database, "0").now_or_never();
        assert_eq!(number(&database, &at.to_string()).await, i64::try_from(at).unwrap());
        if database.backend() == DatabaseBackend::Postgres {
            connections.insert(number(&database, "pg_backend_pid()").await);
        }
    }
    // On a busy machine one answer or another may take too long.
    assert!(connections.len() < TIMES, "each had a connection of its own");
}

#[tokio::test]
async fn nobody_waits_for_what_takes_long_and_nobody_wants() {
    let test_database = TestDatabase::migrated();
    let database = test_database.connect_with(patient(1)).await;
    if database.backend() != DatabaseBackend::Postgres {
        return;
    }
    let long = "(SELECT 1 FROM pg_sleep(30))";
    assert!(timeout(Duration::from_millis(50), number(&database, long)).await.is_err());
    let begin = Instant::now();
    assert_eq!(number(&database, "7").await, 7);
    assert!(begin.elapsed() < Duration::from_secs(20), "it waited for the other");
}
