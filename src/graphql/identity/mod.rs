//! Registering, signing in and out, sessions, passwords.

mod mutation;
mod payload;

pub use mutation::IdentityMutation;
