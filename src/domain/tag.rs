//! Following tags. Each command may be repeated: the second time changes nothing.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use uuid::Uuid;

use super::Domain;
use super::error::{Error, Problem, Result};
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::entity::tag::Model as Tag;
use crate::viewer::SignedIn;

/// Follows a tag.
pub async fn follow_tag(domain: &Domain, person: &SignedIn, tag_id: Uuid) -> Result<Tag> {
    let transaction = domain.database.begin().await?;
    let tag = find(&transaction, tag_id).await?;
    let mut sql = Sql::new(
        domain.database.backend(),
        "INSERT INTO tag_follows (id, user_id, tag_id, created_at) VALUES (",
    );
    sql.bind(domain.clock.new_id()).push(", ").bind(person.user_id).push(", ").bind(tag_id).push(", ");
    sql.bind(domain.clock.now()).push(") ON CONFLICT (user_id, tag_id) DO NOTHING");
    let tag = match sql.execute(&transaction).await? {
        1 => count(&transaction, tag, 1).await?,
        _ => tag,
    };
    transaction.commit().await?;
    Ok(tag)
}

/// Unfollows a tag.
pub async fn unfollow_tag(domain: &Domain, person: &SignedIn, tag_id: Uuid) -> Result<Tag> {
    let transaction = domain.database.begin().await?;
    let tag = find(&transaction, tag_id).await?;
    let mut sql = Sql::new(domain.database.backend(), "DELETE FROM tag_follows WHERE user_id = ");
    sql.bind(person.user_id).push(" AND tag_id = ").bind(tag_id);
    let tag = match sql.execute(&transaction).await? {
        1 => count(&transaction, tag, -1).await?,
        _ => tag,
    };
    transaction.commit().await?;
    Ok(tag)
}

async fn find(connection: &impl ConnectionTrait, tag_id: Uuid) -> Result<Tag> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Tag::columns("t")).push(" FROM tags t WHERE t.id = ").bind(tag_id);
    if sql.backend() == DatabaseBackend::Postgres {
        sql.push(" FOR NO KEY UPDATE");
    }
    let row = sql.one(connection).await?;
    let row = row.ok_or_else(|| Error::from(Problem::not_found("tag").at("tag_id")))?;
    Ok(Tag::read(&row, 0)?)
}

/// The tag is locked: what is added to the row at hand is what the database then holds.
async fn count(
    connection: &impl ConnectionTrait,
    mut tag: Tag,
    step: i32,
) -> std::result::Result<Tag, DbErr> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "UPDATE tags SET follower_count = follower_count + ");
    sql.bind(step).push(" WHERE id = ").bind(tag.id);
    sql.execute(connection).await?;
    tag.follower_count += step;
    Ok(tag)
}
