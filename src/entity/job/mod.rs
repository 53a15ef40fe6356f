//! Work that is done behind the requests.

pub mod find;
mod row;

pub use row::{JobRow, JobState};
