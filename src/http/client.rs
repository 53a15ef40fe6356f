//! From where a request comes.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::layer::RequestId;
use crate::domain::identity::Client;

/// The client's address and what it calls itself.
pub fn client(parts: &Parts) -> Client {
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    Client {
        ip_address: address.map(|address| address.0.ip().to_string()),
        user_agent: text(&parts.headers, header::USER_AGENT.as_str()).map(str::to_owned),
    }
}

/// The request's id; empty only where the layer that makes it is not there.
pub fn request_id(parts: &Parts) -> String {
    parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// A header's text.
pub fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
