//! Who may what: every mutation and every guarded field, for everybody.

mod fields;
mod mutations;
mod parity;
mod table;

use crate::support::{Client, TestApp};

/// The columns of every table here. The owner is Alice, an author; the other author is Bob.
pub const ACTORS: [&str; 6] = ["anonymous", "reader", "other author", "owner", "moderator", "admin"];

/// One of each, all signed in but the first.
pub async fn everybody(app: &TestApp) -> [Client; 6] {
    let (owner, other) = (app.alice().await, app.bob().await);
    [app.anon(), app.reader().await, other, owner, app.moderator().await, app.admin().await]
}
