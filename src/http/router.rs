//! Routes, and the order of the layers.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;

use super::layer::{self, Door};
use super::state::HttpState;
use super::{graphql, health, playground};

/// Everything that the server answers. A request passes the layers from the last to the first.
pub fn router(state: HttpState) -> Router {
    let graphql = any(graphql::any);
    // Whether the process is alive must be answered, the more so when it is busy.
    let mut router = Router::new()
        .route("/graphql", graphql)
        .route("/healthz", get(health::process))
        .route("/readyz", get(health::ready));
    if state.is_open_to_explore {
        // Beside each other: the page names its files relative to itself.
        router = router.route("/", get(playground::page)).route("/playground/{file}", get(playground::file));
    }
    let cors = cors(&state.cors_origins);
    let door = Door { proxies: state.trusted_proxies.clone(), docs: state.error_docs.clone() };
    router
        .fallback(graphql::not_found)
        .with_state(state)
        .layer(CompressionLayer::new())
        .layer(cors)
        .layer(from_fn_with_state(door, layer::door))
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
