//! People among people: their profile, and whom they follow.

mod follow;
mod imported;
mod profile;

pub use follow::{follow_user, unfollow_user};
pub(crate) use imported::{find_imported_person, make_imported_person};
pub use profile::{ProfileChange, update_profile};
