//! What the handlers share.

use std::sync::Arc;

use tokio::sync::watch;

use crate::domain::Domain;
use crate::graphql::TribuneSchema;
use crate::graphql::context::Site;
use crate::graphql::cost::{Limits, Table};

/// What the handlers share; cheap to clone.
#[derive(Clone)]
pub struct HttpState {
    pub domain: Domain,
    pub schema: TribuneSchema,
    pub table: Arc<Table>,
    pub limits: Limits,
    pub site: Site,
    /// Whether anybody may look at the schema and the playground.
    pub is_open_to_explore: bool,
    /// Turns true when the process is to end: sockets close, no new ones are taken.
    pub stopping: watch::Receiver<bool>,
}
