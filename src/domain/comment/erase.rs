//! Erasing comments that were deleted long ago.

use sea_orm::{DatabaseBackend, DbErr};

use crate::domain::Domain;
use crate::entity::post::scope::restorable_since;
use crate::entity::sql::{self, Sql};

/// Comments that are erased in one transaction.
const BATCH: u64 = 500;

/// Erases those that were deleted as long ago as a post that is erased, and hold no place for replies: these are others', and
/// stay. One whose last reply is erased follows it. What is deleted is in no counter but those of its own reactions, which go
/// with it.
pub(crate) async fn erase_deleted(domain: &Domain) -> Result<(), DbErr> {
    let backend = domain.database.backend();
    loop {
        let until = restorable_since(domain.clock.now());
        let mut sql = Sql::new(
            backend,
            "DELETE FROM comments WHERE id IN (SELECT c.id FROM comments c WHERE c.deleted_at <= ",
        );
        sql.bind(until).push(" AND NOT EXISTS (SELECT 1 FROM comments r WHERE r.parent_id = c.id)");
        sql.push(&format!(" ORDER BY c.deleted_at, c.id LIMIT {BATCH}"));
        if backend == DatabaseBackend::Postgres {
            // Who holds one is served first; it is erased the next time.
            sql.push(" FOR UPDATE OF c SKIP LOCKED");
        }
        sql.push(")");
        let transaction = domain.database.begin().await?;
        sql::set_no_timeout(&transaction).await?;
        let erased = sql.execute(&transaction).await?;
        transaction.commit().await?;
        if erased == 0 {
            return Ok(());
        }
        tracing::info!(erased, "comments that were deleted long ago are erased");
    }
}
