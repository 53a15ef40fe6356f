//! Keys by which a client says that a change sent again is the same one: who gets no answer sends it again, and nothing is
//! made twice.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Domain;
use super::error::{Fault, Problem, ProblemCode, Result};
use super::input::Input;
use crate::entity::column::Column;
use crate::entity::sql::Sql;

/// Hours for which a key is known.
const KEPT_HOURS: i64 = 24;
/// Longest key, in characters.
const MAX_KEY: usize = 255;
/// Keys removed in one statement.
const BATCH: u32 = 1_000;
/// The field in which clients give it.
const FIELD: &str = "idempotency_key";

/// A change that a client gave a key.
pub(super) struct Request {
    key: String,
    hash: Vec<u8>,
}

impl Request {
    /// Reads the key, if there is one; `change` is all that is asked for, by which it is known again.
    ///
    /// # Errors
    /// The key is empty or too long.
    pub(super) fn of(key: Option<&str>, change: &impl Serialize) -> Result<Option<Self>> {
        let Some(key) = key else { return Ok(None) };
        let mut input = Input::default();
        let key = input.line(FIELD, "The key", key, 1..=MAX_KEY);
        input.finish()?;
        let change = serde_json::to_vec(change).map_err(|error| Fault::Other(error.to_string()))?;
        Ok(Some(Self { key, hash: Sha256::digest(change).to_vec() }))
    }

    /// Takes the key for what is about to be made under `id`; what was made before, where it is taken. Comes first in the
    /// transaction: who sends the same meanwhile, to whatever instance, waits for the end of this one.
    ///
    /// # Errors
    /// The key was given to another change.
    pub(super) async fn claim(
        &self,
        transaction: &impl ConnectionTrait,
        user_id: Uuid,
        id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>> {
        let backend = transaction.get_database_backend();
        let mut sql = Sql::new(
            backend,
            "INSERT INTO idempotency_keys (user_id, key, request_hash, subject_id, created_at) VALUES (",
        );
        sql.bind(user_id).push(", ").bind(self.key.as_str()).push(", ").bind(self.hash.clone());
        sql.push(", ").bind(id).push(", ").bind(now);
        sql.push(
            ") ON CONFLICT (user_id, key) DO UPDATE SET request_hash = excluded.request_hash, \
             subject_id = excluded.subject_id, created_at = excluded.created_at WHERE idempotency_keys.created_at <= ",
        );
        sql.bind(now - Duration::hours(KEPT_HOURS));
        if sql.execute(transaction).await? > 0 {
            return Ok(None);
        }
        let mut sql = Sql::new(backend, "SELECT subject_id, request_hash = ");
        sql.bind(self.hash.clone()).push(" FROM idempotency_keys WHERE user_id = ").bind(user_id);
        sql.push(" AND key = ").bind(self.key.as_str());
        let Some(row) = sql.one(transaction).await? else { return Ok(None) };
        let (made, is_same): (Uuid, bool) = (Column::read(&row, 0)?, Column::read(&row, 1)?);
        if is_same {
            return Ok(Some(made));
        }
        let message =
            "This key was given to another change within the last day; a new change takes a new one.";
        Err(Problem::new(ProblemCode::Conflict, message).at(FIELD).into())
    }
}

/// What was made under a key is not there any more.
pub(super) fn gone(what: &str) -> Problem {
    let message = format!("The {what} that was made under this key is gone.");
    Problem::new(ProblemCode::NotFound, message).at(FIELD)
}

/// Removes the keys that were known long enough.
pub(super) async fn remove_keys(domain: &Domain) -> std::result::Result<(), DbErr> {
    loop {
        let mut sql =
            Sql::new(domain.database.backend(), "DELETE FROM idempotency_keys WHERE created_at <= ");
        let before = domain.clock.now() - Duration::hours(KEPT_HOURS);
        // Said twice: a key that was found may have been taken anew by now.
        sql.bind(before)
            .push(" AND (user_id, key) IN (SELECT user_id, key FROM idempotency_keys WHERE created_at <= ");
        sql.bind(before).push(&format!(" LIMIT {BATCH})"));
        if sql.execute(domain.database.writer()).await? < u64::from(BATCH) {
            return Ok(());
        }
    }
}
