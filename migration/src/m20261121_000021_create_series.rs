//! Series of posts.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Series of posts.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE series (
                    id <uuid> PRIMARY KEY NOT NULL,
                    author_id <uuid> REFERENCES users (id) ON DELETE SET NULL,
                    slug <ascii> NOT NULL,
                    title text NOT NULL,
                    description text,
                    created_at <timestamptz> NOT NULL,
                    CONSTRAINT series_slug_key UNIQUE (slug),
                    CONSTRAINT series_slug_check CHECK (length(slug) BETWEEN 1 AND 100),
                    CONSTRAINT series_title_check CHECK (length(title) BETWEEN 1 AND 200)
                ) <strict>"#,
                r#"CREATE INDEX series_author_id ON series (author_id, id DESC)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE series"]).await
    }
}
