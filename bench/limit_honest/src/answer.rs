//! Answers of GraphQL's form.

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::failure::Failure;

/// `{"data":{"<field>":<value>}}`.
pub fn data(field: &str, value: &impl Serialize) -> Result<Response, Failure> {
    let mut body = Vec::with_capacity(4096);
    body.extend_from_slice(b"{\"data\":{\"");
    body.extend_from_slice(field.as_bytes());
    body.extend_from_slice(b"\":");
    serde_json::to_writer(&mut body, value)?;
    body.extend_from_slice(b"}}");
    Ok(([(CONTENT_TYPE, "application/graphql-response+json; charset=utf-8")], body).into_response())
}

/// What asking nothing costs. The body is read: else a connection whose request is not all there yet would be closed.
pub async fn nothing(_: Bytes) -> Response {
    (
        [(CONTENT_TYPE, "application/graphql-response+json; charset=utf-8")],
        r#"{"data":{"__typename":"Query"}}"#,
    )
        .into_response()
}
