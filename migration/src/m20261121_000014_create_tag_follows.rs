//! Who follows which tag.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Who follows which tag.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE tag_follows (
                    id <uuid> NOT NULL,
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    tag_id <uuid> NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
                    created_at <timestamptz> NOT NULL,
                    PRIMARY KEY (user_id, tag_id),
                    CONSTRAINT tag_follows_id_key UNIQUE (id)
                ) <strict>"#,
                r#"CREATE INDEX tag_follows_user_id ON tag_follows (user_id, id DESC)"#,
                r#"CREATE INDEX tag_follows_tag_id ON tag_follows (tag_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE tag_follows"]).await
    }
}
