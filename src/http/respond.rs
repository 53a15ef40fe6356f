//! Answers as of the GraphQL-over-HTTP specification.

use async_graphql::{ErrorExtensionValues, PathSegment, Response as GraphqlResponse, ServerError, Value};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::head;
use super::negotiate::MediaType;
use super::reference::Reference;
use crate::graphql::error::code;
use crate::graphql::json::Json;

/// Errors of a request that is refused.
const MAX_ERRORS: usize = 10;
/// Characters of an error's message.
const MAX_MESSAGE: usize = 300;
/// What the library's validation goes on with when it knows a name that is nearly the one asked for.
const SUGGESTION: &str = " Did you mean";

/// Answers with what came of a request, run or not.
pub fn respond(media_type: MediaType, response: &GraphqlResponse) -> Response {
    let status = status(media_type, response);
    let mut answer = body(status, media_type, json_of(response).into_bytes());
    // What took too long may have been done in part: nobody is to send it again of their own accord.
    let is_passing = |error| code_of(error) == code::SERVICE_UNAVAILABLE;
    if status == StatusCode::SERVICE_UNAVAILABLE && response.errors.iter().all(is_passing) {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}

/// Answers a batch with an answer each.
pub fn respond_to_batch(responses: &[GraphqlResponse]) -> Response {
    let all: Vec<String> = responses.iter().map(to_json).collect();
    body(StatusCode::OK, MediaType::Json, format!("[{}]", all.join(",")).into_bytes())
}

/// Answers a request that is not run, with a status of its own.
pub fn refuse(
    status: StatusCode,
    media_type: MediaType,
    error: ServerError,
    reference: &Reference,
) -> Response {
    let mut response = GraphqlResponse::from_errors(vec![error]);
    complete(&mut response, reference, true);
    body(status, media_type, json_of(&response).into_bytes())
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

/// Gives every error a code and what leads further. The library's own carry none: what it says before anything ran is
/// about the document, what it says of a field is about an argument. `is_explorable` says whether this person may know
/// of names that they did not ask for.
pub fn complete(response: &mut GraphqlResponse, reference: &Reference, is_explorable: bool) {
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
        let code = code_of(error).to_owned();
        reference.give(error.extensions.get_or_insert_with(ErrorExtensionValues::default), &code);
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
    json_of(response).into_text()
}

fn json_of(response: &GraphqlResponse) -> Json {
    let mut json = Json::with_capacity(Json::least(&response.data) + 256);
    json.raw(b"{");
    let was_run = !was_refused(response);
    if was_run {
        json.key("data", true);
        json.value(&response.data);
    }
    if !response.errors.is_empty() {
        json.key("errors", !was_run);
        json.serialize(&response.errors);
    }
    json.raw(b"}");
    json
}

fn body(status: StatusCode, media_type: MediaType, text: Vec<u8>) -> Response {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    *response.headers_mut() = head::begin(media_type);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::error::refusal;
    use crate::http::reference::ErrorDocs;

    fn refused(messages: impl IntoIterator<Item = String>) -> GraphqlResponse {
        GraphqlResponse::from_errors(
            messages.into_iter().map(|message| ServerError::new(message, None)).collect(),
        )
    }

    fn reference(length: usize) -> Reference {
        Reference { request_id: "id".repeat(32).into(), docs: ErrorDocs::new(Some(&"x".repeat(length))) }
    }

    #[test]
    fn a_refusal_is_short() {
        let mut response = refused((0..500).map(|_| "é".repeat(2_000)));
        complete(&mut response, &reference(1_000), true);
        assert_eq!(response.errors.len(), MAX_ERRORS);
        assert_eq!(response.errors[0].message.chars().count(), MAX_MESSAGE);
        assert!(to_json(&response).len() < 64 * 1024);
    }

    #[test]
    fn what_was_done_is_not_withdrawn() {
        let answer = |data: serde_json::Value, path: &[&str], code| {
            let mut error = refusal(code, "x", None);
            error.path = path.iter().map(|name| PathSegment::Field((*name).to_owned())).collect();
            let mut response = GraphqlResponse::new(Value::from_json(data).unwrap());
            response.errors.push(error);
            withdraw_what_was_not_done(&mut response);
            was_refused(&response)
        };
        let busy = code::SERVICE_UNAVAILABLE;
        assert!(answer(serde_json::json!({ "a": null }), &["a"], busy));
        assert!(answer(serde_json::json!(null), &["a", "b"], code::TIMEOUT));
        assert!(!answer(serde_json::json!({ "a": null, "b": null }), &["a"], busy));
        assert!(!answer(serde_json::json!({ "a": null, "b": 1 }), &["a"], busy));
        // The change was made, and what it made could not be read.
        assert!(!answer(serde_json::json!({ "a": null }), &["a", "b"], busy));
        assert!(!answer(serde_json::json!({ "a": null }), &["a"], code::FORBIDDEN));
    }

    #[test]
    fn names_are_suggested_to_those_who_may_know_them() {
        let message = "Unknown field \"titel\" on type \"Post\". Did you mean \"title\"?".to_owned();
        let said = |is_explorable| {
            let mut response = refused([message.clone()]);
            complete(&mut response, &reference(0), is_explorable);
            response.errors.remove(0).message
        };
        assert_eq!(said(true), message);
        assert_eq!(said(false), "Unknown field \"titel\" on type \"Post\".");
    }
}
