//! What the text of a post was, each time it went live.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// What the text of a post was, each time it went live.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE post_revisions (
                    id <uuid> PRIMARY KEY NOT NULL,
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    version integer NOT NULL,
                    kind text NOT NULL,
                    editor_id <uuid> REFERENCES users (id) ON DELETE SET NULL,
                    title text NOT NULL,
                    subtitle text,
                    excerpt text NOT NULL,
                    excerpt_is_written <boolean> NOT NULL,
                    tags text NOT NULL,
                    created_at <timestamptz> NOT NULL,
                    body_markdown text NOT NULL,
                    CONSTRAINT post_revisions_version_check CHECK (version > 0),
                    CONSTRAINT post_revisions_kind_check CHECK (kind IN ('PUBLICATION', 'EDIT', 'DRAFT'))
                ) <strict>"#,
                r#"CREATE INDEX post_revisions_post_id ON post_revisions (post_id, id DESC)"#,
                r#"CREATE INDEX post_revisions_editor_id ON post_revisions (editor_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE post_revisions"]).await
    }
}
