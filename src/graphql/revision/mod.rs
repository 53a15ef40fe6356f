//! Revisions of posts.

mod mutation;
mod object;

pub use mutation::RevisionMutation;
pub use object::{Revision, RevisionConnection};
