//! From where a request comes.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

use super::lines::Line;
use super::passage::Passage;
use crate::domain::identity::Client;

/// The client's address, as the door found it, and what it calls itself.
pub fn client(passage: &Passage, parts: &Parts) -> Client {
    Client {
        ip_address: Some(passage.address),
        user_agent: passage.lines.text(&parts.headers, Line::UserAgent).map(str::to_owned),
    }
}

/// A header's text.
pub fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
