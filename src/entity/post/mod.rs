//! Posts.

pub mod export;
pub mod find;
mod found;
pub mod list;
mod model;
pub mod related;
mod row;
pub mod scope;
mod state;

pub use found::{Found, author};
pub use model::{ActiveModel, Column, Entity, Model};
pub use row::{PostRow, PostState, PostText};
pub use state::{CommentPolicy, Status, Visibility};
