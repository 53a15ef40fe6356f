//! Bookmarks: the viewer's own, seen by nobody else.

mod mutation;
mod object;

pub use mutation::BookmarkMutation;
pub use object::BookmarkConnection;
