//! Posts, with the counters that everybody sees, and an index for each order they can be listed in.
//!
//! The long texts come last: SQLite reads a row from its beginning, and what comes behind a long text is on other pages.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Posts, with the counters that everybody sees, and an index for each order they can be listed in.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE posts (
                    id <uuid> PRIMARY KEY NOT NULL,
                    author_id <uuid> REFERENCES users (id) ON DELETE SET NULL,
                    slug <ascii> NOT NULL,
                    title text NOT NULL,
                    subtitle text,
                    excerpt text NOT NULL,
                    excerpt_is_written <boolean> NOT NULL,
                    canonical_url text,
                    language text,
                    content_warning text,
                    word_count integer NOT NULL,
                    reading_time_minutes integer NOT NULL,
                    status text NOT NULL,
                    visibility text NOT NULL,
                    comment_policy text NOT NULL,
                    version integer NOT NULL DEFAULT 1,
                    comment_count integer NOT NULL DEFAULT 0,
                    bookmark_count integer NOT NULL DEFAULT 0,
                    reaction_count integer NOT NULL DEFAULT 0,
                    like_count integer NOT NULL DEFAULT 0,
                    love_count integer NOT NULL DEFAULT 0,
                    insightful_count integer NOT NULL DEFAULT 0,
                    funny_count integer NOT NULL DEFAULT 0,
                    sad_count integer NOT NULL DEFAULT 0,
                    created_at <timestamptz> NOT NULL,
                    updated_at <timestamptz> NOT NULL,
                    published_at <timestamptz>,
                    edited_at <timestamptz>,
                    deleted_at <timestamptz>,
                    body_markdown text NOT NULL,
                    body_html text NOT NULL,
                    CONSTRAINT posts_slug_key UNIQUE (slug),
                    CONSTRAINT posts_slug_check CHECK (length(slug) BETWEEN 1 AND 100),
                    CONSTRAINT posts_title_check CHECK (length(title) <= 200 AND (title <> '' OR status = 'DRAFT')),
                    CONSTRAINT posts_status_check CHECK (status IN ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
                    CONSTRAINT posts_published_at_check CHECK (published_at IS NOT NULL OR status = 'DRAFT'),
                    CONSTRAINT posts_visibility_check CHECK (visibility IN ('PUBLIC', 'UNLISTED', 'FOLLOWERS')),
                    CONSTRAINT posts_comment_policy_check CHECK (comment_policy IN ('EVERYONE', 'FOLLOWERS', 'NOBODY')),
                    CONSTRAINT posts_counters_check CHECK (
                        version > 0 AND comment_count >= 0 AND bookmark_count >= 0
                        AND like_count >= 0 AND love_count >= 0 AND insightful_count >= 0
                        AND funny_count >= 0 AND sad_count >= 0
                        AND reaction_count = like_count + love_count + insightful_count + funny_count + sad_count
                    )
                ) <strict>"#,
                r#"CREATE INDEX posts_listed_published_at ON posts (published_at DESC, id DESC)
                WHERE status = 'PUBLISHED' AND deleted_at IS NULL"#,
                r#"CREATE INDEX posts_listed_updated_at ON posts (updated_at DESC, id DESC)
                WHERE status = 'PUBLISHED' AND deleted_at IS NULL"#,
                r#"CREATE INDEX posts_listed_reaction_count ON posts (reaction_count DESC, id DESC)
                WHERE status = 'PUBLISHED' AND deleted_at IS NULL"#,
                r#"CREATE INDEX posts_listed_comment_count ON posts (comment_count DESC, id DESC)
                WHERE status = 'PUBLISHED' AND deleted_at IS NULL"#,
                r#"CREATE INDEX posts_author_published_at ON posts (author_id, published_at DESC, id DESC)
                WHERE status = 'PUBLISHED' AND deleted_at IS NULL"#,
                r#"CREATE INDEX posts_author_reaction_count ON posts (author_id, reaction_count DESC, id DESC)
                WHERE status = 'PUBLISHED' AND deleted_at IS NULL"#,
                r#"CREATE INDEX posts_author_comment_count ON posts (author_id, comment_count DESC, id DESC)
                WHERE status = 'PUBLISHED' AND deleted_at IS NULL"#,
                r#"CREATE INDEX posts_author_updated_at ON posts (author_id, updated_at DESC, id DESC)"#,
                r#"CREATE INDEX posts_author_deleted_at ON posts (author_id, deleted_at DESC, id DESC) WHERE deleted_at IS NOT NULL"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE posts"]).await
    }
}
