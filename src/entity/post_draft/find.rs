//! Finding what is saved beside the live texts of posts.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::model::Model;
use crate::entity::post::scope;
use crate::entity::row::Row;
use crate::entity::sql::Sql;
use crate::viewer::Viewer;

/// The drafts beside those of the posts of which this viewer is an author, in no order.
pub async fn by_posts(
    connection: &impl ConnectionTrait,
    post_ids: &[Uuid],
    viewer: &Viewer,
    now: DateTime<Utc>,
) -> Result<Vec<Model>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Model::columns("d")).push(" FROM post_drafts d JOIN posts p ON p.id = d.post_id WHERE ");
    sql.any("d.post_id", post_ids);
    scope::readable(&mut sql, viewer, now);
    scope::written(&mut sql, viewer);
    sql.all(connection).await?.iter().map(|row| Model::read(row, 0)).collect()
}

/// The draft beside a post, whose row is locked by whoever asks.
pub async fn of_post(connection: &impl ConnectionTrait, post_id: Uuid) -> Result<Option<Model>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "SELECT ");
    sql.push(&Model::columns("d")).push(" FROM post_drafts d WHERE d.post_id = ").bind(post_id);
    sql.one(connection).await?.map(|row| Model::read(&row, 0)).transpose()
}
