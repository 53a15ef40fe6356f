//! The playground: GraphiQL, with first tabs that run on the demo as it is. The page and what it loads are part of
//! the binary when `playground/` was built before it; otherwise the page loads GraphiQL from a CDN.

mod answer;
mod built;
mod cdn;

use axum::Extension;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;

use self::built::BUILT;
use super::graphql;
use super::passage::Passage;

/// The page.
pub async fn page(headers: HeaderMap) -> Response {
    match &BUILT {
        Some(built) => built.page(&headers),
        None => cdn::page(&headers),
    }
}

/// A file that the page loads.
pub async fn file(Path(name): Path<String>, passage: Extension<Passage>) -> Response {
    let found = match &BUILT {
        Some(built) => built.asset(&name),
        None => cdn::script(&name),
    };
    match found {
        Some(response) => response,
        None => graphql::not_found(passage).await,
    }
}

/// Whether the page needs nothing but this server.
pub fn is_built_in() -> bool {
    BUILT.is_some()
}
