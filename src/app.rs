//! What lives as long as the process: the parts are built here and handed down.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::DbErr;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::{
    Config, DatabaseConfig, Environment, LimitsConfig, RateLimitConfig, Registration, Switch,
};
use crate::domain::Domain;
use crate::domain::event::{self, Feed};
use crate::domain::identity::token::Tokens;
use crate::domain::job::TribuneHandlers;
use crate::domain::rate_limit::{
    ANONYMOUS_WINDOW, Budgets, LOGIN_ADDRESS_WINDOW, LOGIN_WINDOW, REGISTRATION_WINDOW, RateLimits,
    SIGNED_IN_WINDOW,
};
use crate::graphql::cost::Limits;
use crate::graphql::document::{self, Persisted, Trusted};
use crate::graphql::site::Site;
use crate::http::{ErrorDocs, HttpLimits, HttpSettings, HttpState, SocketLimits, StateError, TrustedProxies};
use crate::infra::bus::Bus;
use crate::infra::database::schema::SchemaState;
use crate::infra::database::{Database, DatabaseLimits};
use crate::infra::link::LinkError;
use crate::infra::password::Passwords;
use crate::infra::rate_limit::{Limit, PATIENCE, RateLimiter};
use crate::infra::secret::{Secret, SecretError};
use crate::infra::store::Store;
use crate::infra::wake::Wake;
use crate::worker::{Settings, Worker};

/// The deployment's name in tokens.
const ISSUER: &str = "tribune";

/// Why the process can't start; each says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data folder {0} can't be made: {1}")]
    DataDirectory(String, std::io::Error),
    #[error("the database can't be used: {0}")]
    Database(#[from] DbErr),
    #[error("the database is of a newer version of Tribune, it has changes that this one does not know: {}; start the newer version", .0.join(", "))]
    NewerDatabase(Vec<String>),
    #[error("{0}")]
    Redis(#[from] LinkError),
    #[error("{0}")]
    Secret(#[from] SecretError),
    #[error(
        "in production the secret key is required, as --secret-key or TRIBUNE_SECRET_KEY; make one with: openssl rand -base64 32"
    )]
    NoSecret,
    #[error("--trusted-documents-only needs --trusted-documents, a manifest or a folder")]
    NoTrustedDocuments,
    #[error(
        "{0:?} in --cors-origins is no origin: write it as a browser does, e.g. https://blog.example.org"
    )]
    Origin(String),
    #[error("{0}")]
    State(#[from] StateError),
    #[error("{0}")]
    Other(String),
}

/// Connects to the configured database, and makes the data folder where the database lies there. Its schema may be
/// older than this program's, but not newer.
pub async fn connect(config: &Config) -> Result<Database, StartError> {
    let database = Database::connect(&database_url(config)?, database_limits(&config.database)).await?;
    match database.schema_state().await? {
        SchemaState::Newer(names) => Err(StartError::NewerDatabase(names)),
        SchemaState::Current | SchemaState::Pending(_) => Ok(database),
    }
}

/// The URL of the configured database; makes the data folder where the database lies there.
pub fn database_url(config: &Config) -> Result<String, StartError> {
    match &config.database.database_url {
        Some(url) => Ok(url.clone()),
        None => {
            make_directory(&config.data_dir)?;
            Ok(Database::embedded_url(&config.data_dir))
        }
    }
}

/// Builds the domain over a database.
pub async fn domain(config: &Config, database: Database, clock: Clock) -> Result<Domain, StartError> {
    let secret = match (&config.identity.secret_key, config.env) {
        (Some(secret), _) => Secret::parse(secret)?,
        (None, Environment::Production) => return Err(StartError::NoSecret),
        (None, Environment::Development) => {
            make_directory(&config.data_dir)?;
            Secret::kept_in(&config.data_dir, clock.random_bytes())?
        }
    };
    let bus = match &config.database.redis_url {
        Some(url) => Bus::redis(url, &config.database.redis_prefix).await?,
        None => Bus::in_process(),
    };
    let limiter = match (bus.link(), config.rate_limit.rate_limit) {
        (_, Switch::Off) => RateLimiter::off(),
        (Some(link), Switch::On) => RateLimiter::redis(link.clone(), &config.database.redis_prefix, PATIENCE),
        (None, Switch::On) => RateLimiter::in_process(),
    };
    let passwords = Passwords::new(config.identity.password_memory_kib, config.identity.password_passes)
        .map_err(|error| StartError::Other(error.to_string()))?
        .with_queue(config.identity.password_queue as usize);
    Ok(Domain {
        database,
        clock,
        passwords,
        tokens: Arc::new(Tokens::new(&secret, ISSUER)),
        wake: Wake::new(bus.clone()),
        bus,
        feed: Feed::default(),
        rate_limits: RateLimits { limiter, budgets: budgets(&config.rate_limit) },
        name: config.http.name.as_str().into(),
        registration_is_open: config.identity.registration == Registration::Open,
    })
}

