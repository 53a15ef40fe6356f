//! Tribune: a GraphQL API server for social blogging.
//!
//! Layers from the door inwards, concepts inside the layers; whoever knows the name of a concept can guess every path.
//!
//! ```text
//! cli -> app -> http -> auth ------.
//!  |      |              v         v
//!  |      |-> graphql -> domain -> entity -> database
//!  |      |      |          |-> infra (database, bus, passwords, secrets: no rule, no entity)
//!  |      |      '-> loader -> entity
//!  |      '-> worker -> domain, entity
//!  '-> demo, import, export -> domain
//! leaves, free to all: viewer, id, page, clock; config for cli and app
//! ```
//!
//! Nothing points back; `tests/it/architecture.rs` reads the `use crate::` lines and says so when something does.

pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod entity;
pub mod export;
pub mod graphql;
pub mod http;
pub mod id;
pub mod import;
pub mod infra;
pub mod loader;
pub mod page;
pub mod viewer;
pub mod worker;
