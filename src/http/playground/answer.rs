//! The headers that the playground's files have in common.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::http::client::text;

/// A page, which is asked for anew each time and sent when it has changed.
pub(super) fn page(policy: &'static str, page: &'static str, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(page)));
    // A proxy that compresses makes the tag a weak one, which is still the same page.
    let is_known = text(headers, &header::IF_NONE_MATCH)
        .is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    if is_known {
        let headers = [(header::CACHE_CONTROL, "no-cache"), (header::ETAG, tag.as_str())];
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    ([(header::ETAG, tag)], file(policy, "page.html", "no-cache", page.as_bytes())).into_response()
}

/// Any file. The policy is on all of them, because a worker takes it from its own script and not from the page.
pub(super) fn file(policy: &'static str, name: &str, cache: &'static str, bytes: &'static [u8]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type(name)),
        (header::CACHE_CONTROL, cache),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, bytes).into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("ttf") => "font/ttf",
        _ => "application/octet-stream",
    }
}
