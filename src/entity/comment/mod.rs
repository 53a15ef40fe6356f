//! Comments.

pub mod find;
pub mod list;
mod model;
pub mod scope;
pub mod thread;

pub use model::{ActiveModel, Column, CommentState, Entity, Model};
