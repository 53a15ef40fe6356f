//! Tags.

mod hanging;
mod mutation;
mod object;
mod query;

pub use mutation::TagMutation;
pub use object::{Tag, TagConnection};
pub use query::TagQuery;
