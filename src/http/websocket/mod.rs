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
use super::reference::Reference;
use super::state::HttpState;

/// The one subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// Takes a socket over.
pub fn accept(upgrade: WebSocketUpgrade, state: HttpState, parts: &Parts) -> Response {
    let bytes = state.http_limits.socket.message_bytes;
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(bytes).max_frame_size(bytes);
    let opening = Opening {
        client: client(parts),
        reference: Reference::of(&parts.extensions),
        cookie: authorization_of_socket(&parts.headers, &state.cors_origins),
        is_spoken: upgrade.selected_protocol().is_some(),
    };
    upgrade.on_upgrade(move |socket| session::run(socket, state, opening))
}
