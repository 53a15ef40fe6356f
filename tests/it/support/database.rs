//! A database for one test: a copy of one that was migrated once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sea_orm::ConnectionTrait;
use tribune::infra::database::{Database, DatabaseLimits};

/// The address of the PostgreSQL server to test on; SQLite without it.
pub fn postgres_url() -> Option<String> {
    std::env::var("TRIBUNE_TEST_POSTGRES_URL").ok()
}

/// A database that is gone when the test is.
pub struct TestDatabase {
    pub url: String,
    kind: Kind,
}

enum Kind {
    Sqlite {
        directory: std::path::PathBuf,
    },
    Postgres {
        server: String,
        name: String,
    },
    /// Another test's, or another instance's: it is not ours to drop.
    Borrowed,
}

impl TestDatabase {
    /// With this program's schema.
    pub fn migrated() -> Self {
        Self::new(true)
    }

    /// With nothing in it.
    pub fn empty() -> Self {
        Self::new(false)
    }

    fn new(migrated: bool) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("tribune_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        match postgres_url() {
            Some(server) => {
                let template = if migrated { postgres_template(&server) } else { "template1" };
                administer(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
                let url = with_database(&server, &name);
                Self { url, kind: Kind::Postgres { server, name } }
            }
            None => {
                let directory = std::env::temp_dir().join(name);
                std::fs::create_dir_all(&directory).unwrap();
                if migrated {
                    std::fs::write(directory.join("tribune.db"), sqlite_template()).unwrap();
                }
                Self { url: Database::embedded_url(&directory), kind: Kind::Sqlite { directory } }
            }
        }
    }

    /// The same database for another instance; it goes with the first.
    pub fn shared(&self) -> Self {
        Self { url: self.url.clone(), kind: Kind::Borrowed }
    }

    /// SQLite's database in a file that somebody else looks after.
    pub fn at(path: &std::path::Path) -> Self {
        Self { url: format!("sqlite://{}", path.display()), kind: Kind::Borrowed }
    }

    /// Changes it behind the product's back.
    pub async fn execute(&self, sql: &str) {
        let database = self.connect().await;
        database.writer().execute_unprepared(sql).await.unwrap();
        database.close().await.unwrap();
    }

    pub async fn connect(&self) -> Database {
        self.connect_with(patient(10)).await
    }

    pub async fn connect_with(&self, limits: DatabaseLimits) -> Database {
        Database::connect(&self.url, limits).await.unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        match &self.kind {
            Kind::Borrowed => {}
            Kind::Sqlite { directory } => {
                let _ = std::fs::remove_dir_all(directory);
            }
            Kind::Postgres { server, name } => {
                administer(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
            }
        }
    }
}

/// A busy machine must not make a connection seem missing.
pub fn patient(connections: u32) -> DatabaseLimits {
    DatabaseLimits { connections, wait: Duration::from_secs(20), ..DatabaseLimits::default() }
}

fn with_database(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(name);
    url.into()
}

fn postgres_template(server: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("tribune_test_{}_template", std::process::id());
        administer(server, &format!("CREATE DATABASE {name}"));
        let url = with_database(server, &name);
        apart(async move {
            let database = Database::connect(&url, patient(1)).await.unwrap();
            database.migrate().await.unwrap();
            database.close().await.unwrap();
        });
        name
    })
}

fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let directory = std::env::temp_dir().join(format!("tribune_test_{}_template", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let url = Database::embedded_url(&directory);
        apart(async move {
            let database = Database::connect(&url, patient(1)).await.unwrap();
            database.migrate().await.unwrap();
            // Everything into the one file that is copied.
            database.writer().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
            database.close().await.unwrap();
        });
        let bytes = std::fs::read(directory.join("tribune.db")).unwrap();
        std::fs::remove_dir_all(&directory).unwrap();
        bytes
    })
}

fn administer(server: &str, statement: &str) {
    let (server, statement) = (server.to_owned(), statement.to_owned());
    apart(async move {
        let database = sea_orm::Database::connect(server).await.unwrap();
        database.execute_unprepared(&statement).await.unwrap();
        database.close().await.unwrap();
    });
}

/// Runs on a runtime of its own: a test's own may be ending.
fn apart(work: impl Future<Output = ()> + Send + 'static) {
    let thread = std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
    });
    thread.join().unwrap();
}
