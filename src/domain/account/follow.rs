//! Following people. Each command may be repeated: the second time changes nothing.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use uuid::Uuid;

use crate::domain::Domain;
use crate::domain::error::{Error, Problem, Result};
use crate::domain::policy;
use crate::entity::sql::Sql;
use crate::entity::user::{self, UserRow};
use crate::viewer::{SignedIn, Viewer};

/// Follows somebody.
pub async fn follow_user(domain: &Domain, person: &SignedIn, user_id: Uuid) -> Result<UserRow> {
    if !policy::can_follow(&Viewer::SignedIn(*person), user_id) {
        return Err(Problem::not_allowed("Nobody follows themselves.").at("user_id").into());
    }
    let transaction = domain.database.begin().await?;
    if user::Entity::find_by_id(user_id).one(&transaction).await?.is_none() {
        return Err(no_such_user());
    }
    let mut sql = Sql::new(
        domain.database.backend(),
        "INSERT INTO user_follows (id, follower_id, followee_id, created_at) VALUES (",
    );
    sql.bind(domain.clock.new_id()).push(", ").bind(person.user_id).push(", ").bind(user_id).push(", ");
    sql.bind(domain.clock.now()).push(") ON CONFLICT (follower_id, followee_id) DO NOTHING");
    let changed = sql.execute(&transaction).await? == 1;
    if changed {
        count(&transaction, person.user_id, user_id, "+ 1").await?;
    }
    finish(transaction, user_id).await
}

/// Unfollows somebody.
pub async fn unfollow_user(domain: &Domain, person: &SignedIn, user_id: Uuid) -> Result<UserRow> {
    let transaction = domain.database.begin().await?;
    let mut sql = Sql::new(domain.database.backend(), "DELETE FROM user_follows WHERE follower_id = ");
    sql.bind(person.user_id).push(" AND followee_id = ").bind(user_id);
    if sql.execute(&transaction).await? == 1 {
        count(&transaction, person.user_id, user_id, "- 1").await?;
    }
    finish(transaction, user_id).await
}

async fn finish(transaction: sea_orm::DatabaseTransaction, user_id: Uuid) -> Result<UserRow> {
    let user = user::Entity::find_by_id(user_id).one(&transaction).await?;
    transaction.commit().await?;
    user.map(UserRow::from).ok_or_else(no_such_user)
}

fn no_such_user() -> Error {
    Problem::not_found("person").at("user_id").into()
}

/// Counts on both sides, the smaller id first: two who follow each other at once then wait for one another rather than
/// lock each other out.
async fn count(
    connection: &impl ConnectionTrait,
    follower: Uuid,
    followee: Uuid,
    step: &str,
) -> std::result::Result<(), DbErr> {
    let mut sides = [(follower, "following_count"), (followee, "follower_count")];
    sides.sort();
    for (id, column) in sides {
        let text = format!("UPDATE users SET {column} = {column} {step} WHERE id = ");
        let mut sql = Sql::new(connection.get_database_backend(), &text);
        sql.bind(id);
        sql.execute(connection).await?;
    }
    Ok(())
}
