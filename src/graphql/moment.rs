//! Whom a request is for at the moment, and what was read for them.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};

use crate::domain::Domain;
use crate::infra::reading::ReadConnection;
use crate::loader::{self, Batches, Loader};
use crate::viewer::Viewer;

/// From when on a request is for whom.
pub struct Moment {
    pub viewer: Viewer,
    now: DateTime<Utc>,
    /// Made when something is first read: not all who ask have that done.
    current: OnceLock<Arc<Current>>,
}

/// One viewer and what was read for them.
pub struct Current {
    pub viewer: Viewer,
    pub loader: Loader,
}

impl Moment {
    pub fn new(viewer: Viewer, now: DateTime<Utc>) -> Self {
        Self { viewer, now, current: OnceLock::new() }
    }

    /// What reads for the viewer; `only_reads` has all of it take one connection.
    pub fn current(&self, domain: &Domain, batches: &Batches, only_reads: bool) -> Arc<Current> {
        let make = || {
            let readers = domain.database.reader();
            let connection =
                if only_reads { ReadConnection::kept(readers) } else { ReadConnection::each(readers) };
            let loader = loader::new(connection, self.viewer, self.now, batches);
            Arc::new(Current { viewer: self.viewer, loader })
        };
        self.current.get_or_init(make).clone()
    }

    /// Gives the connection back over which was read, if nothing is being read.
    pub fn release(&self) {
        if let Some(current) = self.current.get() {
            current.connection().release();
        }
    }
}

impl Current {
    /// Over what is read.
    pub fn connection(&self) -> &ReadConnection {
        self.loader.loader().connection()
    }
}
