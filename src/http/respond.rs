//! Answers as of the GraphQL-over-HTTP specification.

use async_graphql::{ErrorExtensionValues, Response as GraphqlResponse, ServerError, Value};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::client::text;
use crate::graphql::error::code;

const JSON: &str = "application/json";
const GRAPHQL: &str = "application/graphql-response+json";

/// The media type that the client understands, the newer one where it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// Answers 200 to whatever is a GraphQL request, for clients that drop errors of another status.
    Json,
    /// Says by its status whether the request was run.
    GraphqlResponse,
}

impl MediaType {
    pub fn negotiate(headers: &HeaderMap) -> Self {
        let accept = text(headers, "accept").unwrap_or_default();
        let names = |wanted: &str| {
            accept.split(',').any(|part| part.split(';').next().is_some_and(|name| name.trim() == wanted))
        };
        if names(GRAPHQL) { Self::GraphqlResponse } else { Self::Json }
    }
}

/// Answers with what came of a request, run or not.
pub fn respond(media_type: MediaType, mut response: GraphqlResponse, request_id: &str) -> Response {
    let was_refused =
        response.data == Value::Null && response.errors.iter().all(|error| error.path.is_empty());
    let status = match media_type {
        MediaType::GraphqlResponse if was_refused && !response.errors.is_empty() => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    complete(&mut response, request_id);
    body(status, media_type, &response)
}

/// Answers a request that is not run, with a status of its own.
pub fn refuse(status: StatusCode, media_type: MediaType, error: ServerError, request_id: &str) -> Response {
    let mut response = GraphqlResponse::from_errors(vec![error]);
    complete(&mut response, request_id);
    body(status, media_type, &response)
}

/// Gives every error a code and the request's id. The library's own carry none: what it says before anything ran is
/// about the document, what it says of a field is about an argument.
pub fn complete(response: &mut GraphqlResponse, request_id: &str) {
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        if extensions.get("code").is_none() {
            let code =
                if error.path.is_empty() { code::GRAPHQL_VALIDATION_FAILED } else { code::BAD_USER_INPUT };
            extensions.set("code", code);
        }
        extensions.set("requestId", request_id);
        if error.message.chars().nth(300).is_some() {
            error.message = error.message.chars().take(299).chain(['…']).collect();
        }
    }
}

fn body(status: StatusCode, media_type: MediaType, response: &GraphqlResponse) -> Response {
    let content_type = match media_type {
        MediaType::Json => "application/json; charset=utf-8",
        MediaType::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
    };
    // Nobody but the one who asked is to keep it: it may be personal.
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    let text = match refused_without_data(response) {
        Some(errors) => serde_json::to_vec(&errors),
        None => serde_json::to_vec(response),
    };
    match text {
        Ok(text) => (status, headers, text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The answer to a request that was not run holds no `data` at all.
fn refused_without_data(response: &GraphqlResponse) -> Option<serde_json::Value> {
    let not_run = !response.errors.is_empty()
        && response.data == Value::Null
        && response.errors.iter().all(|error| error.path.is_empty());
    not_run.then(|| serde_json::json!({ "errors": response.errors }))
}

/// Whether a body is JSON by its content type.
pub fn is_json(headers: &HeaderMap) -> bool {
    let content_type = text(headers, "content-type").unwrap_or_default();
    content_type.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(JSON))
}
