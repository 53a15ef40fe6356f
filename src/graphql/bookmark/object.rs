//! Bookmarks as the viewer sees them.

use crate::entity::bookmark::list::BookmarkItem;
use crate::graphql::connection::connection;
use crate::graphql::post::Post;
use crate::graphql::ready::Quick;

connection! {
    /// A page of bookmarked posts, the latest bookmark first.
    BookmarkConnection, BookmarkEdge, Post, from BookmarkItem => |position, item| BookmarkEdge {
        position,
        bookmarked_at: item.bookmarked_at,
        note: item.note,
        node: Quick(item.post.into()),
    }, {
        /// When it was bookmarked.
        bookmarked_at: chrono::DateTime<chrono::Utc>,
        /// What the viewer noted beside it.
        note: Option<String>,
    }
}
