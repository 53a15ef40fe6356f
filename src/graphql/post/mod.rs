//! Posts.

mod co_author;
mod connection;
mod draft;
mod field;
mod hanging;
mod input;
mod mutation;
mod object;
mod permission;
mod query;
mod related;
mod state;
mod subscription;
mod tags;

pub use co_author::CoAuthorMutation;
pub use connection::PostConnection;
pub use draft::DraftMutation;
pub use hanging::order_by;
pub use input::changed;
pub use mutation::PostMutation;
pub use object::Post;
pub use permission::{is_co_author, viewer_can_comment};
pub use query::{PostOrder, PostQuery, SortDirection};
pub use state::PostStatus;
pub use subscription::{PostSubscription, find_watched};
