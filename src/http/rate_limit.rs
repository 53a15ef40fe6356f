//! Charging requests, and what is told of it.
//!
//! An operation is charged when its complexity is known, before it runs. What is refused earlier, or is no operation at
//! all, is charged one point after the handler: no answer is free.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_graphql::ServerError;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use uuid::Uuid;

use super::client::client;
use super::cookies::authorization;
use super::passage::Passage;
use super::respond::refuse;
use super::state::HttpState;
use crate::auth::{Identified, identify, presented};
use crate::domain::Domain;
use crate::domain::identity::Client;
use crate::domain::rate_limit::{Charge, charge};
use crate::graphql::rate_limit::over_budget;

/// What a request was charged last.
#[derive(Clone, Default)]
pub struct Meter(Arc<Mutex<Option<Charge>>>);

impl Meter {
    fn note(&self, charge: Charge) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(charge);
    }

    /// Has it be told of nothing that was charged, for it was charged to somebody else than who asked.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What was charged; nothing yet, or nothing at all.
    pub fn read(&self) -> Option<Charge> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Charges an operation that is about to run, or that was refused.
///
/// # Errors
/// The budget does not reach.
pub async fn charge_operation(
    domain: &Domain,
    user_id: Option<Uuid>,
    client: &Client,
    meter: &Meter,
    complexity: usize,
) -> Result<Option<Charge>, ServerError> {
    let Some(charge) = charge(domain, user_id, client, complexity).await else { return Ok(None) };
    meter.note(charge);
    if charge.taken.allowed { Ok(Some(charge)) } else { Err(over_budget(&charge)) }
}

/// Charges a request that was refused before anybody looked who sent it.
///
/// # Errors
/// The budget does not reach.
pub async fn charge_unread(state: &HttpState, passage: &Passage, parts: &Parts) -> Result<(), ServerError> {
    let presented = presented(&state.domain, authorization(parts, passage.lines).as_deref());
    let user_id = match identify(&state.domain, presented).await {
        Ok(Identified::As(viewer)) => viewer.user_id(),
        Ok(Identified::Stale { .. }) | Err(_) => None,
    };
    charge_operation(&state.domain, user_id, &client(passage, parts), &passage.meter, 0).await.map(|_| ())
}

/// After the handler of GraphQL: charges what it did not.
pub async fn settle(state: &HttpState, passage: &Passage, parts: &Parts, response: Response) -> Response {
    // The handshake of a socket: its operations are charged one by one.
    if !state.domain.rate_limits.are_on() || response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    if passage.meter.read().is_none()
        && let Err(error) = Box::pin(charge_unread(state, passage, parts)).await
    {
        let media_type = passage.accepted.media_type;
        return refuse(StatusCode::TOO_MANY_REQUESTS, media_type, error, &passage.reference);
    }
    response
}

/// What is told of a charge: the fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-07), in seconds from now,
/// and those that GitHub made common, in seconds since 1970.
pub struct Told {
    pub limit: u64,
    pub remaining: u64,
    pub used: u64,
    /// Seconds from now.
    pub reset_after: u64,
    /// Seconds since 1970.
    pub reset_at: u64,
    /// In how many seconds to come back, for whom the budget does not reach.
    pub retry_after: Option<u64>,
}

impl From<Charge> for Told {
    fn from(charge: Charge) -> Self {
        let taken = &charge.taken;
        let reset_at = charge.reset_at().timestamp_micros();
        Self {
            limit: taken.limit.into(),
            remaining: taken.remaining.into(),
            used: taken.used().into(),
            reset_after: seconds(taken.reset_after),
            reset_at: u64::try_from(reset_at).unwrap_or(0).div_ceil(1_000_000),
            retry_after: (!taken.allowed).then(|| seconds(taken.retry_after)),
        }
    }
}

/// Rounded up, so that who waits so long does not come too early.
fn seconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
