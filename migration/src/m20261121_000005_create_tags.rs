//! Tags.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Tags.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE tags (
                    id <uuid> PRIMARY KEY NOT NULL,
                    slug <ascii> NOT NULL,
                    name text NOT NULL,
                    description text,
                    post_count integer NOT NULL DEFAULT 0,
                    follower_count integer NOT NULL DEFAULT 0,
                    created_at <timestamptz> NOT NULL,
                    CONSTRAINT tags_slug_key UNIQUE (slug),
                    CONSTRAINT tags_name_check CHECK (length(name) BETWEEN 1 AND 40),
                    CONSTRAINT tags_counters_check CHECK (post_count >= 0 AND follower_count >= 0)
                ) <strict>"#,
                r#"CREATE INDEX tags_post_count ON tags (post_count DESC, id DESC)"#,
                r#"CREATE INDEX tags_follower_count ON tags (follower_count DESC, id DESC)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE tags"]).await
    }
}
