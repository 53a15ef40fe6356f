//! Posts can be scheduled: a status more, and the time at which they are to be published.
//!
//! SQLite changes no constraint of a table, and a table that others refer to with ON DELETE CASCADE can't be written anew
//! within a transaction. Its documentation (lang_altertable.html, section 7) says how else: a constraint that only becomes
//! wider touches no row, so the text of the table is changed where SQLite keeps it.
//!
//! The new column stands behind the long texts there. It is NULL in all but a few rows, and SQLite finds a NULL in the
//! head of the row, without reading what stands before it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::dialect::run;

/// Posts can be scheduled: a status more, and the time at which they are to be published.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// A constraint by its name, what it was, and what it is.
const CHECKS: [(&str, &str, &str); 2] = [
    (
        "posts_status_check",
        "status IN ('DRAFT', 'PUBLISHED', 'ARCHIVED')",
        "status IN ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'ARCHIVED')",
    ),
    (
        "posts_published_at_check",
        "published_at IS NOT NULL OR status = 'DRAFT'",
        "published_at IS NOT NULL OR status IN ('DRAFT', 'SCHEDULED')",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        change_checks(manager, |was, is| (was, is)).await?;
        run(
            manager,
            &[
                r#"ALTER TABLE posts ADD COLUMN scheduled_for <timestamptz> CONSTRAINT posts_scheduled_for_check
                CHECK ((status = 'SCHEDULED') = (scheduled_for IS NOT NULL))"#,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "UPDATE posts SET status = 'DRAFT', scheduled_for = NULL WHERE status = 'SCHEDULED'",
                "DELETE FROM jobs WHERE kind = 'publish_post'",
            ],
        )
        .await?;
        change_checks(manager, |was, is| (is, was)).await?;
        run(manager, &["ALTER TABLE posts DROP COLUMN scheduled_for"]).await
    }
}

/// Has a direction say which of the two texts is replaced by which.
async fn change_checks(
    manager: &SchemaManager<'_>,
    direction: fn(&'static str, &'static str) -> (&'static str, &'static str),
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    if connection.get_database_backend() != DatabaseBackend::Sqlite {
        for (name, was, is) in CHECKS {
            let (_, to) = direction(was, is);
            connection
                .execute_unprepared(&format!(
                    "ALTER TABLE posts DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({to})"
                ))
                .await?;
        }
        return Ok(());
    }
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    connection.execute_unprepared("PRAGMA writable_schema = ON").await?;
    for (name, was, is) in CHECKS {
        let (from, to) = direction(was, is);
        let (from, to) =
            (format!("CONSTRAINT {name} CHECK ({from})"), format!("CONSTRAINT {name} CHECK ({to})"));
        let update = format!(
            "UPDATE sqlite_schema SET sql = replace(sql, {}, {}) WHERE type = 'table' AND name = 'posts'",
            quoted(&from),
            quoted(&to)
        );
        connection.execute_unprepared(&update).await?;
    }
    // Has it read the texts anew; the column that is added or dropped next tells the other connections.
    connection.execute_unprepared("PRAGMA writable_schema = RESET").await?;
    Ok(())
}
