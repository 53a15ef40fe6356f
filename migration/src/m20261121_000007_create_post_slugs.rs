//! Every slug that is or was a post's: one is taken once, and a former one leads on.
//!
//! The reference is checked at commit: a slug is taken first and its post written after, so that a taken slug is noticed
//! without an error that would end the transaction.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Every slug that is or was a post's: one is taken once, and a former one leads on.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE post_slugs (
                    slug <ascii> PRIMARY KEY NOT NULL,
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                    taken_at <timestamptz> NOT NULL
                ) <strict>"#,
                r#"CREATE INDEX post_slugs_post_id ON post_slugs (post_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE post_slugs"]).await
    }
}
