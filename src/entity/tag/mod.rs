//! Tags.

pub mod find;
pub mod list;
mod model;

pub use model::{ActiveModel, Column, Entity, Model};
