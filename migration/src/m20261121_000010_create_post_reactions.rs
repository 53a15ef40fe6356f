//! What people feel about posts, one reaction each.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// What people feel about posts, one reaction each.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE post_reactions (
                    id <uuid> NOT NULL,
                    post_id <uuid> NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    kind text NOT NULL,
                    created_at <timestamptz> NOT NULL,
                    PRIMARY KEY (post_id, user_id),
                    CONSTRAINT post_reactions_id_key UNIQUE (id),
                    CONSTRAINT post_reactions_kind_check CHECK (kind IN ('LIKE', 'LOVE', 'INSIGHTFUL', 'FUNNY', 'SAD'))
                ) <strict>"#,
                r#"CREATE INDEX post_reactions_post_id ON post_reactions (post_id, id DESC)"#,
                r#"CREATE INDEX post_reactions_kind ON post_reactions (post_id, kind, id DESC)"#,
                r#"CREATE INDEX post_reactions_user_id ON post_reactions (user_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE post_reactions"]).await
    }
}
