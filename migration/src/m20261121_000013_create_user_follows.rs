//! Who follows whom.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Who follows whom.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE user_follows (
                    id <uuid> NOT NULL,
                    follower_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    followee_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    created_at <timestamptz> NOT NULL,
                    PRIMARY KEY (follower_id, followee_id),
                    CONSTRAINT user_follows_id_key UNIQUE (id),
                    CONSTRAINT user_follows_self_check CHECK (follower_id <> followee_id)
                ) <strict>"#,
                r#"CREATE INDEX user_follows_follower_id ON user_follows (follower_id, id DESC)"#,
                r#"CREATE INDEX user_follows_followee_id ON user_follows (followee_id, id DESC)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE user_follows"]).await
    }
}
