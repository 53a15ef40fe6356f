//! Trading a refresh token for new tokens.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use uuid::Uuid;

use super::session::{IDLE_DAYS, SignIn, sign_in};
use super::token::refresh_token_hash;
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::signal::Signal;
use crate::entity::session::scope::live;
use crate::entity::sql::Sql;
use crate::entity::{refresh_token, user};

/// A spent token gets the same successor again for this long: the answer may have been lost on its way.
const GRACE_SECONDS: i64 = 10;

/// Spends a refresh token. One that was spent before, longer ago than the grace, has been stolen from one side or the
/// other: its whole session ends.
pub async fn refresh(domain: &Domain, token: &str) -> Result<SignIn> {
    let (now, hash) = (domain.clock.now(), refresh_token_hash(token));
    let transaction = domain.database.begin().await?;
    let (session_id, is_first_use) = match spend(&transaction, &hash, now).await? {
        Some(session_id) => (session_id, true),
        None => match refresh_token::Entity::find_by_id(hash).one(&transaction).await? {
            Some(spent) if spent.spent_at.is_some_and(|at| now - at <= Duration::seconds(GRACE_SECONDS)) => {
                (spent.session_id, false)
            }
            Some(reused) => {
                revoke(&transaction, reused.session_id, now).await?;
                transaction.commit().await?;
                domain.tell(&Signal::SessionsRevoked { session_ids: vec![reused.session_id] }).await;
                return Err(refused(
                    ProblemCode::InvalidCredentials,
                    "The refresh token was used before; to be safe the session was ended. Sign in again.",
                ));
            }
            None => {
                return Err(refused(
                    ProblemCode::InvalidCredentials,
                    "The refresh token is not one of this server's.",
                ));
            }
        },
    };
    let Some(user_id) = touch(&transaction, session_id, now).await? else {
        return Err(refused(ProblemCode::Expired, "The session has ended; sign in again."));
    };
    let successor = domain.tokens.successor(token);
    if is_first_use {
        refresh_token::ActiveModel {
            token_hash: Set(refresh_token_hash(&successor)),
            session_id: Set(session_id),
            created_at: Set(now),
            spent_at: Set(None),
        }
        .insert(&transaction)
        .await?;
    }
    let user = user::Entity::find_by_id(user_id).one(&transaction).await?;
    let user = user.ok_or(Error::Unauthenticated)?;
    transaction.commit().await?;
    sign_in(domain, user.into(), session_id, successor)
}

fn refused(code: ProblemCode, message: &str) -> Error {
    Problem::new(code, message).at("refresh_token").into()
}

/// Marks a live token as spent; one statement, so that of two who come at once one is first.
async fn spend(connection: &impl ConnectionTrait, hash: &[u8], now: DateTime<Utc>) -> Result<Option<Uuid>> {
    let mut sql = Sql::new(connection.get_database_backend(), "UPDATE refresh_tokens SET spent_at = ");
    sql.bind(now)
        .push(" WHERE spent_at IS NULL AND token_hash = ")
        .bind(hash.to_vec())
        .push(" RETURNING session_id");
    Ok(sql.one(connection).await?.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Prolongs a live session, within its absolute end.
async fn touch(
    connection: &impl ConnectionTrait,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>> {
    let until = now + Duration::days(IDLE_DAYS);
    let mut sql = Sql::new(connection.get_database_backend(), "UPDATE sessions AS s SET last_seen_at = ");
    sql.bind(now)
        .push(", expires_at = CASE WHEN ends_at < ")
        .bind(until)
        .push(" THEN ends_at ELSE ")
        .bind(until);
    sql.push(" END WHERE s.id = ").bind(session_id);
    live(&mut sql, now);
    sql.push(" RETURNING user_id");
    Ok(sql.one(connection).await?.map(|row| row.try_get_by_index(0)).transpose()?)
}

async fn revoke(connection: &impl ConnectionTrait, session_id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let mut sql = Sql::new(connection.get_database_backend(), "UPDATE sessions SET revoked_at = ");
    sql.bind(now).push(" WHERE revoked_at IS NULL AND id = ").bind(session_id);
    sql.execute(connection).await?;
    Ok(())
}
