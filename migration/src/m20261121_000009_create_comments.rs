//! Comments, nested; a reply stands under the same post as its parent, by constraint. The texts come last, as those of
//! posts do.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Comments, nested; a reply stands under the same post as its parent, by constraint.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE comments (
                    id <uuid> PRIMARY KEY NOT NULL,
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    author_id <uuid> REFERENCES users (id) ON DELETE SET NULL,
                    parent_id <uuid>,
                    depth integer NOT NULL,
                    reply_count integer NOT NULL DEFAULT 0,
                    reaction_count integer NOT NULL DEFAULT 0,
                    like_count integer NOT NULL DEFAULT 0,
                    love_count integer NOT NULL DEFAULT 0,
                    insightful_count integer NOT NULL DEFAULT 0,
                    funny_count integer NOT NULL DEFAULT 0,
                    sad_count integer NOT NULL DEFAULT 0,
                    created_at <timestamptz> NOT NULL,
                    edited_at <timestamptz>,
                    hidden_at <timestamptz>,
                    deleted_at <timestamptz>,
                    body_markdown text NOT NULL,
                    body_html text NOT NULL,
                    CONSTRAINT comments_id_post_id_key UNIQUE (id, post_id),
                    CONSTRAINT comments_parent_fkey FOREIGN KEY (parent_id, post_id)
                        REFERENCES comments (id, post_id) ON DELETE CASCADE,
                    CONSTRAINT comments_depth_check CHECK (depth BETWEEN 0 AND 10 AND (depth = 0) = (parent_id IS NULL)),
                    CONSTRAINT comments_counters_check CHECK (
                        reply_count >= 0 AND like_count >= 0 AND love_count >= 0 AND insightful_count >= 0
                        AND funny_count >= 0 AND sad_count >= 0
                        AND reaction_count = like_count + love_count + insightful_count + funny_count + sad_count
                    )
                ) <strict>"#,
                r#"CREATE INDEX comments_post_id ON comments (post_id, id) WHERE parent_id IS NULL"#,
                r#"CREATE INDEX comments_post_top ON comments (post_id, reaction_count DESC, id DESC) WHERE parent_id IS NULL"#,
                r#"CREATE INDEX comments_parent_id ON comments (parent_id, id)"#,
                r#"CREATE INDEX comments_parent_top ON comments (parent_id, reaction_count DESC, id DESC)"#,
                r#"CREATE INDEX comments_author_id ON comments (author_id, id DESC)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE comments"]).await
    }
}
