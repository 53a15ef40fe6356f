//! Text saved beside the live one of a post.

pub mod find;
mod model;

pub use model::{ActiveModel, Column, Entity, Model};
