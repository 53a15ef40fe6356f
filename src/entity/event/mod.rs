//! What happened: a row for every change that somebody may watch.

pub mod find;
mod model;
pub mod position;
pub mod write;

pub use model::{EventKind, EventRow};

use sea_orm::DatabaseBackend;

/// The column of an event's position, which is its id where one writes at a time.
fn position_column(backend: DatabaseBackend) -> &'static str {
    match backend {
        DatabaseBackend::Sqlite => "id",
        _ => "position",
    }
}
