//! Erasing posts that were deleted so long ago that nobody can restore them, with all that hangs on them.

use sea_orm::{DatabaseBackend, DbErr};
use uuid::Uuid;

use crate::domain::Domain;
use crate::entity::column::Column;
use crate::entity::post::scope::restorable_since;
use crate::entity::sql::{self, Sql};

/// Erases all of them, one a transaction: a post with many comments takes long, and others write meanwhile. What is
/// deleted is in no counter, and what hangs on a post goes with it; its slugs are free again.
pub(crate) async fn erase_deleted(domain: &Domain) -> Result<(), DbErr> {
    let backend = domain.database.backend();
    loop {
        let until = restorable_since(domain.clock.now());
        let transaction = domain.database.begin().await?;
        sql::set_no_timeout(&transaction).await?;
        let mut sql = Sql::new(backend, "SELECT id FROM posts WHERE deleted_at <= ");
        sql.bind(until).push(" ORDER BY deleted_at, id LIMIT 1");
        if backend == DatabaseBackend::Postgres {
            sql.push(" FOR UPDATE SKIP LOCKED");
        }
        let Some(row) = sql.one(&transaction).await? else { return Ok(()) };
        let id: Uuid = Column::read(&row, 0)?;
        let mut sql = Sql::new(backend, "DELETE FROM posts WHERE id = ");
        sql.bind(id);
        sql.execute(&transaction).await?;
        transaction.commit().await?;
        tracing::info!(post = %crate::id::Id::<crate::id::Post>::new(id), "a post that was deleted long ago is erased");
    }
}
