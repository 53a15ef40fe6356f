//! Sign-ins.

pub mod find;
pub mod list;
mod model;
pub mod scope;

pub use model::{ActiveModel, Column, Entity, Model};
