//! Finding sign-ins.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::model::Model;
use super::scope;
use crate::entity::row::Row;
use crate::entity::sql::Sql;

/// Those of the sessions that are this person's and live, in no order.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[Uuid],
    user_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Model>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Model::columns("s")).push(" FROM sessions s WHERE ").any("s.id", ids);
    sql.push(" AND s.user_id = ").bind(user_id);
    scope::live(&mut sql, now);
    sql.all(connection).await?.iter().map(|row| Model::read(row, 0)).collect()
}
