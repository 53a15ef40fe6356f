//! The door: routes and the order of the layers in one place, a handler a file.

mod client;
mod graphql;
mod health;
mod playground;
mod request_id;
mod respond;
mod router;
mod server;
mod state;
mod websocket;

pub use router::router;
pub use server::serve;
pub use state::HttpState;
