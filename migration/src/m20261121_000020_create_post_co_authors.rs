//! Who writes a post together with its author.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Who writes a post together with its author.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE post_co_authors (
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    added_at <timestamptz> NOT NULL,
                    PRIMARY KEY (post_id, user_id)
                ) <strict>"#,
                r#"CREATE INDEX post_co_authors_user_id ON post_co_authors (user_id, post_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE post_co_authors"]).await
    }
}
