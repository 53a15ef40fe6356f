//! What happened, a row for every change that somebody may watch. The id is taken while the change is made; the position is
//! given once it is committed, so that positions are in the order in which events can be seen, without gaps. Where one
//! writes at a time, as on SQLite, ids are that already, and there is no other position.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

use crate::dialect::run;

/// What happened, a row for every change that somebody may watch.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let has_positions = manager.get_database_backend() == DatabaseBackend::Postgres;
        let (column, position) = if has_positions {
            ("position <bigint> CONSTRAINT events_position_key UNIQUE,", "position")
        } else {
            ("", "id")
        };
        let table = format!(
            "CREATE TABLE events (
                id <identity>,
                {column}
                kind text NOT NULL,
                post_id <uuid> NOT NULL,
                comment_id <uuid>,
                created_at <timestamptz> NOT NULL,
                CONSTRAINT events_kind_check CHECK (kind IN (
                    'POST_PUBLISHED', 'POST_UPDATED', 'POST_REACTED',
                    'COMMENT_ADDED', 'COMMENT_UPDATED', 'COMMENT_DELETED', 'COMMENT_REACTED'
                )),
                CONSTRAINT events_comment_check CHECK ((kind LIKE 'COMMENT%') = (comment_id IS NOT NULL))
            ) <strict>"
        );
        let by_post = format!("CREATE INDEX events_post_id ON events (post_id, {position})");
        let published =
            format!("CREATE INDEX events_published ON events ({position}) WHERE kind = 'POST_PUBLISHED'");
        run(manager, &[&table, &by_post, &published]).await?;
        if has_positions {
            run(manager, &["CREATE INDEX events_pending ON events (id) WHERE position IS NULL"]).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE events"]).await
    }
}
