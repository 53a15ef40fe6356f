//! What the handlers share.

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::watch;

use super::address::TrustedProxies;
use super::layer::InFlight;
use super::limits::HttpLimits;
use super::places::Places;
use super::reference::ErrorDocs;
use crate::domain::Domain;
use crate::graphql::cost::{Limits, Table};
use crate::graphql::document::{Documents, Persisted, Trusted, TrustedError};
use crate::graphql::inputs::Inputs;
use crate::graphql::prepare::Library;
use crate::graphql::site::Site;
use crate::graphql::{self, InstanceLimits, Schemas};

/// What the handlers share; cheap to clone.
#[derive(Clone)]
pub struct HttpState(Arc<Shared>);

/// What there is once in a process.
pub struct Shared {
    pub domain: Arc<Domain>,
    pub schemas: Schemas,
    pub table: Arc<Table>,
    pub library: Library,
    pub limits: Limits,
    pub http_limits: HttpLimits,
    pub site: Site,
    /// Where the codes of errors are explained.
    pub error_docs: ErrorDocs,
    /// Whose pages may ask from a browser.
    pub cors_origins: Arc<[String]>,
    /// Whether anybody may look at the schema and the playground.
    pub is_open_to_explore: bool,
    /// Sockets held.
    pub sockets: Places,
    /// Event streams held.
    pub streams: Places,
    /// Whose word is taken for whom they ask.
    pub trusted_proxies: TrustedProxies,
    /// Turns true when the process is to end: sockets close, no new ones are taken.
    pub stopping: watch::Receiver<bool>,
    /// The requests that are answered at the moment.
    pub in_flight: InFlight,
}

impl Deref for HttpState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What is decided outside.
pub struct HttpSettings {
    pub limits: Limits,
    pub http_limits: HttpLimits,
    pub site: Site,
    /// Where the codes of errors are explained.
    pub error_docs: ErrorDocs,
    /// Whose pages may ask from a browser.
    pub cors_origins: Vec<String>,
    /// Whose word is taken for whom they ask.
    pub trusted_proxies: TrustedProxies,
    pub is_open_to_explore: bool,
    pub persisted: Persisted,
    pub trusted: Trusted,
}

/// Why there is nothing to serve.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    #[error("the cost table can't be made of the schema: {0}")]
    Table(String),
    #[error("{0}")]
    Trusted(#[from] TrustedError),
}

impl HttpState {
    pub fn new(
        domain: Domain,
        settings: HttpSettings,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, StateError> {
        let HttpSettings { limits, http_limits, persisted, trusted, .. } = settings;
        let sdl = graphql::sdl();
        let table = Arc::new(Table::new(&sdl).map_err(StateError::Table)?);
        let inputs = Arc::new(Inputs::new(&sdl).map_err(StateError::Table)?);
        let documents = Documents::new(table.clone(), inputs.clone(), limits);
        trusted.check(&documents)?;
        Ok(Self(Arc::new(Shared {
            domain: Arc::new(domain),
            schemas: Schemas::build(&InstanceLimits::new(&limits)),
            table,
            library: Library { documents, inputs, persisted, trusted },
            limits,
            http_limits,
            site: settings.site,
            error_docs: settings.error_docs,
            cors_origins: settings.cors_origins.into(),
            trusted_proxies: settings.trusted_proxies,
            is_open_to_explore: settings.is_open_to_explore,
            sockets: Places::new(http_limits.socket.per_person),
            streams: Places::new(http_limits.socket.operations),
            stopping,
            in_flight: InFlight::new(http_limits.in_flight),
        })))
    }
}

/// Waits until the process is to end. The guard that the wait ends with is let go at once: it must not be held over
/// another wait.
pub async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
