//! Routes, and the order of the layers.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;

use super::layer::{self, InFlight};
use super::state::HttpState;
use super::{address, graphql, health, playground, rate_limit};

/// Everything that the server answers. A request passes the layers from the last to the first.
pub fn router(state: HttpState) -> Router {
    let explore = state.is_open_to_explore;
    let in_flight = InFlight::new(state.http_limits.in_flight);
    // Whether the process is alive must be answered, the more so when it is busy.
    let (proxies, docs) = (state.trusted_proxies.clone(), state.error_docs.clone());
    let graphql = any(graphql::any)
        .layer(from_fn_with_state(state.clone(), rate_limit::layer))
        .layer(from_fn_with_state(in_flight, layer::shed));
    let mut router = Router::new()
        .route("/graphql", graphql)
        .route("/healthz", get(health::process))
        .route("/readyz", get(health::ready));
    if explore {
        // Beside each other: the page names its files relative to itself.
        router = router.route("/", get(playground::page)).route("/playground/{file}", get(playground::file));
    }
    let cors = cors(&state.cors_origins);
    router
        .fallback(graphql::not_found)
        .with_state(state)
        .layer(CompressionLayer::new())
        .layer(cors)
        .layer(from_fn(layer::within_head_limits))
        .layer(from_fn(layer::catch))
        .layer(from_fn(layer::security))
        .layer(from_fn_with_state(proxies, address::layer))
        .layer(from_fn_with_state(docs, layer::request_id))
}

/// Headers that pages may send, beside the ones that need no asking.
const ASKED: [&str; 10] = [
    "accept",
    "authorization",
    "content-type",
    "apollo-require-preflight",
    "apollographql-client-name",
    "apollographql-client-version",
    "x-apollo-operation-name",
    "x-request-id",
    "traceparent",
    "x-tribune-session",
];
/// Headers that pages may read, beside the ones that need no asking.
const TOLD: [&str; 9] = [
    "retry-after",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-used",
    "x-ratelimit-reset",
    "x-request-id",
];

/// Pages of the listed origins may ask, with credentials; an origin is compared, never repeated.
fn cors(origins: &[String]) -> CorsLayer {
    let origins: Vec<HeaderValue> =
        origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect();
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(ASKED.map(HeaderName::from_static))
        .expose_headers(TOLD.map(HeaderName::from_static))
        .allow_credentials(true)
        .max_age(Duration::from_secs(600))
}
