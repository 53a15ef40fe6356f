//! GraphQL by POST and GET, and the way to the WebSocket.

mod read;
mod run;

use axum::Extension;
use axum::extract::{FromRequestParts, Request, State, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use self::read::{Read, Refusal};
use super::body::RequestBody;
use super::client::text;
use super::negotiate::MediaType;
use super::passage::Passage;
use super::respond::refuse;
use super::state::HttpState;
use super::{rate_limit, websocket};
use crate::graphql::error::{code, refusal};

/// A request to `/graphql` by whatever method, by way of the router.
pub async fn any(
    State(state): State<HttpState>,
    Extension(passage): Extension<Passage>,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    answer(&state, &passage, &mut parts, body).await
}

/// A request to `/graphql` by whatever method.
pub async fn answer(
    state: &HttpState,
    passage: &Passage,
    parts: &mut Parts,
    body: impl RequestBody,
) -> Response {
    let _place = match state.in_flight.admit(passage) {
        Ok(place) => place,
        Err(busy) => return *busy,
    };
    let response = by_method(state, passage, parts, body).await;
    rate_limit::settle(state, passage, parts, response).await
}

async fn by_method(
    state: &HttpState,
    passage: &Passage,
    parts: &mut Parts,
    body: impl RequestBody,
) -> Response {
    match parts.method {
        Method::GET if wants_socket(&parts.headers) => Box::pin(upgrade(state, passage, parts)).await,
        Method::GET => {
            let read = read::from_url(&parts.uri).map(Read::One);
            run_read(state, passage, parts, read).await
        }
        Method::POST => {
            let read = read::from_body(&parts.headers, passage.lines, body, &state.http_limits).await;
            run_read(state, passage, parts, read).await
        }
        _ => {
            let error = refusal(code::BAD_REQUEST, "GraphQL is asked by POST or GET.", None);
            let media_type = passage.accepted.media_type;
            let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, media_type, error, &passage.reference);
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
            response
        }
    }
}

async fn run_read(
    state: &HttpState,
    passage: &Passage,
    parts: &Parts,
    read: Result<Read, Refusal>,
) -> Response {
    match read {
        Ok(Read::One(request)) => run::one(state, passage, parts, request).await,
        // Boxed, as the handshake of a socket: what is rare must not make every request's future large.
        Ok(Read::Batch(requests)) => Box::pin(run::batch(state, passage, parts, requests)).await,
        Err(Refusal { status, message }) => {
            let error = refusal(code::BAD_REQUEST, message, None);
            refuse(status, passage.accepted.media_type, error, &passage.reference)
        }
    }
}

fn wants_socket(headers: &axum::http::HeaderMap) -> bool {
    text(headers, &header::UPGRADE).is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
}

async fn upgrade(state: &HttpState, passage: &Passage, parts: &mut Parts) -> Response {
    match WebSocketUpgrade::from_request_parts(parts, state).await {
        Ok(upgrade) => websocket::accept(upgrade, state.clone(), passage, parts),
        Err(rejection) => {
            let message = format!("This is no handshake of a WebSocket: {rejection}.");
            let error = refusal(code::BAD_REQUEST, message, None);
            refuse(StatusCode::BAD_REQUEST, MediaType::Json, error, &passage.reference)
        }
    }
}

/// Any other path.
pub async fn not_found(Extension(passage): Extension<Passage>) -> Response {
    let error = refusal(code::BAD_REQUEST, "There is nothing here; GraphQL is at /graphql.", None);
    refuse(StatusCode::NOT_FOUND, MediaType::Json, error, &passage.reference)
}
