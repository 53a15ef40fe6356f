//! Keys by which a client says that a change sent again is the same one, and what came of it.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Keys by which a client says that a change sent again is the same one.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE idempotency_keys (
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    key text NOT NULL,
                    request_hash <bytea> NOT NULL,
                    subject_id <uuid> NOT NULL,
                    created_at <timestamptz> NOT NULL,
                    PRIMARY KEY (user_id, key)
                ) <strict>"#,
                r#"CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE idempotency_keys"]).await
    }
}
