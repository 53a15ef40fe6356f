//! What both ends of a socket have in common.

use std::error::Error;

use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// The one subprotocol that is spoken.
pub const PROTOCOL: &str = "graphql-transport-ws";

pub type Failure = Box<dyn Error + Send + Sync>;

/// What is heard and said here is small. tungstenite's own 128 KiB to read into are filled with zeros at each attempt to
/// read, and stay with the socket.
pub fn config() -> WebSocketConfig {
    WebSocketConfig::default().read_buffer_size(4 * 1024)
}
