//! What lives as long as the process: the parts are built here and handed down.

use std::path::Path;
use std::sync::Arc;

use sea_orm::DbErr;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::{Config, Environment, HttpConfig, Registration};
use crate::domain::Domain;
use crate::domain::identity::token::Tokens;
use crate::graphql::context::Site;
use crate::graphql::cost::{Limits, Table};
use crate::graphql::{self, InstanceLimits};
use crate::http::HttpState;
use crate::infra::bus::Bus;
use crate::infra::database::{Database, SchemaState};
use crate::infra::password::Passwords;
use crate::infra::secret::{Secret, SecretError};

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
    #[error("Redis can't be reached: {0}")]
    Redis(#[from] redis::RedisError),
    #[error("{0}")]
    Secret(#[from] SecretError),
    #[error(
        "in production the secret key is required, as --secret-key or TRIBUNE_SECRET_KEY; make one with: openssl rand -base64 32"
    )]
    NoSecret,
    #[error("{0}")]
    Other(String),
}

/// Connects to the configured database, and makes the data folder where the database lies there. Its schema may be
/// older than this program's, but not newer.
pub async fn connect(config: &Config) -> Result<Database, StartError> {
    let url = match &config.database.database_url {
        Some(url) => url.clone(),
        None => {
            make_directory(&config.data_dir)?;
            Database::embedded_url(&config.data_dir)
        }
    };
    let database =
        Database::connect(&url, config.database.database_connections, config.database.wait()).await?;
    match database.schema_state().await? {
        SchemaState::Newer(names) => Err(StartError::NewerDatabase(names)),
        SchemaState::Current | SchemaState::Pending(_) => Ok(database),
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
    let passwords = Passwords::new(config.identity.password_memory_kib, config.identity.password_passes)
        .map_err(|error| StartError::Other(error.to_string()))?;
    Ok(Domain {
        database,
        clock,
        passwords,
        tokens: Arc::new(Tokens::new(&secret, ISSUER)),
        bus,
        name: config.http.name.as_str().into(),
        registration_is_open: config.identity.registration == Registration::Open,
    })
}

/// Builds what the HTTP handlers share; the sender says when the process is to end.
pub fn http_state(config: &Config, domain: Domain) -> Result<(HttpState, watch::Sender<bool>), StartError> {
    let limits = limits(&config.http);
    let schema = graphql::build(InstanceLimits::new(&limits));
    let table = Table::new(&graphql::sdl()).map_err(StartError::Other)?;
    let (stop, stopping) = watch::channel(false);
    let state = HttpState {
        domain,
        schema,
        table: Arc::new(table),
        limits,
        site: Site::new(config.http.site_url.as_deref()),
        is_open_to_explore: config.env == Environment::Development,
        stopping,
    };
    Ok((state, stop))
}

fn limits(config: &HttpConfig) -> Limits {
    Limits {
        document_bytes: config.max_document_bytes as usize,
        depth: config.max_depth as usize,
        complexity_anonymous: config.max_complexity_anonymous as usize,
        complexity_signed_in: config.max_complexity as usize,
        ..Limits::default()
    }
}

fn make_directory(path: &Path) -> Result<(), StartError> {
    std::fs::create_dir_all(path)
        .map_err(|error| StartError::DataDirectory(path.display().to_string(), error))
}
