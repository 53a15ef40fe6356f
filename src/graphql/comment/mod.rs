//! Comments.

mod mutation;
mod object;
mod subscription;

pub use mutation::CommentMutation;
pub use object::{Comment, CommentConnection, CommentOrder};
pub use subscription::CommentSubscription;
