//! Whether a database is empty, the demo's, or somebody's.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, PaginatorTrait};
use uuid::{Uuid, uuid};

use super::Summary;
use crate::entity::sql::Sql;
use crate::entity::{
    bookmark, comment, comment_reaction, post, post_reaction, tag_follow, user, user_follow,
};

/// Alice, by whom the demo is known again: her id is the one that depends on no time, and stays whatever somebody who
/// tries the demo makes of her name and address.
pub(super) const ALICE: Uuid = uuid!("01890a5d-ac00-7a11-8ce0-de00000a11ce");

/// What a database holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    Demo(Summary),
    Others,
}

/// Looks what is there.
pub(super) async fn find(connection: &impl ConnectionTrait) -> Result<Found, DbErr> {
    if user::Entity::find_by_id(ALICE).one(connection).await?.is_some() {
        return Ok(Found::Demo(summary(connection).await?));
    }
    // All other tables lead to one of these.
    let sql = "SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM posts) \
               OR EXISTS (SELECT 1 FROM tags)";
    let found = Sql::new(connection.get_database_backend(), sql).one(connection).await?;
    Ok(if found.is_some() { Found::Others } else { Found::Nothing })
}

/// Keeps others from writing people until the transaction ends. SQLite has locked at its beginning already.
pub(super) async fn lock(transaction: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = transaction.get_database_backend();
    if backend == DatabaseBackend::Postgres {
        // With this lock, of two who fill at once the second waits and then finds the demo.
        Sql::new(backend, "LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").execute(transaction).await?;
    }
    Ok(())
}

async fn summary(connection: &impl ConnectionTrait) -> Result<Summary, DbErr> {
    Ok(Summary {
        added: false,
        people: user::Entity::find().count(connection).await?,
        posts: post::Entity::find().count(connection).await?,
        comments: comment::Entity::find().count(connection).await?,
        reactions: post_reaction::Entity::find().count(connection).await?
            + comment_reaction::Entity::find().count(connection).await?,
        bookmarks: bookmark::Entity::find().count(connection).await?,
        follows: user_follow::Entity::find().count(connection).await?
            + tag_follow::Entity::find().count(connection).await?,
    })
}
