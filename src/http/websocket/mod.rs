//! GraphQL over WebSocket by the protocol `graphql-transport-ws`
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>): queries and mutations too.

mod message;
mod operations;
mod pace;
mod session;

use axum::extract::ws::WebSocketUpgrade;
use axum::http::request::Parts;
use axum::response::Response;

use self::session::Opening;
use super::client::client;
use super::cookies::authorization_of_socket;
use super::passage::Passage;
use super::state::HttpState;

/// Bytes that are read at once. The library fills so many with zeros for each attempt, so that all of them are a socket's
/// memory for as long as it is open; its own 128 KiB are for messages larger than any client of ours sends.
const READ_BUFFER: usize = 4 * 1024;
/// The one subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// Takes a socket over.
pub fn accept(upgrade: WebSocketUpgrade, state: HttpState, passage: &Passage, parts: &Parts) -> Response {
    let bytes = state.http_limits.socket.message_bytes;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(bytes)
        .max_frame_size(bytes)
        .read_buffer_size(READ_BUFFER);
    let opening = Opening {
        client: client(passage, parts),
        reference: passage.reference.clone(),
        cookie: authorization_of_socket(&parts.headers, &state.cors_origins),
        is_spoken: upgrade.selected_protocol().is_some(),
    };
    upgrade.on_upgrade(move |socket| session::run(socket, state, opening))
}