/// Builds what the HTTP handlers share, and has this instance hear of what happens; the sender says when the process is to
/// end.
pub fn http_state(config: &Config, domain: Domain) -> Result<(HttpState, watch::Sender<bool>), StartError> {
    if !domain.rate_limits.are_on() {
        tracing::warn!("rate limits are off: anybody may ask and guess as often as they like");
    }
    let documents = &config.documents;
    let only = documents.trusted_documents_only == Switch::On;
    let trusted = match &documents.trusted_documents {
        Some(path) => Trusted::load(path, only).map_err(StateError::from)?,
        None if only => return Err(StartError::NoTrustedDocuments),
        None => Trusted::default(),
    };
    let persisted = match documents.persisted_queries {
        Switch::On if !only => Persisted::new(store(config, &domain)),
        _ => Persisted::off(),
    };
    let settings = HttpSettings {
        limits: limits(config),
        http_limits: http_limits(&config.limits),
        site: Site::new(config.http.site_url.as_deref()),
        error_docs: ErrorDocs::new(config.http.docs_url.as_deref()),
        cors_origins: cors_origins(config)?,
        trusted_proxies: TrustedProxies::new(config.http.trusted_proxies.0.clone()),
        is_open_to_explore: config.env == Environment::Development,
        persisted,
        trusted,
    };
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(event::relay(domain.clone(), stopping.clone()));
    Ok((HttpState::new(domain, settings, stopping)?, stop))
}

/// Builds who does the jobs.
pub fn worker(config: &Config, domain: Domain) -> Worker {
    let settings = Settings { jobs: config.worker.worker_jobs as usize, ..Settings::default() };
    Worker::new(domain, Arc::new(TribuneHandlers), settings)
}

fn store(config: &Config, domain: &Domain) -> Store {
    match domain.bus.link() {
        Some(link) => Store::redis(link.clone(), &config.database.redis_prefix),
        None => Store::in_process(),
    }
}

/// The usual ports of frontends in development: Next and Create React App, Vite, Angular, Astro, SvelteKit's preview.
const DEVELOPMENT_PORTS: [u16; 5] = [3000, 5173, 4200, 4321, 4173];

fn cors_origins(config: &Config) -> Result<Vec<String>, StartError> {
    let Some(origins) = &config.http.cors_origins else {
        if config.env == Environment::Production {
            return Ok(Vec::new());
        }
        let hosts = ["localhost", "127.0.0.1"];
        let origins =
            DEVELOPMENT_PORTS.iter().flat_map(|port| hosts.map(|host| format!("http://{host}:{port}")));
        return Ok(origins.collect());
    };
    let named = origins.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    let read = |origin: &str| match url::Url::parse(origin) {
        Ok(url) if url.origin().ascii_serialization() == origin => Ok(origin.to_owned()),
        _ => Err(StartError::Origin(origin.to_owned())),
    };
    named.map(read).collect()
}

fn limits(config: &Config) -> Limits {
    let (http, documents) = (&config.http, &config.documents);
    Limits {
        document: document::Limits {
            bytes: http.max_document_bytes as usize,
            tokens: documents.max_tokens as usize,
            nesting: documents.max_nesting as usize,
            spreads: documents.max_spreads as usize,
            expanded_selections: documents.max_selections as usize,
            aliases: documents.max_aliases as usize,
            directives: documents.max_directives as usize,
            root_fields: documents.max_root_fields as usize,
            // The library's own bound, which is not configured.
            ..document::Limits::default()
        },
        depth: http.max_depth as usize,
        complexity_anonymous: http.max_complexity_anonymous as usize,
        complexity_signed_in: http.max_complexity as usize,
    }
}

fn http_limits(config: &LimitsConfig) -> HttpLimits {
    let ping_interval = Duration::from_secs(config.ping_seconds);
    HttpLimits {
        body_bytes: config.max_body_bytes as usize,
        head_timeout: Duration::from_millis(config.head_timeout_ms),
        body_timeout: Duration::from_millis(config.body_timeout_ms),
        answer_timeout: Duration::from_millis(config.answer_timeout_ms),
        in_flight: config.max_in_flight as usize,
        batch: config.max_batch as usize,
        socket: SocketLimits {
            message_bytes: config.max_message_bytes as usize,
            messages_per_second: config.max_messages_per_second,
            operations: config.max_subscriptions as usize,
            per_person: config.max_sockets as usize,
            ping_interval,
            silence: ping_interval * 2,
            send_timeout: Duration::from_secs(config.send_seconds),
            ..SocketLimits::default()
        },
    }
}

fn database_limits(config: &DatabaseConfig) -> DatabaseLimits {
    DatabaseLimits {
        connections: config.database_connections,
        wait: Duration::from_millis(config.database_wait_ms),
        statement: Duration::from_millis(config.database_statement_ms),
    }
}

fn budgets(config: &RateLimitConfig) -> Budgets {
    Budgets {
        anonymous: Limit::new(config.rate_limit_anonymous, ANONYMOUS_WINDOW),
        signed_in: Limit::new(config.rate_limit_signed_in, SIGNED_IN_WINDOW),
        login_failures: Limit::new(config.max_login_failures, LOGIN_WINDOW),
        login_failures_per_address: Limit::new(config.max_login_failures_per_address, LOGIN_ADDRESS_WINDOW),
        registrations: Limit::new(config.max_registrations, REGISTRATION_WINDOW),
    }
}

fn make_directory(path: &Path) -> Result<(), StartError> {
    std::fs::create_dir_all(path)
        .map_err(|error| StartError::DataDirectory(path.display().to_string(), error))
}
