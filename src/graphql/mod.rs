//! The wire: one schema with query, mutation and subscription roots, a folder a concept.
//!
//! Objects hold their own row and reach others by id through the loader. What may be asked at all (depth, complexity)
//! is judged in [`cost`] before anything runs.

mod account;
mod bookmark;
pub mod browser;
pub mod code;
mod comment;
mod connection;
pub mod context;
pub mod cost;
pub mod document;
pub mod error;
mod guard;
mod identity;
pub mod inputs;
mod instance;
pub mod json;
mod moment;
mod node;
mod post;
pub mod prepare;
pub mod rate_limit;
mod reaction;
mod ready;
pub mod request;
mod revision;
mod scalar;
mod schema;
mod series;
pub mod shape;
pub mod site;
mod tag;
mod watch;

pub use instance::InstanceLimits;
pub use schema::{Schemas, TribuneSchema, sdl};
