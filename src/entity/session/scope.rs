//! Which sign-ins still count; the table's alias is `s`.

use chrono::{DateTime, Utc};

use crate::entity::sql::Sql;

/// Appends ` AND …`: sessions that have not ended in any way.
pub fn live(sql: &mut Sql, now: DateTime<Utc>) {
    sql.push(" AND s.revoked_at IS NULL AND s.expires_at > ").bind(now).push(" AND s.ends_at > ").bind(now);
}
