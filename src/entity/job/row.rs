//! A job.

use sea_orm::prelude::DateTimeUtc;
use uuid::Uuid;

use crate::entity::row::row;

/// A job. One that is done is no more: its row goes with its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    pub id: Uuid,
    /// What is to be done, by its name; one of a newer version may be unknown here.
    pub kind: String,
    /// No two jobs have the same.
    pub key: Option<String>,
    /// What the kind needs to know, as JSON.
    pub payload: String,
    /// Not before this time.
    pub run_at: DateTimeUtc,
    /// Done again this long after it was done; nothing for what is done once.
    pub every_seconds: Option<i32>,
    /// How often it was begun since it was last done.
    pub attempts: i32,
    /// After so many failures it is dead.
    pub max_attempts: i32,
    /// The worker that is at it,
    pub claimed_by: Option<Uuid>,
    /// and until when it is nobody else's.
    pub claimed_until: Option<DateTimeUtc>,
    /// Why it failed the last time, for whoever runs the server.
    pub last_error: Option<String>,
    /// Since when it is no longer tried.
    pub died_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

row!(JobRow {
    id,
    kind,
    key,
    payload,
    run_at,
    every_seconds,
    attempts,
    max_attempts,
    claimed_by,
    claimed_until,
    last_error,
    died_at,
    created_at,
});

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// For its time, or for somebody to take it.
    Waiting,
    /// A worker is at it, or was when it died.
    Running,
    /// It failed too often; it is kept to be looked at.
    Dead,
}

impl JobRow {
    pub fn state(&self) -> JobState {
        match (self.died_at, self.claimed_by) {
            (Some(_), _) => JobState::Dead,
            (None, Some(_)) => JobState::Running,
            (None, None) => JobState::Waiting,
        }
    }
}
