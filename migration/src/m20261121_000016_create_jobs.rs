//! What is to be done behind the requests, written in the transaction of the change that asks for it; and the indexes by
//! which recurring work finds what was deleted long ago.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// What is to be done behind the requests, written in the transaction of the change that asks for it.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                r#"CREATE TABLE jobs (
                    id <uuid> PRIMARY KEY NOT NULL,
                    kind text NOT NULL,
                    key text,
                    payload text NOT NULL,
                    run_at <timestamptz> NOT NULL,
                    every_seconds integer,
                    attempts integer NOT NULL DEFAULT 0,
                    max_attempts integer NOT NULL,
                    claimed_by <uuid>,
                    claimed_until <timestamptz>,
                    last_error text,
                    died_at <timestamptz>,
                    created_at <timestamptz> NOT NULL,
                    CONSTRAINT jobs_key_key UNIQUE (key),
                    CONSTRAINT jobs_every_seconds_check CHECK (every_seconds > 0),
                    CONSTRAINT jobs_attempts_check CHECK (attempts >= 0 AND max_attempts > 0),
                    CONSTRAINT jobs_claim_check CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
                    CONSTRAINT jobs_died_at_check CHECK (died_at IS NULL OR claimed_by IS NULL)
                ) <strict>"#,
                r#"CREATE INDEX jobs_run_at ON jobs (run_at, id) WHERE died_at IS NULL"#,
                r#"CREATE INDEX posts_deleted_at ON posts (deleted_at, id) WHERE deleted_at IS NOT NULL"#,
                r#"CREATE INDEX comments_deleted_at ON comments (deleted_at, id) WHERE deleted_at IS NOT NULL"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP INDEX comments_deleted_at", "DROP INDEX posts_deleted_at", "DROP TABLE jobs"])
            .await
    }
}
