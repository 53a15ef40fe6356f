//! Writing, on a database of its own for each test.

mod again;
mod first;
mod people;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::DateTime;
use sea_orm::{ConnectionTrait, Statement};

use crate::clock::Clock;
use crate::domain::Domain;
use crate::domain::event::Feed;
use crate::domain::identity::token::Tokens;
use crate::domain::identity::{Client, Registration, register};
use crate::domain::rate_limit::RateLimits;
use crate::entity::authored::Wanted;
use crate::entity::post::{self, PostRow};
use crate::import::{ImportError, Report, import_folder};
use crate::infra::bus::Bus;
use crate::infra::database::{Database, DatabaseLimits};
use crate::infra::password::Passwords;
use crate::infra::secret::Secret;
use crate::infra::wake::Wake;
use crate::viewer::{Role, SignedIn, Viewer};

/// Built once: making the dummy hash takes time.
static PASSWORDS: LazyLock<Passwords> = LazyLock::new(|| Passwords::new(8, 1).unwrap());

/// A server's domain with the account `olga`, and a folder to import. Both are removed at the end.
struct World {
    domain: Domain,
    folder: PathBuf,
    olga: SignedIn,
    now: Arc<AtomicI64>,
}

impl World {
    async fn new(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("tribune-write-{}-{count}", std::process::id()));
        fs::create_dir_all(folder.join("blog")).unwrap();
        let url = Database::embedded_url(&folder);
        let database =
            Database::connect(&url, DatabaseLimits { connections: 2, ..DatabaseLimits::default() })
                .await
                .unwrap();
        database.migrate().await.unwrap();
        // Some day in 2026.
        let now = Arc::new(AtomicI64::new(1_790_000_000));
        let time = now.clone();
        let secret = Secret::parse(&STANDARD.encode((0..32).collect::<Vec<u8>>())).unwrap();
        let domain = Domain {
            database,
            clock: Clock::controlled(
                move || DateTime::from_timestamp(time.load(Ordering::Relaxed), 0).unwrap(),
                1,
            ),
            passwords: PASSWORDS.clone(),
            tokens: Arc::new(Tokens::new(&secret, "http://localhost")),
            bus: Bus::in_process(),
            wake: Wake::new(Bus::in_process()),
            feed: Feed::default(),
            rate_limits: RateLimits::off(),
            name: "Tribune".into(),
            registration_is_open: true,
        };
        let olga = account(&domain, "olga", "Olga Owner").await;
        let world = Self { domain, folder, olga, now };
        files.iter().for_each(|(name, text)| world.write(name, text));
        world
    }

    fn blog(&self) -> PathBuf {
        self.folder.join("blog")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.blog().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    async fn try_import(&self, folder: &Path, as_user: &str) -> Result<Report, ImportError> {
        self.now.fetch_add(60, Ordering::Relaxed);
        import_folder(&self.domain, folder, as_user, &mut |_, _| {}).await
    }

    /// Imports the folder a minute later, and looks whether the counters are right.
    async fn import(&self) -> Report {
        let report = self.try_import(&self.blog(), "olga").await.unwrap();
        self.check_counters().await;
        report
    }

    async fn post(&self, slug: &str) -> Option<PostRow> {
        let (viewer, now) = (Viewer::SignedIn(self.olga), self.domain.clock.now());
        let reader = self.domain.database.reader();
        let found = post::find::by_slug(reader, slug, &viewer, now, Wanted::default()).await;
        found.unwrap().map(|found| found.post.row)
    }

    /// The first column of each row, as text.
    async fn texts(&self, sql: &str) -> Vec<String> {
        let database = &self.domain.database;
        let rows =
            database.reader().query_all_raw(Statement::from_string(database.backend(), sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    async fn check_counters(&self) {
        let counted = "status = 'PUBLISHED' AND visibility = 'PUBLIC' AND deleted_at IS NULL";
        let people = format!(
            "SELECT username FROM users u WHERE post_count <>
            (SELECT count(*) FROM posts p WHERE p.author_id = u.id AND {counted})"
        );
        let tags = format!(
            "SELECT slug FROM tags t WHERE post_count <> (SELECT count(*) FROM post_tags JOIN posts p ON p.id = post_id
            WHERE tag_id = t.id AND {counted})"
        );
        for sql in [people, tags] {
            assert_eq!(self.texts(&sql).await, Vec::<String>::new());
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Nothing can be done about a folder that stays.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

async fn account(domain: &Domain, username: &str, display_name: &str) -> SignedIn {
    let registration = Registration {
        username: username.to_owned(),
        email: format!("{username}@example.org"),
        password: "tribune-demo-password".to_owned(),
        display_name: Some(display_name.to_owned()),
    };
    let sign_in = register(domain, &registration, Client::default()).await.unwrap();
    SignedIn { user_id: sign_in.user.id, session_id: sign_in.session_id, role: Role::Author }
}

/// Imported, updated, unchanged, skipped, failed.
fn counts(report: &Report) -> [u64; 5] {
    let listed = [report.skipped.len() as u64, report.failed.len() as u64];
    [report.imported, report.updated, report.unchanged, listed[0], listed[1]]
}

fn reasons(listed: &[(PathBuf, String)]) -> Vec<&str> {
    listed.iter().map(|(_, reason)| reason.as_str()).collect()
}
