//! Routes, and what a page of another origin, and a client that takes compressed answers, have of them.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::routing::{any, get};
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;

use super::state::HttpState;
use super::{graphql, health, playground};

/// Where GraphQL is asked.
pub const GRAPHQL: &str = "/graphql";

/// The routes. A request passes the layers from the last to the first.
pub fn router(state: HttpState) -> Router {
    let graphql = any(graphql::any);
    // Whether the process is alive must be answered, the more so when it is busy.
    let mut router = Router::new()
        .route(GRAPHQL, graphql)
        .route("/healthz", get(health::process))
        .route("/readyz", get(health::ready));
    if state.is_open_to_explore {
        // Beside each other: the page names its files relative to itself.
        router = router.route("/", get(playground::page)).route("/playground/{file}", get(playground::file));
    }
    let cors = cors(&state.cors_origins);
    router.fallback(graphql::not_found).with_state(state).layer(CompressionLayer::new()).layer(cors)
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
        // Each answer says it already, whichever way it took.
        .vary([])
        .max_age(Duration::from_secs(600))
}
