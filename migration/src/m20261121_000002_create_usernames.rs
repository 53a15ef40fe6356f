//! Every username that is or was somebody's: one is taken once, and a former one leads on.
//!
//! The reference is checked at commit: a name is taken first and its owner written after, so that a taken name is noticed
//! without an error that would end the transaction.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// Every username that is or was somebody's: one is taken once, and a former one leads on.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE usernames (
                    username <ascii> PRIMARY KEY NOT NULL,
                    user_id <uuid> NOT NULL REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                    taken_at <timestamptz> NOT NULL
                ) <strict>"#,
                r#"CREATE INDEX usernames_user_id ON usernames (user_id)"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE usernames"]).await
    }
}
