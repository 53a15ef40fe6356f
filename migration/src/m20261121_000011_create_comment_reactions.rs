//! What people feel about comments, one reaction each.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// What people feel about comments, one reaction each.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE comment_reactions (
                    id <uuid> NOT NULL,
                    comment_id <uuid> NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    kind text NOT NULL,
                    created_at <timestamptz> NOT NULL,
                    PRIMARY KEY (comment_id, user_id),
                    CONSTRAINT comment_reactions_id_key UNIQUE (id),
                    CONSTRAINT comment_reactions_kind_check CHECK (kind IN ('LIKE', 'LOVE', 'INSIGHTFUL', 'FUNNY', 'SAD'))
                ) <strict>"#,
                r#"CREATE INDEX comment_reactions_comment_id ON comment_reactions (comment_id, id DESC)"#,
                r#"CREATE INDEX comment_reactions_kind ON comment_reactions (comment_id, kind, id DESC)"#,
                r#"CREATE INDEX comment_reactions_user_id ON comment_reactions (user_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE comment_reactions"]).await
    }
}
