//! What a query may ask for at all, judged before anything of it runs: its depth and its complexity.
//!
//! async-graphql's own limits see neither through interfaces nor fragments' sizes nor what @skip leaves out, and count
//! every operation of a document. Ours walk the one operation that runs, by a table made of our own schema.

mod limits;
mod table;
mod walk;

pub use limits::{Limits, TooMuch};
pub use table::Table;
pub use walk::{Operation, Size};
