//! What the tests stand on.

mod app;
mod client;
mod database;
pub mod socket;
pub mod world;

pub use app::{PASSWORD, TestApp};
pub use client::{Answer, Client};
pub use database::TestDatabase;
