//! People, and the signed-in person's own side.

mod hanging;
mod mutation;
mod named;
mod query;
mod role;
mod session;
mod user;
mod viewer;

pub use mutation::AccountMutation;
pub use query::AccountQuery;
pub use session::Session;
pub use user::User;
pub use viewer::Viewer;
