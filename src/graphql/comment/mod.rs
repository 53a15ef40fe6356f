//! Comments.

mod hanging;
mod mutation;
mod object;
mod subscription;

pub use hanging::order_by;
pub use mutation::CommentMutation;
pub use object::{Comment, CommentConnection, CommentOrder};
pub use subscription::CommentSubscription;
