//! The door: routes and the order of the layers in one place, a handler a file.

mod address;
mod body;
mod client;
mod cookies;
mod graphql;
mod head;
mod health;
mod layer;
mod limits;
mod lines;
mod negotiate;
mod operation;
mod passage;
mod places;
mod playground;
mod rate_limit;
mod reference;
mod respond;
mod router;
mod server;
mod service;
mod sse;
mod state;
mod tether;
mod time_limit;
mod websocket;

pub use address::TrustedProxies;
pub use limits::{HttpLimits, SocketLimits};
pub use playground::is_built_in as playground_is_built_in;
pub use reference::ErrorDocs;
pub use server::serve;
pub use service::Service;
pub use state::{HttpSettings, HttpState, StateError};
