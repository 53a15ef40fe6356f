//! Finding people.

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::model::UserRow;
use crate::entity::row::Row;
use crate::entity::sql::Sql;

/// The person with this username, or who had it once.
pub async fn by_username(
    connection: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<UserRow>, DbErr> {
    let mut sql = select(connection, "usernames n JOIN users u ON u.id = n.user_id WHERE n.username = ");
    sql.bind(username);
    sql.one(connection).await?.map(|row| UserRow::read(&row, 0)).transpose()
}

/// The people with these ids, in no order.
pub async fn by_ids(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<UserRow>, DbErr> {
    let mut sql = select(connection, "users u WHERE ");
    sql.any("u.id", ids);
    sql.all(connection).await?.iter().map(|row| UserRow::read(row, 0)).collect()
}

fn select(connection: &impl ConnectionTrait, from: &str) -> Sql {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&UserRow::columns("u")).push(" FROM ").push(from);
    sql
}
