//! The playground: GraphiQL, with a first tab that runs on the demo as it is.

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

/// The page.
pub async fn page() -> Response {
    ([(header::CACHE_CONTROL, "no-cache")], Html(include_str!("playground.html"))).into_response()
}
