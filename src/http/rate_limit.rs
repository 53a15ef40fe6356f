//! Charging requests, and the headers that tell of it.
//!
//! An operation is charged when its complexity is known, before it runs. What is refused earlier, or is no operation at
//! all, is charged one point after the handler: no answer is free.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_graphql::ServerError;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::client::client;
use super::cookies::authorization;
use super::negotiate::Accepted;
use super::reference::Reference;
use super::respond::refuse;
use super::state::HttpState;
use crate::auth::{Identified, identify};
use crate::domain::Domain;
use crate::domain::identity::Client;
use crate::domain::rate_limit::{Charge, charge};
use crate::graphql::rate_limit::over_budget;
use crate::viewer::Viewer;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
const X_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const X_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const X_USED: HeaderName = HeaderName::from_static("x-ratelimit-used");
const X_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// What a request was charged last.
#[derive(Clone, Default)]
pub struct Meter(Arc<Mutex<Option<Charge>>>);

impl Meter {
    fn note(&self, charge: Charge) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(charge);
    }

    fn read(&self) -> Option<Charge> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Charges an operation that is about to run, or that was refused.
///
/// # Errors
/// The budget does not reach.
pub async fn charge_operation(
    domain: &Domain,
    viewer: Viewer,
    client: &Client,
    meter: &Meter,
    complexity: usize,
) -> Result<Option<Charge>, ServerError> {
    let Some(charge) = charge(domain, viewer, client, complexity).await else { return Ok(None) };
    meter.note(charge);
    if charge.taken.allowed { Ok(Some(charge)) } else { Err(over_budget(&charge)) }
}

/// Charges a request that was refused before anybody looked who sent it.
///
/// # Errors
/// The budget does not reach.
pub async fn charge_unread(state: &HttpState, parts: &Parts) -> Result<(), ServerError> {
    let viewer = match identify(&state.domain, authorization(parts).as_deref()).await {
        Ok(Identified::As(viewer)) => viewer,
        Ok(Identified::Stale { .. }) | Err(_) => Viewer::Anonymous,
    };
    charge_operation(&state.domain, viewer, &client(parts), &Meter::of(&parts.extensions), 0)
        .await
        .map(|_| ())
}

/// After the handler of GraphQL: charges what it did not, and writes the headers.
pub async fn settle(state: &HttpState, parts: &Parts, mut response: Response) -> Response {
    // The handshake of a socket: its operations are charged one by one.
    if !state.domain.rate_limits.are_on() || response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    let meter = Meter::of(&parts.extensions);
    if meter.read().is_none()
        && let Err(error) = charge_unread(state, parts).await
    {
        let media_type = Accepted::read(&parts.headers).media_type;
        response =
            refuse(StatusCode::TOO_MANY_REQUESTS, media_type, error, &Reference::of(&parts.extensions));
    }
    if let Some(charge) = meter.read() {
        tell(response.headers_mut(), &charge);
    }
    response
}

/// The fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-07), in seconds from now, and those that GitHub
/// made common, in seconds since 1970.
fn tell(headers: &mut HeaderMap, charge: &Charge) {
    let taken = &charge.taken;
    let reset_at = u64::try_from(charge.reset_at().timestamp_micros()).unwrap_or(0).div_ceil(1_000_000);
    let [limit, remaining, reset, used, reset_at, retry] = values([
        taken.limit.into(),
        taken.remaining.into(),
        seconds(taken.reset_after),
        taken.used().into(),
        reset_at,
        seconds(taken.retry_after),
    ]);
    headers.insert(LIMIT, limit.clone());
    headers.insert(REMAINING, remaining.clone());
    headers.insert(RESET, reset);
    headers.insert(X_LIMIT, limit);
    headers.insert(X_REMAINING, remaining);
    headers.insert(X_USED, used);
    headers.insert(X_RESET, reset_at);
    if !taken.allowed {
        headers.insert(header::RETRY_AFTER, retry);
    }
}

/// Numbers as values of headers, all in one text: each of its own would be two pieces of memory.
fn values<const N: usize>(numbers: [u64; N]) -> [HeaderValue; N] {
    let mut text = String::with_capacity(N * 12);
    let ends = numbers.map(|number| {
        text.push_str(itoa::Buffer::new().format(number));
        text.len()
    });
    let (text, mut begin) = (Bytes::from(text), 0);
    ends.map(|end| {
        let value = HeaderValue::from_maybe_shared(text.slice(begin..end));
        begin = end;
        // Digits are a value.
        value.unwrap_or_else(|_| HeaderValue::from_static("0"))
    })
}

/// Rounded up, so that who waits so long does not come too early.
fn seconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
