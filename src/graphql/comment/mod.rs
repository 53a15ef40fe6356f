//! Comments.

mod added;
mod connection;
mod hanging;
mod mutation;
mod object;
mod subscription;
mod thread;

pub use connection::CommentConnection;
pub use hanging::order_by;
pub use mutation::CommentMutation;
pub use object::{Comment, CommentOrder};
pub use subscription::CommentSubscription;
pub use thread::of_post as thread;
