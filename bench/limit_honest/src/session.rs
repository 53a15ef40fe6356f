//! Who asks: the token's signature, and the session behind it, which may have ended since.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use chrono::{DateTime, Utc};
use deadpool_postgres::Client;
use tokio_postgres::Row;

use crate::App;
use crate::database::rows;
use crate::failure::Failure;

/// The condition is that of Tribune's `src/entity/session/scope.rs`; what an answer says of its writer is read along.
const SESSION: &str = "SELECT u.id, u.username, u.display_name FROM sessions s JOIN users u ON u.id = s.user_id \
     WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND s.ends_at > $2";

/// The person: id, username and display name.
pub async fn person(
    app: &App,
    client: &Client,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Result<Row, Failure> {
    let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let token = token.and_then(|token| app.tokens.read(token, now)).filter(|token| !token.is_expired);
    let token = token.ok_or(Failure::Unauthenticated)?;
    let mut found = rows(client, SESSION, &[&token.claim.session_id, &now]).await?;
    found.pop().ok_or(Failure::Unauthenticated)
}
