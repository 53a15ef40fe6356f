//! Which tags a post carries, in its author's order.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Which tags a post carries, in its author's order.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE post_tags (
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    tag_id <uuid> NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
                    position integer NOT NULL,
                    PRIMARY KEY (post_id, tag_id),
                    CONSTRAINT post_tags_position_check CHECK (position BETWEEN 0 AND 4)
                ) <strict>"#,
                r#"CREATE INDEX post_tags_tag_id ON post_tags (tag_id, post_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE post_tags"]).await
    }
}
