//! Sessions: a sign-in, from the password to the sign-out.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr};
use uuid::Uuid;

use super::client::Client;
use super::token::{refresh_token, refresh_token_hash};
use crate::domain::Domain;
use crate::domain::error::{Problem, Result};
use crate::domain::signal::Signal;
use crate::entity::session::scope::live;
use crate::entity::sql::Sql;
use crate::entity::user::UserRow;
use crate::entity::{refresh_token, session};
use crate::viewer::SignedIn;

/// A session ends when its refresh token lies unused this long,
pub(super) const IDLE_DAYS: i64 = 30;
/// and when it is this old, used or not.
const ABSOLUTE_DAYS: i64 = 90;
/// Characters kept of what a client calls itself.
const MAX_USER_AGENT: usize = 300;

/// Somebody signed in, and what they hold from now on.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub user: UserRow,
    pub session_id: Uuid,
    pub access_token: String,
    pub access_token_expires_at: DateTime<Utc>,
    pub refresh_token: String,
}

/// Begins a session for somebody whose right to it was checked.
pub(super) async fn begin(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    user: UserRow,
    client: Client,
) -> Result<SignIn> {
    let (now, session_id) = (domain.clock.now(), domain.clock.new_id());
    let token = refresh_token(domain.clock.random_bytes());
    session::ActiveModel {
        id: Set(session_id),
        user_id: Set(user.id),
        user_agent: Set(client.user_agent.map(|agent| agent.chars().take(MAX_USER_AGENT).collect())),
        ip_address: Set(client.ip_address.map(|address| address.to_string())),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now + Duration::days(IDLE_DAYS)),
        ends_at: Set(now + Duration::days(ABSOLUTE_DAYS)),
        revoked_at: Set(None),
    }
    .insert(transaction)
    .await?;
    refresh_token::ActiveModel {
        token_hash: Set(refresh_token_hash(&token)),
        session_id: Set(session_id),
        created_at: Set(now),
        spent_at: Set(None),
    }
    .insert(transaction)
    .await?;
    sign_in(domain, user, session_id, token)
}

pub(super) fn sign_in(
    domain: &Domain,
    user: UserRow,
    session_id: Uuid,
    refresh_token: String,
) -> Result<SignIn> {
    let (access_token, access_token_expires_at) =
        domain.tokens.access(user.id, session_id, domain.clock.now())?;
    Ok(SignIn { user, session_id, access_token, access_token_expires_at, refresh_token })
}

/// The person behind a session, if it still lives.
pub async fn authenticate(domain: &Domain, session_id: Uuid) -> std::result::Result<Option<SignedIn>, DbErr> {
    let reader = domain.database.reader();
    let mut sql = Sql::new(
        reader.get_database_backend(),
        "SELECT u.id, u.role FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ",
    );
    sql.bind(session_id);
    live(&mut sql, domain.clock.now());
    let row = sql.one(reader).await?;
    row.map(|row| {
        Ok(SignedIn { user_id: row.try_get_by_index(0)?, role: row.try_get_by_index(1)?, session_id })
    })
    .transpose()
}

/// Signs out: ends the session, if it has not ended yet.
pub async fn logout(domain: &Domain, session_id: Uuid) -> Result<()> {
    let mut sql = Sql::new(domain.database.backend(), "UPDATE sessions SET revoked_at = ");
    sql.bind(domain.clock.now()).push(" WHERE revoked_at IS NULL AND id = ").bind(session_id);
    sql.execute(domain.database.writer()).await?;
    domain.tell(&Signal::SessionsRevoked { session_ids: vec![session_id] }).await;
    Ok(())
}

/// Ends one of one's own sessions.
pub async fn revoke_session(domain: &Domain, person: &SignedIn, session_id: Uuid) -> Result<()> {
    let now = domain.clock.now();
    let session_ids = revoke(domain.database.writer(), person.user_id, Some(session_id), None, now).await?;
    if session_ids.is_empty() {
        return Err(Problem::not_found("session").at("session_id").into());
    }
    domain.tell(&Signal::SessionsRevoked { session_ids }).await;
    Ok(())
}

/// Ends all of one's own sessions, the one that asks among them; how many they were.
pub async fn revoke_all_sessions(domain: &Domain, person: &SignedIn) -> Result<usize> {
    let session_ids =
        revoke(domain.database.writer(), person.user_id, None, None, domain.clock.now()).await?;
    let count = session_ids.len();
    domain.tell(&Signal::SessionsRevoked { session_ids }).await;
    Ok(count)
}

/// Ends the live sessions of a person, but one or only one where it is named; their ids.
pub(super) async fn revoke(
    connection: &impl ConnectionTrait,
    user_id: Uuid,
    only: Option<Uuid>,
    but: Option<Uuid>,
    now: DateTime<Utc>,
) -> std::result::Result<Vec<Uuid>, DbErr> {
    let mut sql = Sql::new(connection.get_database_backend(), "UPDATE sessions AS s SET revoked_at = ");
    sql.bind(now).push(" WHERE s.user_id = ").bind(user_id);
    live(&mut sql, now);
    if let Some(only) = only {
        sql.push(" AND s.id = ").bind(only);
    }
    if let Some(but) = but {
        sql.push(" AND s.id <> ").bind(but);
    }
    sql.push(" RETURNING id");
    sql.all(connection).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}
