//! Reactions.

mod mutation;
mod object;

pub use mutation::ReactionMutation;
pub use object::{Reactable, ReactionGroup, ReactionKind, ReactorConnection, groups};
