//! Who somebody is: registering, signing in and out, sessions and their tokens, passwords.

mod administer;
mod claim;
mod client;
mod email;
mod ended;
mod login;
mod password;
mod refresh;
mod register;
mod session;
mod throttle;
pub mod token;
mod username;

pub use administer::{create_with_role, set_password, set_role};
pub use claim::Claim;
pub use client::Client;
pub use email::Email;
pub(crate) use ended::remove_ended_sessions;
pub use login::login;
pub use password::{Password, change_password};
pub use refresh::refresh;
pub use register::{NewAccount, Registration, create_account, register};
pub use session::{SignIn, authenticate, logout, revoke_all_sessions, revoke_session};
pub use username::{Username, take_username};
