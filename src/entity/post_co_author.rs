//! Somebody who writes a post together with its author.

use sea_orm::entity::prelude::*;

use super::sql::Sql;

/// Somebody who writes a post together with its author.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_co_authors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub added_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Whether somebody is a co-author of a post.
pub async fn is_one(connection: &impl ConnectionTrait, post_id: Uuid, user_id: Uuid) -> Result<bool, DbErr> {
    let mut sql =
        Sql::new(connection.get_database_backend(), "SELECT 1 FROM post_co_authors WHERE post_id = ");
    sql.bind(post_id).push(" AND user_id = ").bind(user_id);
    Ok(sql.one(connection).await?.is_some())
}
