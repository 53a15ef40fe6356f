//! Messages of the moment between instances, best effort: nobody is given them later.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::infra::bus::{ListenError, Listener};

/// What the connections of every instance are to know at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "signal", rename_all = "snake_case")]
pub enum Signal {
    /// Sign-ins that ended before their time; their sockets close.
    SessionsRevoked { session_ids: Vec<Uuid> },
}

/// A listener's end.
pub struct Signals(pub(super) Listener);

impl Signals {
    /// Waits for the next signal; an unknown one, of a newer version beside this one, is passed over.
    pub async fn next(&mut self) -> Result<Signal, ListenError> {
        loop {
            if let Ok(signal) = serde_json::from_str(&self.0.next().await?) {
                return Ok(signal);
            }
        }
    }
}
