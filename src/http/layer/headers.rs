//! How many headers a request may bring.

use axum::http::StatusCode;
use axum::response::Response;

use crate::graphql::error::{code, refusal};
use crate::http::lines::Lines;
use crate::http::passage::Passage;
use crate::http::respond::refuse;

/// Lines of a request's head.
const MAX_LINES: usize = 100;
/// Bytes of a request's headers.
const MAX_BYTES: usize = 32 * 1024;

/// Refuses heads whose headers are too long: the connection counts the address with them, which may be long.
pub fn refuse_long_head(passage: &Passage) -> Option<Response> {
    let Lines { count, bytes, .. } = passage.lines;
    if count <= MAX_LINES && bytes <= MAX_BYTES {
        return None;
    }
    let message = format!(
        "The request's headers are {count} lines of {bytes} bytes; at most {MAX_LINES} lines of {MAX_BYTES} bytes are \
         allowed."
    );
    let error = refusal(code::BAD_REQUEST, message, None);
    Some(refuse(
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        passage.accepted.media_type,
        error,
        &passage.reference,
    ))
}
