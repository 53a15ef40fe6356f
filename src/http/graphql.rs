//! GraphQL by POST and GET, and the way to the WebSocket.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response as GraphqlResponse, ServerError, Variables};
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request, State, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use super::client::{client, request_id, text};
use super::respond::{MediaType, is_json, refuse, respond};
use super::state::HttpState;
use super::websocket;
use crate::auth::{Identified, identify};
use crate::graphql::context::RequestContext;
use crate::graphql::error::code;
use crate::graphql::prepare::{GraphqlRequest, Prepared, refusal};
use crate::viewer::Viewer;

/// A request in the query string, by the very names of the specification.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UrlRequest {
    #[serde(default)]
    query: String,
    operation_name: Option<String>,
    variables: Option<String>,
}

/// POST: a GraphQL request in JSON. No browser sends JSON across origins without asking first, which is the guard
/// against forged requests.
pub async fn post(State(state): State<HttpState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (media_type, id) = (MediaType::negotiate(&parts.headers), request_id(&parts));
    if !is_json(&parts.headers) {
        let message = "Send the request as `content-type: application/json`.";
        return refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            media_type,
            refusal(code::BAD_REQUEST, message, None),
            &id,
        );
    }
    let bytes = match read_body(&parts, body).await {
        Ok(bytes) => bytes,
        Err(rejection) => {
            let message = "The body could not be read, or is larger than this server takes.";
            return refuse(rejection.status(), media_type, refusal(code::BAD_REQUEST, message, None), &id);
        }
    };
    // serde would take an array for the struct.
    let is_object = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    if !is_object {
        let message = "The body must be a JSON object with `query`.";
        return refuse(StatusCode::BAD_REQUEST, media_type, refusal(code::BAD_REQUEST, message, None), &id);
    }
    match serde_json::from_slice::<GraphqlRequest>(&bytes) {
        Ok(request) => run(&state, &parts, media_type, request, true).await,
        Err(error) => {
            let message = format!(
                "The body is no GraphQL request in JSON: line {}, column {}.",
                error.line(),
                error.column()
            );
            refuse(StatusCode::BAD_REQUEST, media_type, refusal(code::BAD_REQUEST, message, None), &id)
        }
    }
}

async fn read_body(parts: &Parts, body: Body) -> Result<Bytes, BytesRejection> {
    let mut request = Request::new(body);
    // The limit of the body travels in the extensions.
    *request.extensions_mut() = parts.extensions.clone();
    Bytes::from_request(request, &()).await
}

/// GET: a query in the query string, or the handshake of a WebSocket.
pub async fn get(State(state): State<HttpState>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let wants_socket =
        text(&parts.headers, "upgrade").is_some_and(|value| value.eq_ignore_ascii_case("websocket"));
    if wants_socket {
        return match WebSocketUpgrade::from_request_parts(&mut parts, &state).await {
            Ok(upgrade) => websocket::accept(upgrade, state, client(&parts), request_id(&parts)),
            Err(rejection) => axum::response::IntoResponse::into_response(rejection),
        };
    }
    let (media_type, id) = (MediaType::negotiate(&parts.headers), request_id(&parts));
    let bad = |message: &str| {
        refuse(StatusCode::BAD_REQUEST, media_type, refusal(code::BAD_REQUEST, message, None), &id)
    };
    let Ok(Query(url)) = Query::<UrlRequest>::try_from_uri(&parts.uri) else {
        return bad("The query string is no GraphQL request.");
    };
    let variables =
        match url.variables.as_deref().filter(|text| !text.is_empty()).map(serde_json::from_str::<Variables>)
        {
            None => Variables::default(),
            Some(Ok(variables)) => variables,
            Some(Err(_)) => return bad("`variables` is not a JSON object."),
        };
    let request = GraphqlRequest { query: url.query, operation_name: url.operation_name, variables };
    run(&state, &parts, media_type, request, false).await
}

async fn run(
    state: &HttpState,
    parts: &Parts,
    media_type: MediaType,
    request: GraphqlRequest,
    by_post: bool,
) -> Response {
    let id = request_id(parts);
    let refused = |error: ServerError| respond(media_type, GraphqlResponse::from_errors(vec![error]), &id);
    let prepared = match Prepared::new(request, &state.limits) {
        Ok(prepared) => prepared,
        Err(error) => return refused(error),
    };
    match prepared.operation_type() {
        OperationType::Mutation if !by_post => {
            let error = refusal(code::BAD_REQUEST, "A mutation is sent by POST.", None);
            let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, media_type, error, &id);
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            return response;
        }
        OperationType::Subscription => {
            let message = "A subscription is served over WebSocket at this address, by the protocol `graphql-transport-ws`.";
            return refused(refusal(code::BAD_REQUEST, message, None));
        }
        OperationType::Mutation | OperationType::Query => {}
    }
    let (viewer, expired_session) = match identify(&state.domain, text(&parts.headers, "authorization")).await
    {
        Ok(Identified::As(viewer)) => (viewer, None),
        Ok(Identified::Stale { session_id, .. }) if prepared.ignores_stale_token() => {
            (Viewer::Anonymous, session_id)
        }
        Ok(Identified::Stale { reason, .. }) => return refused(refusal(code::UNAUTHENTICATED, reason, None)),
        Err(error) => {
            tracing::error!(%error, request_id = id, "the session could not be looked up");
            return refused(refusal(code::SERVICE_UNAVAILABLE, "The server can't reach its database.", None));
        }
    };
    if let Err(error) = prepared.judge(&state.table, &state.limits, viewer.signed_in().is_some()) {
        return refused(error);
    }
    let context =
        RequestContext::new(state.domain.clone(), state.site.clone(), client(parts), id.clone(), viewer)
            .with_expired_session(expired_session);
    let (batches, shape) = (context.batches(), prepared.shape(&state.table));
    let mut request = prepared.into_request().data(Arc::new(context));
    if !state.is_open_to_explore && viewer.signed_in().is_none() {
        request = request.disable_introspection();
    }
    let mut response = batches.drive(state.schema.execute(request)).await;
    shape.give(&mut response);
    respond(media_type, response, &id)
}

/// Any other method.
pub async fn other_method(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let error = refusal(code::BAD_REQUEST, "GraphQL is asked by POST or GET.", None);
    let media_type = MediaType::negotiate(&parts.headers);
    let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, media_type, error, &request_id(&parts));
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
    response
}

/// Any other path.
pub async fn not_found(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let error = refusal(code::BAD_REQUEST, "There is nothing here; GraphQL is at /graphql.", None);
    refuse(StatusCode::NOT_FOUND, MediaType::Json, error, &request_id(&parts))
}
