//! The whole server in the test's hands, on an address of its own: its clock, its statements.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration as StdDuration;

use base64::Engine;
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, Statement};
use tokio::sync::watch;
use tribune::clock::Clock;
use tribune::domain::Domain;
use tribune::domain::event::{self, Feed};
use tribune::domain::identity::token::Tokens;
use tribune::domain::identity::{self, Registration};
use tribune::domain::rate_limit::{Budgets, RateLimits};
use tribune::graphql::cost::Limits;
use tribune::graphql::document::{Persisted, Trusted};
use tribune::graphql::site::Site;
use tribune::http::{ErrorDocs, HttpLimits, HttpSettings, HttpState, TrustedProxies};
use tribune::infra::bus::Bus;
use tribune::infra::database::DatabaseLimits;
use tribune::infra::password::Passwords;
use tribune::infra::rate_limit::{Limit, RateLimiter};
use tribune::infra::secret::Secret;
use tribune::infra::store::Store;
use tribune::infra::wake::Wake;
use tribune::viewer::Role;

use super::client::Client;
use super::database::{TestDatabase, patient};
use super::wire::Wire;

/// Everybody's password.
pub const PASSWORD: &str = "a password for tests only";

/// Where the codes of errors are explained.
pub const DOCS: &str = "https://example.org/errors";

/// The address of the Redis to test on; everything within the process without it.
pub fn redis_url() -> Option<String> {
    std::env::var("TRIBUNE_TEST_REDIS_URL").ok()
}

/// How a server of a test differs from others.
#[derive(Clone)]
pub struct Options {
    pub limits: Limits,
    pub http_limits: HttpLimits,
    pub database_limits: DatabaseLimits,
    pub is_open_to_explore: bool,
    pub trusted: Trusted,
    /// So much that no test meets a limit by accident; those of the limits set the real numbers.
    pub budgets: Budgets,
    /// Who counts; Redis where there is one, or else the process, left out.
    pub limiter: Option<RateLimiter>,
    pub trusted_proxies: TrustedProxies,
    /// What chance follows from: instances beside each other must not make the same ids.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        let roomy = Limit::new(1_000_000, StdDuration::from_secs(300));
        Self {
            limits: Limits::default(),
            http_limits: HttpLimits::default(),
            database_limits: patient(10),
            is_open_to_explore: true,
            trusted: Trusted::default(),
            budgets: Budgets {
                anonymous: roomy,
                signed_in: roomy,
                login_failures: roomy,
                login_failures_per_address: roomy,
                registrations: roomy,
            },
            limiter: None,
            trusted_proxies: TrustedProxies::default(),
            seed: 42,
        }
    }
}

fn settings(options: &Options, persisted: Persisted) -> HttpSettings {
    HttpSettings {
        limits: options.limits,
        http_limits: options.http_limits,
        site: Site::new(Some("https://example.org/")),
        error_docs: ErrorDocs::new(Some(DOCS)),
        cors_origins: vec!["https://example.org".to_owned()],
        is_open_to_explore: options.is_open_to_explore,
        persisted,
        trusted: options.trusted.clone(),
        trusted_proxies: options.trusted_proxies.clone(),
    }
}

/// A server of one test.
pub struct TestApp {
    pub domain: Domain,
    pub state: HttpState,
    /// Where it listens.
    pub address: SocketAddr,
    pub wire: Wire,
    /// Ends the server when true is sent.
    pub stop: watch::Sender<bool>,
    options: Options,
    now: Arc<Mutex<DateTime<Utc>>>,
    statements: Arc<Mutex<Vec<String>>>,
    // Last, so that it goes when nobody is connected any more.
    pub database: TestDatabase,
}

impl TestApp {
    pub async fn new() -> Self {
        Self::with_limits(Limits::default()).await
    }

    pub async fn with_limits(limits: Limits) -> Self {
        Self::with(TestDatabase::migrated(), Options { limits, ..Options::default() }).await
    }

    /// As in production: nobody in particular may explore the schema.
    pub async fn closed() -> Self {
        Self::with(TestDatabase::migrated(), Options { is_open_to_explore: false, ..Options::default() })
            .await
    }

    /// Another instance over the same database and bus.
    pub async fn beside(&self) -> Self {
        static SEED: AtomicU64 = AtomicU64::new(43);
        let seed = SEED.fetch_add(1, Ordering::Relaxed);
        Self::with(self.database.shared(), Options { seed, ..self.options.clone() }).await
    }

    /// With other limits of the door.
    pub async fn with_http_limits(http_limits: HttpLimits) -> Self {
        Self::with(TestDatabase::migrated(), Options { http_limits, ..Options::default() }).await
    }

    /// With registered documents.
    pub async fn with_trusted(trusted: Trusted) -> Self {
        Self::with(TestDatabase::migrated(), Options { trusted, ..Options::default() }).await
    }

