//! The rules: commands, validation, policy, transactions and events. Knows no GraphQL and no HTTP.
//!
//! A command takes the [`Domain`], the person who asks, and its input; it checks everything, changes all or nothing in
//! one transaction, its events included, and announces them after the commit.

pub mod account;
pub mod bookmark;
pub mod comment;
pub mod error;
pub mod event;
mod idempotency;
pub mod identity;
mod input;
pub mod job;
pub mod policy;
pub mod post;
pub mod rate_limit;
pub mod reaction;
mod rendering;
pub mod series;
pub mod signal;
pub mod tag;
pub mod text;

use std::sync::Arc;

use crate::clock::Clock;
use crate::infra::bus::Bus;
use crate::infra::database::Database;
use crate::infra::password::Passwords;
use crate::infra::wake::Wake;
use event::Feed;
use identity::token::Tokens;
use rate_limit::RateLimits;
use signal::{Signal, Signals};

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
    /// What happens, for those who watch at this instance.
    pub feed: Feed,
    pub rate_limits: RateLimits,
    /// What this server calls itself.
    pub name: Arc<str>,
    /// Whether anybody may register.
    pub registration_is_open: bool,
}

impl Domain {
    /// Has those who watch hear of the events that were committed. Where this is forgotten, or the process dies before, they
    /// hear of them a second later.
    pub(crate) fn announce(&self) {
        self.feed.announce();
    }

    /// Tells the connections of all instances; called after the commit.
    pub(crate) async fn tell(&self, signal: &Signal) {
        match serde_json::to_string(signal) {
            Ok(message) => self.bus.publish(message).await,
            Err(error) => tracing::error!(%error, ?signal, "a signal could not be written as JSON"),
        }
    }

    /// Hears the signals from now on.
    pub fn signals(&self) -> Signals {
        Signals(self.bus.listen())
    }
}
