//! Who may do what: pure functions of the viewer and the row, asked by the commands before they change anything and by
//! the `viewerCan…` fields alike. Who may read what is a scope on the entities, `entity::post::scope` and its like.

mod account;
mod comment;
mod post;
mod series;

pub use account::{can_follow, sees_email};
pub use comment::{can_change_comment, can_delete_comment, can_reply, may_change_comment, sees_comment_text};
pub use post::{
    CommentRefusal, Ties, asks_for_ties, can_change_post, can_comment, can_edit_post, can_react, can_read,
    can_write, sees_bookmark_count, sees_revisions, would_find,
};
pub use series::can_change_series;
