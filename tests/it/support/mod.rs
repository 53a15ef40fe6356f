//! What the tests stand on.

mod app;
mod caller;
mod client;
mod database;
pub mod program;
pub mod socket;
pub mod world;

pub use app::{PASSWORD, TestApp};
pub use caller::Caller;
pub use client::{Answer, Client};
pub use database::TestDatabase;
