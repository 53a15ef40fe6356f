//! Sign-ins; one lives until it is revoked, lies idle too long, or is too old.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Sign-ins; one lives until it is revoked, lies idle too long, or is too old.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE sessions (
                    id <uuid> PRIMARY KEY NOT NULL,
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    user_agent text,
                    ip_address text,
                    created_at <timestamptz> NOT NULL,
                    last_seen_at <timestamptz> NOT NULL,
                    expires_at <timestamptz> NOT NULL,
                    ends_at <timestamptz> NOT NULL,
                    revoked_at <timestamptz>
                ) <strict>"#,
                r#"CREATE INDEX sessions_user_id ON sessions (user_id, id DESC)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE sessions"]).await
    }
}
