//! How far the events were removed. Its one row is locked by who gives positions to events and by who removes them.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// How far the events were removed: one row.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE event_log (
                    id integer PRIMARY KEY NOT NULL CONSTRAINT event_log_one_row_check CHECK (id = 1),
                    removed_position <bigint> NOT NULL
                ) <strict>"#,
                r#"INSERT INTO event_log (id, removed_position) VALUES (1, 0)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE event_log"]).await
    }
}
