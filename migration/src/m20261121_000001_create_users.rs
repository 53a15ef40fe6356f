//! People: who they are and the counters that everybody sees of them.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// People: who they are and the counters that everybody sees of them.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE users (
                    id <uuid> PRIMARY KEY NOT NULL,
                    username <ascii> NOT NULL,
                    email text,
                    email_verified_at <timestamptz>,
                    display_name text NOT NULL,
                    search_name <ascii> NOT NULL,
                    bio text,
                    bio_html text,
                    website_url text,
                    location text,
                    role text NOT NULL,
                    password_hash text,
                    imported_at <timestamptz>,
                    post_count integer NOT NULL DEFAULT 0,
                    follower_count integer NOT NULL DEFAULT 0,
                    following_count integer NOT NULL DEFAULT 0,
                    created_at <timestamptz> NOT NULL,
                    updated_at <timestamptz> NOT NULL,
                    CONSTRAINT users_username_key UNIQUE (username),
                    CONSTRAINT users_email_key UNIQUE (email),
                    CONSTRAINT users_username_check CHECK (length(username) BETWEEN 3 AND 30 AND username = lower(username)),
                    CONSTRAINT users_display_name_check CHECK (length(display_name) BETWEEN 1 AND 80),
                    CONSTRAINT users_role_check CHECK (role IN ('READER', 'AUTHOR', 'MODERATOR', 'ADMIN')),
                    CONSTRAINT users_counters_check CHECK (post_count >= 0 AND follower_count >= 0 AND following_count >= 0),
                    CONSTRAINT users_sign_in_check CHECK (password_hash IS NULL OR email IS NOT NULL)
                ) <strict>"#,
                r#"CREATE INDEX users_role_username ON users (role, username)"#,
                r#"CREATE INDEX users_search_name ON users (search_name)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE users"]).await
    }
}
