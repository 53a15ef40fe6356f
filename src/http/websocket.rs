//! GraphQL over WebSocket by the protocol `graphql-transport-ws`
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>): queries and mutations too.

mod message;
mod session;

use axum::extract::ws::WebSocketUpgrade;
use axum::response::Response;

use super::state::HttpState;
use crate::domain::identity::Client;

/// The one subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";
/// Bytes of the largest message.
const MAX_MESSAGE: usize = 256 * 1024;

/// Takes a socket over.
pub fn accept(upgrade: WebSocketUpgrade, state: HttpState, client: Client, request_id: String) -> Response {
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE);
    let is_spoken = upgrade.selected_protocol().is_some();
    upgrade.on_upgrade(move |socket| session::run(socket, state, client, request_id, is_spoken))
}
