//! The words that the demo is made of. Nothing here but text and its shape.

pub(super) mod discussion;
pub(super) mod extras;
pub(super) mod names;
pub(super) mod profiles;
pub(super) mod prose;
pub(super) mod tags;
pub(super) mod titles;
pub(super) mod topics;
