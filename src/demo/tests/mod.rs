//! The demo on an SQLite file of its own, and on PostgreSQL where `TRIBUNE_TEST_POSTGRES_URL` names a server.

mod content;
mod counters;
mod filling;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::DateTime;
use sea_orm::{ConnectionTrait, QueryResult};

use super::{Summary, fill};
use crate::clock::Clock;
use crate::domain::Domain;
use crate::domain::event::Feed;
use crate::domain::identity::token::Tokens;
use crate::domain::rate_limit::RateLimits;
use crate::entity::sql::Sql;
use crate::infra::bus::Bus;
use crate::infra::database::{Database, DatabaseLimits};
use crate::infra::password::Passwords;
use crate::infra::secret::Secret;
use crate::infra::wake::Wake;

/// A database that is gone with its end.
struct Place {
    domain: Domain,
    directory: Option<PathBuf>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = self.directory.take().map(std::fs::remove_dir_all);
    }
}

/// A number that no other database of this run has.
fn number() -> u32 {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// An empty SQLite database with the schema, at a fixed time; `seed` is that of the clock's chance.
async fn empty(seed: u64) -> Place {
    let directory = std::env::temp_dir().join(format!("tribune-demo-{}-{}", std::process::id(), number()));
    std::fs::create_dir_all(&directory).unwrap();
    let domain = domain(&Database::embedded_url(&directory), seed).await;
    Place { domain, directory: Some(directory) }
}

/// The same in a schema of its own on PostgreSQL, where there is one.
async fn empty_postgres(seed: u64) -> Option<Place> {
    let url = std::env::var("TRIBUNE_TEST_POSTGRES_URL").ok()?;
    let schema = format!("demo_{}_{}", std::process::id(), number());
    let server = Database::connect(&url, with_connections(1)).await.unwrap();
    server.writer().execute_unprepared(&format!("CREATE SCHEMA {schema}")).await.unwrap();
    let mark = if url.contains('?') { '&' } else { '?' };
    let domain = domain(&format!("{url}{mark}options=-csearch_path%3D{schema}"), seed).await;
    Some(Place { domain, directory: None })
}

fn with_connections(connections: u32) -> DatabaseLimits {
    DatabaseLimits { connections, ..DatabaseLimits::default() }
}

async fn domain(url: &str, seed: u64) -> Domain {
    let database = Database::connect(url, with_connections(4)).await.unwrap();
    database.migrate().await.unwrap();
    let secret = Secret::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    Domain {
        database,
        clock: Clock::controlled(|| DateTime::from_timestamp_nanos(1_750_000_000_123_456_789), seed),
        passwords: Passwords::new(8, 1).unwrap(),
        tokens: Arc::new(Tokens::new(&secret, "demo")),
        bus: Bus::in_process(),
        wake: Wake::new(Bus::in_process()),
        feed: Feed::default(),
        rate_limits: RateLimits::off(),
        name: "Tribune".into(),
        registration_is_open: true,
    }
}

async fn filled() -> (Place, Summary) {
    let place = empty(1).await;
    let summary = fill(&place.domain, &mut |_| {}).await.unwrap();
    (place, summary)
}

async fn rows(domain: &Domain, sql: &str) -> Vec<QueryResult> {
    Sql::new(domain.database.backend(), sql).all(domain.database.reader()).await.unwrap()
}

async fn number_of(domain: &Domain, sql: &str) -> i64 {
    rows(domain, sql).await[0].try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn timing() {
    let place = match std::env::var("PG") {
        Ok(_) => empty_postgres(1).await.unwrap(),
        _ => empty(1).await,
    };
    let start = std::time::Instant::now();
    let mut last = ("", 0);
    fill(&place.domain, &mut |p| {
        if p.stage != last.0 || p.done == p.total || p.done / 5000 != last.1 {
            println!("{:?} {p:?}", start.elapsed());
        }
        last = (p.stage, p.done / 5000);
    })
    .await
    .unwrap();
    println!("{:?} all", start.elapsed());
}
