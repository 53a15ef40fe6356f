//! Which file became which post, so that a second import changes nothing.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Which file became which post, so that a second import changes nothing.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE imports (
                    source text PRIMARY KEY NOT NULL,
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    content_hash <bytea> NOT NULL,
                    imported_at <timestamptz> NOT NULL
                ) <strict>"#,
                r#"CREATE INDEX imports_post_id ON imports (post_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE imports"]).await
    }
}
