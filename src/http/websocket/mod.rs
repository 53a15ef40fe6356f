//! GraphQL over WebSocket by the protocol `graphql-transport-ws`
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>): queries and mutations too.

mod message;
mod operations;
mod session;

use axum::extract::ws::WebSocketUpgrade;
use axum::response::Response;

use super::state::HttpState;
use crate::domain::identity::Client;

/// The one subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// Takes a socket over.
pub fn accept(upgrade: WebSocketUpgrade, state: HttpState, client: Client, request_id: String) -> Response {
    let bytes = state.http_limits.socket.message_bytes;
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(bytes).max_frame_size(bytes);
    let is_spoken = upgrade.selected_protocol().is_some();
    upgrade.on_upgrade(move |socket| session::run(socket, state, client, request_id, is_spoken))
}
