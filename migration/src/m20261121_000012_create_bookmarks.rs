//! What people keep to read later; nobody else sees it.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// What people keep to read later; nobody else sees it.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE bookmarks (
                    id <uuid> NOT NULL,
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    note text,
                    created_at <timestamptz> NOT NULL,
                    PRIMARY KEY (user_id, post_id),
                    CONSTRAINT bookmarks_id_key UNIQUE (id)
                ) <strict>"#,
                r#"CREATE INDEX bookmarks_user_id ON bookmarks (user_id, id DESC)"#,
                r#"CREATE INDEX bookmarks_post_id ON bookmarks (post_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE bookmarks"]).await
    }
}
