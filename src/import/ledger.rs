//! Which file became which post: the table `imports`.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::document::Document;
use super::fingerprint::fingerprint;
use crate::entity::import::{ActiveModel, Column, Entity, Model as Entry};

/// What the ledger knows a document by.
pub(super) struct Mark {
    /// The path within the folder, with slashes, and nothing of where the folder lies: it may be imported from
    /// another place or by another person.
    pub source: String,
    pub content_hash: Vec<u8>,
}

impl Mark {
    /// `None` for a path that is no Unicode: written otherwise it could be that of another file.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let parts = document.source.iter().map(|part| part.to_str());
        let source = parts.collect::<Option<Vec<_>>>()?.join("/");
        Some(Self { source, content_hash: fingerprint(document) })
    }
}

/// What came in from a file of this path.
pub(super) async fn by_source(
    connection: &impl ConnectionTrait,
    mark: &Mark,
) -> Result<Option<Entry>, DbErr> {
    Entity::find_by_id(mark.source.as_str()).one(connection).await
}

/// What came in with the very same content from a file of another path: the file was moved, or the import began at
/// another folder above it.
pub(super) async fn by_content(
    connection: &impl ConnectionTrait,
    mark: &Mark,
) -> Result<Option<Entry>, DbErr> {
    let same = Entity::find().filter(Column::ContentHash.eq(mark.content_hash.clone()));
    same.order_by_asc(Column::Source).one(connection).await
}

/// Notes that the post is as the file says.
pub(super) async fn note(
    connection: &impl ConnectionTrait,
    mark: Mark,
    post_id: Uuid,
    imported_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let entry = ActiveModel {
        source: Set(mark.source),
        post_id: Set(post_id),
        content_hash: Set(mark.content_hash),
        imported_at: Set(imported_at),
    };
    let over = OnConflict::column(Column::Source)
        .update_columns([Column::PostId, Column::ContentHash, Column::ImportedAt])
        .to_owned();
    Entity::insert(entry).on_conflict(over).exec_without_returning(connection).await.map(|_| ())
}
