//! Revisions of posts.

mod mutation;
mod object;
mod read;

pub use mutation::RevisionMutation;
pub use object::{Revision, RevisionConnection};
pub use read::of_post;
