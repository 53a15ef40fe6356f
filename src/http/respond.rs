//! Answers as of the GraphQL-over-HTTP specification.

use async_graphql::{ErrorExtensionValues, PathSegment, Response as GraphqlResponse, ServerError, Value};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::negotiate::MediaType;
use crate::graphql::error::code;

/// Errors of a request that is refused.
const MAX_ERRORS: usize = 10;
/// Characters of an error's message.
const MAX_MESSAGE: usize = 300;
/// What the library's validation goes on with when it knows a name that is nearly the one asked for.
const SUGGESTION: &str = " Did you mean";

/// Answers with what came of a request, run or not.
pub fn respond(media_type: MediaType, response: &GraphqlResponse) -> Response {
    let status = status(media_type, response);
    let mut answer = body(status, media_type, &to_json(response));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}

/// Answers a batch with an answer each.
pub fn respond_to_batch(responses: &[GraphqlResponse]) -> Response {
    let all: Vec<String> = responses.iter().map(to_json).collect();
    body(StatusCode::OK, MediaType::Json, &format!("[{}]", all.join(",")))
}

/// Answers a request that is not run, with a status of its own.
pub fn refuse(status: StatusCode, media_type: MediaType, error: ServerError, request_id: &str) -> Response {
    let mut response = GraphqlResponse::from_errors(vec![error]);
    complete(&mut response, request_id, true);
    body(status, media_type, &to_json(&response))
}

/// Whether nothing of a request was run.
pub fn was_refused(response: &GraphqlResponse) -> bool {
    !response.errors.is_empty()
        && response.data == Value::Null
        && response.errors.iter().all(|error| error.path.is_empty())
}

/// Makes a refusal of an answer that holds nothing because nothing can be done at the moment: whoever sends requests on,
/// or again, looks at the status. An error further down than its field of the root is of a change that was made.
pub fn withdraw_what_was_not_done(response: &mut GraphqlResponse) {
    let root: Vec<&str> = match &response.data {
        Value::Null => Vec::new(),
        Value::Object(fields) if fields.values().all(|value| *value == Value::Null) => {
            fields.keys().map(|name| name.as_str()).collect()
        }
        _ => return,
    };
    let failed = |name: &&str| {
        let is_there =
            |error: &ServerError| matches!(&error.path[..], [PathSegment::Field(field)] if field == name);
        response.errors.iter().any(is_there)
    };
    let is_passing = |error| matches!(code_of(error), code::SERVICE_UNAVAILABLE | code::TIMEOUT);
    if root.iter().all(failed) && !response.errors.is_empty() && response.errors.iter().all(is_passing) {
        response.data = Value::Null;
        response.errors.iter_mut().for_each(|error| error.path.clear());
    }
}

/// Gives every error a code and the request's id. The library's own carry none: what it says before anything ran is
/// about the document, what it says of a field is about an argument. `is_explorable` says whether this person may know
/// of names that they did not ask for.
pub fn complete(response: &mut GraphqlResponse, request_id: &str, is_explorable: bool) {
    if was_refused(response) {
        response.errors.truncate(MAX_ERRORS);
    }
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        if extensions.get("code").is_none() {
            let code =
                if error.path.is_empty() { code::GRAPHQL_VALIDATION_FAILED } else { code::BAD_USER_INPUT };
            extensions.set("code", code);
        }
        extensions.set("requestId", request_id);
        if !is_explorable && let Some(at) = error.message.find(SUGGESTION) {
            error.message.truncate(at);
        }
        if error.message.chars().nth(MAX_MESSAGE).is_some() {
            error.message = error.message.chars().take(MAX_MESSAGE - 1).chain(['…']).collect();
        }
    }
}

/// The code of an error.
pub fn code_of(error: &ServerError) -> &str {
    match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
        Some(Value::String(code)) => code,
        _ => code::INTERNAL_SERVER_ERROR,
    }
}

/// What is wrong with the request as a message has its own status; what is wrong with the document only where the
/// client's media type says that its status is looked at.
pub fn status(media_type: MediaType, response: &GraphqlResponse) -> StatusCode {
    if !was_refused(response) {
        return StatusCode::OK;
    }
    match response.errors.first().map_or(code::INTERNAL_SERVER_ERROR, code_of) {
        code::BAD_REQUEST => StatusCode::BAD_REQUEST,
        code::RATE_LIMITED => StatusCode::TOO_MANY_REQUESTS,
        code::TIMEOUT | code::SERVICE_UNAVAILABLE => StatusCode::SERVICE_UNAVAILABLE,
        code::INTERNAL_SERVER_ERROR => StatusCode::INTERNAL_SERVER_ERROR,
        _ if media_type == MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    }
}

/// An answer's text. That to a request which was not run holds no `data` at all.
pub fn to_json(response: &GraphqlResponse) -> String {
    let text = if was_refused(response) {
        serde_json::to_string(&serde_json::json!({ "errors": response.errors }))
    } else {
        serde_json::to_string(response)
    };
    // Nothing in an answer can fail to be written: all keys are text.
    text.unwrap_or_default()
}

fn body(status: StatusCode, media_type: MediaType, text: &str) -> Response {
    let content_type = match media_type {
        MediaType::Json => "application/json; charset=utf-8",
        MediaType::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
    };
    // Nobody but the one who asked is to keep it: it may be personal.
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("accept, authorization, cookie")),
    ];
    (status, headers, text.to_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(messages: impl IntoIterator<Item = String>) -> GraphqlResponse {
        GraphqlResponse::from_errors(
            messages.into_iter().map(|message| ServerError::new(message, None)).collect(),
        )
    }

    #[test]
    fn a_refusal_is_short() {
        let mut response = refused((0..500).map(|_| "é".repeat(2_000)));
        complete(&mut response, "id", true);
        assert_eq!(response.errors.len(), MAX_ERRORS);
        assert_eq!(response.errors[0].message.chars().count(), MAX_MESSAGE);
        assert!(to_json(&response).len() < 64 * 1024);
    }

    #[test]
    fn names_are_suggested_to_those_who_may_know_them() {
        let message = "Unknown field \"titel\" on type \"Post\". Did you mean \"title\"?".to_owned();
        let said = |is_explorable| {
            let mut response = refused([message.clone()]);
            complete(&mut response, "id", is_explorable);
            response.errors.remove(0).message
        };
        assert_eq!(said(true), message);
        assert_eq!(said(false), "Unknown field \"titel\" on type \"Post\".");
    }
}
