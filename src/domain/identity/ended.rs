//! Removing sessions that have ended, and refresh tokens that are of no more use.

use chrono::Duration;
use sea_orm::DbErr;

use super::session::IDLE_DAYS;
use crate::domain::Domain;
use crate::entity::sql::{self, Sql};

/// Days for which a session that has ended is kept, so that who comes back late is told that it has ended.
const KEPT_DAYS: i64 = 7;
/// Rows that are removed in one transaction.
const BATCH: u64 = 1_000;

/// Removes sessions that ended a while ago with their tokens, and spent tokens whose reuse needs no notice any more:
/// unspent, they would have expired.
pub(crate) async fn remove_ended_sessions(domain: &Domain) -> Result<(), DbErr> {
    let backend = domain.database.backend();
    loop {
        let now = domain.clock.now();
        let (ended, spent) = (now - Duration::days(KEPT_DAYS), now - Duration::days(IDLE_DAYS));
        let mut sessions = Sql::new(
            backend,
            "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= ",
        );
        sessions.bind(ended).push(" OR ends_at <= ").bind(ended).push(" OR revoked_at <= ").bind(ended);
        sessions.push(&format!(" LIMIT {BATCH})"));
        let mut tokens = Sql::new(
            backend,
            "DELETE FROM refresh_tokens WHERE token_hash IN (SELECT token_hash FROM refresh_tokens WHERE spent_at <= ",
        );
        tokens.bind(spent).push(&format!(" LIMIT {BATCH})"));
        let transaction = domain.database.begin().await?;
        sql::set_no_timeout(&transaction).await?;
        let removed = sessions.execute(&transaction).await? + tokens.execute(&transaction).await?;
        transaction.commit().await?;
        if removed == 0 {
            return Ok(());
        }
        tracing::info!(removed, "sessions that have ended and spent tokens are removed");
    }
}
