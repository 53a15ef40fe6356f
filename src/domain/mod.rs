//! The rules: commands, validation, policy, transactions and events. Knows no GraphQL and no HTTP.
//!
//! A command takes the [`Domain`], the person who asks, and its input; it checks everything, changes all or nothing in
//! one transaction, and tells of it after the commit.

pub mod account;
pub mod bookmark;
pub mod comment;
pub mod error;
pub mod event;
pub mod identity;
mod input;
pub mod job;
pub mod policy;
pub mod post;
pub mod rate_limit;
pub mod reaction;
mod rendering;
pub mod series;
pub mod tag;
pub mod text;

use std::sync::Arc;

use crate::clock::Clock;
use crate::infra::bus::{Bus, ListenError, Listener};
use crate::infra::database::Database;
use crate::infra::password::Passwords;
use crate::infra::wake::Wake;
use event::Event;
use identity::token::Tokens;
use rate_limit::RateLimits;

/// What the commands work with; cheap to clone.
#[derive(Clone)]
pub struct Domain {
    pub database: Database,
    pub clock: Clock,
    pub passwords: Passwords,
    pub tokens: Arc<Tokens>,
    pub bus: Bus,
    /// Has those who work behind the requests look, after the commit of a job.
    pub wake: Wake,
    pub rate_limits: RateLimits,
    /// What this server calls itself.
    pub name: Arc<str>,
    /// Whether anybody may register.
    pub registration_is_open: bool,
}

impl Domain {
    /// Tells everybody who watches; called after the commit.
    pub(crate) async fn tell(&self, event: &Event) {
        match serde_json::to_string(event) {
            Ok(message) => self.bus.publish(message).await,
            Err(error) => tracing::error!(%error, ?event, "an event could not be written as JSON"),
        }
    }

    /// Watches what happens from now on.
    pub fn watch(&self) -> Watch {
        Watch(self.bus.listen())
    }
}

/// A watcher's end.
pub struct Watch(Listener);

impl Watch {
    /// Waits for the next event; an unknown one, of a newer version beside this one, is passed over.
    pub async fn next(&mut self) -> Result<Event, ListenError> {
        loop {
            if let Ok(event) = serde_json::from_str(&self.0.next().await?) {
                return Ok(event);
            }
        }
    }
}
