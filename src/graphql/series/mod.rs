//! Series of posts.

mod mutation;
mod object;
mod query;

pub use mutation::SeriesMutation;
pub use object::{Series, SeriesConnection};
pub use query::SeriesQuery;
