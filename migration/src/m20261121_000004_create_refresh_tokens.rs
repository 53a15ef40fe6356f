//! The refresh tokens of a session, by their hashes: the live one and the spent ones, so that reuse is noticed.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// The refresh tokens of a session, by their hashes: the live one and the spent ones, so that reuse is noticed.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE refresh_tokens (
                    token_hash <bytea> PRIMARY KEY NOT NULL,
                    session_id <uuid> NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
                    created_at <timestamptz> NOT NULL,
                    spent_at <timestamptz>
                ) <strict>"#,
                r#"CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE refresh_tokens"]).await
    }
}
