//! Routes, and the order of the layers.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::get;

use super::state::HttpState;
use super::{graphql, health, playground, request_id};

/// Bytes of the largest body.
const MAX_BODY: usize = 1024 * 1024;

/// Everything that the server answers. A request passes the layers from the last to the first.
pub fn router(state: HttpState) -> Router {
    let explore = state.is_open_to_explore;
    let mut router = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post).fallback(graphql::other_method))
        .route("/healthz", get(health::process))
        .route("/readyz", get(health::ready));
    if explore {
        router = router.route("/", get(playground::page));
    }
    router
        .fallback(graphql::not_found)
        .with_state(state)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn(request_id::layer))
}
