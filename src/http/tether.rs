//! What a socket or a stream of events hangs on: the session it was opened with.

use uuid::Uuid;

use crate::domain::Domain;
use crate::domain::signal::{Signal, Signals};
use crate::viewer::Viewer;

/// Holds as long as a session does.
pub struct Tether {
    signals: Signals,
    session_id: Option<Uuid>,
}

/// Why it no longer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The session has ended.
    Revoked,
    /// Whether it has is not known: too much happened at once, or the bus was away. The client had better come back.
    Unknown,
}

impl Tether {
    /// Listens from here on, before it is known to whom.
    pub fn new(domain: &Domain) -> Self {
        Self { signals: domain.signals(), session_id: None }
    }

    /// Hangs on the viewer's session.
    pub fn hold(&mut self, viewer: &Viewer) {
        self.session_id = viewer.signed_in().map(|person| person.session_id);
    }

    /// Waits until it no longer holds. May be dropped while it waits and be called again.
    pub async fn cut(&mut self) -> Cut {
        loop {
            match self.signals.next().await {
                Ok(Signal::SessionsRevoked { session_ids }) => {
                    if self.session_id.is_some_and(|mine| session_ids.contains(&mine)) {
                        return Cut::Revoked;
                    }
                }
                Err(_) => return Cut::Unknown,
            }
        }
    }
}
