//! Revisions: what the text of a post was, each time it went live.

pub mod find;
pub mod list;
mod row;
pub mod scope;

pub use row::{Kind, RevisionRow};
