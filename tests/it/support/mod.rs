//! What the tests stand on.

mod app;
pub mod cable;
mod caller;
mod client;
mod database;
pub mod program;
pub mod redis;
pub mod socket;
mod wire;
pub mod world;

pub use app::{DOCS, Options, PASSWORD, TestApp, redis_url};
pub use caller::Caller;
pub use client::{Answer, Client};
pub use database::{TestDatabase, patient};
pub use wire::Wire;

/// Whether the tests run on PostgreSQL.
pub fn is_postgres() -> bool {
    database::postgres_url().is_some()
}
