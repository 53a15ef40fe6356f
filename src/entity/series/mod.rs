//! Series of posts.

pub mod find;
pub mod list;
mod model;
pub mod series_post;

pub use model::{ActiveModel, Column, Entity, Model};
