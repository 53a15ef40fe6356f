//! Headers that every answer carries, and how many a request may bring.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::graphql::error::{code, refusal};
use crate::http::negotiate::Accepted;
use crate::http::reference::Reference;
use crate::http::respond::refuse;

/// Lines of a request's head.
const MAX_LINES: usize = 100;
/// Bytes of a request's headers.
const MAX_BYTES: usize = 32 * 1024;

/// What keeps a browser from making more of an answer than it is. A handler that knows better has set its own.
pub fn secure(response: &mut Response) {
    // What a browser has kept goes by the headers it came with, unless this answer changes them.
    if response.status() == StatusCode::NOT_MODIFIED {
        return;
    }
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let defaults: [(HeaderName, &'static str); 4] = [
        (header::VARY, "origin"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-site"),
    ];
    for (name, value) in defaults {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// Refuses heads that are too long. The connection refuses most of them before; over HTTP/2 headers are packed, and
/// what they unpack to is known only here.
pub fn refuse_long_head(request: &Request) -> Option<Response> {
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers.len() <= MAX_LINES && bytes <= MAX_BYTES {
        return None;
    }
    let reference = Reference::of(request.extensions());
    let message = format!(
        "The request's headers are {} lines of {bytes} bytes; at most {MAX_LINES} lines of {MAX_BYTES} bytes are \
         allowed.",
        headers.len()
    );
    let media_type = Accepted::read(headers).media_type;
    let error = refusal(code::BAD_REQUEST, message, None);
    Some(refuse(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, media_type, error, &reference))
}