    pub async fn with(test_database: TestDatabase, options: Options) -> Self {
        let statements: Arc<Mutex<Vec<String>>> = Arc::default();
        let mut database = test_database.connect_with(options.database_limits).await;
        let seen = statements.clone();
        database.observe(move |sql| seen.lock().unwrap().push(sql.to_owned()));
        let start = DateTime::parse_from_rfc3339("2026-01-02T03:04:05Z").unwrap().to_utc();
        let now = Arc::new(Mutex::new(start));
        let clock = now.clone();
        let secret =
            Secret::parse(&base64::engine::general_purpose::STANDARD.encode([[1, 2]; 16].as_flattened()))
                .unwrap();
        let prefix = format!("{}:", test_database.url);
        let (bus, store) = match redis_url() {
            Some(url) => {
                let bus = Bus::redis(&url, &prefix).await.unwrap();
                let store = Store::redis(bus.link().unwrap().clone(), &prefix);
                (bus, store)
            }
            None => (Bus::in_process(), Store::in_process()),
        };
        let limiter = match (&options.limiter, bus.link()) {
            (Some(limiter), _) => limiter.clone(),
            // A busy machine must not make Redis seem away.
            (None, Some(link)) => RateLimiter::redis(link.clone(), &prefix, StdDuration::from_secs(20)),
            (None, None) => RateLimiter::in_process(),
        };
        let domain = Domain {
            database,
            // A little later at each look, so that what came first sorts first.
            clock: Clock::controlled(
                move || {
                    let mut now = clock.lock().unwrap();
                    *now += Duration::microseconds(1);
                    *now
                },
                options.seed,
            ),
            passwords: Passwords::new(8, 1).unwrap(),
            tokens: Arc::new(Tokens::new(&secret, "tribune")),
            wake: Wake::new(bus.clone()),
            bus,
            feed: Feed::default(),
            rate_limits: RateLimits { limiter, budgets: options.budgets },
            name: "Tribune under test".into(),
            registration_is_open: true,
        };
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(event::relay(domain.clone(), stopping.clone()));
        let persisted = if options.trusted.only() { Persisted::off() } else { Persisted::new(store) };
        let settings = settings(&options, persisted);
        let state = HttpState::new(domain.clone(), settings, stopping).unwrap();
        let wire = Wire::serve(state.clone(), stop.clone());
        Self {
            domain,
            state,
            address: wire.address,
            wire,
            stop,
            options,
            now,
            statements,
            database: test_database,
        }
    }

    /// The way to a server that is like this one but for its domain.
    pub fn with_domain(&self, domain: Domain) -> Wire {
        let settings = settings(&self.options, self.state.library.persisted.clone());
        let state = HttpState::new(domain, settings, self.stop.subscribe()).unwrap();
        Wire::serve(state, self.stop.clone())
    }

    /// Nobody in particular.
    pub fn anon(&self) -> Client {
        Client::new(self.wire.clone(), None)
    }

    /// An author.
    pub async fn alice(&self) -> Client {
        self.actor("alice", Role::Author).await
    }

    /// Another author.
    pub async fn bob(&self) -> Client {
        self.actor("bob", Role::Author).await
    }

    pub async fn reader(&self) -> Client {
        self.actor("rita", Role::Reader).await
    }

    pub async fn moderator(&self) -> Client {
        self.actor("mona", Role::Moderator).await
    }

    pub async fn admin(&self) -> Client {
        self.actor("ada", Role::Admin).await
    }

    /// Somebody of that name, made and signed in.
    pub async fn actor(&self, username: &str, role: Role) -> Client {
        let registration = Registration {
            username: username.to_owned(),
            email: format!("{username}@example.org"),
            password: PASSWORD.to_owned(),
            display_name: Some(format!("{}{}", username[..1].to_uppercase(), &username[1..])),
        };
        identity::create_with_role(&self.domain, &registration, role).await.unwrap();
        self.sign_in(username).await
    }

    /// Another session of somebody who exists.
    pub async fn sign_in(&self, username: &str) -> Client {
        let sign_in =
            identity::login(&self.domain, username, PASSWORD, identity::Client::default()).await.unwrap();
        Client::new(self.wire.clone(), Some(sign_in))
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        *self.now.lock().unwrap() += duration;
    }

    /// The statements since the last call, without those by which the instance looks whether something happened.
    pub fn take_statements(&self) -> Vec<String> {
        let mut statements = std::mem::take(&mut *self.statements.lock().unwrap());
        let looks = ["FROM event_log", "FROM events e ", "UPDATE events e "];
        statements.retain(|sql| !looks.iter().any(|look| sql.contains(look)));
        statements
    }

    /// Does to the database what no mutation does (yet).
    pub async fn execute(&self, sql: &str) {
        self.domain.database.writer().execute_unprepared(sql).await.unwrap();
    }

    /// One number.
    pub async fn number(&self, sql: &str) -> i64 {
        let connection = self.domain.database.reader();
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        connection.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    pub fn is_postgres(&self) -> bool {
        super::database::postgres_url().is_some()
    }
}
