//! Text that was saved beside the live one of a post, one a post.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Text that was saved beside the live one of a post, one a post.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE post_drafts (
                    post_id <uuid> PRIMARY KEY NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    saved_by <uuid> REFERENCES users (id) ON DELETE SET NULL,
                    saved_at <timestamptz> NOT NULL,
                    title text NOT NULL,
                    subtitle text,
                    excerpt text NOT NULL,
                    excerpt_is_written <boolean> NOT NULL,
                    tags text NOT NULL,
                    word_count integer NOT NULL,
                    reading_time_minutes integer NOT NULL,
                    body_markdown text NOT NULL,
                    body_html text NOT NULL,
                    CONSTRAINT post_drafts_title_check CHECK (length(title) <= 200)
                ) <strict>"#,
                r#"CREATE INDEX post_drafts_saved_by ON post_drafts (saved_by)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE post_drafts"]).await
    }
}
