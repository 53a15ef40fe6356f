//! What can go wrong in a command, and how it is told to the person at the screen.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::DbErr;

use crate::infra::password::PasswordError;

/// Why a command did nothing. Whatever the kind, no part of the change was kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What the person can mend; all problems of one input together.
    #[error("the input was refused")]
    Problems(Vec<Problem>),
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// The role does not reach.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Too much of this is going on; later it works.
    #[error("busy")]
    Busy,
    /// The same was tried too often; later it works.
    #[error("{message}")]
    RateLimited {
        /// Says what, and when to try again.
        message: String,
        /// How often it may be tried.
        limit: u32,
        /// Until it may be tried again.
        retry_after: Duration,
    },
    /// Ours.
    #[error("{0}")]
    Fault(#[from] Fault),
}

/// Our own failure: logged, never shown.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// A read that many asked for together.
    #[error("database: {0}")]
    Read(Arc<DbErr>),
    #[error("{0}")]
    Other(String),
}

impl Fault {
    /// The database's own error, if it was one.
    pub fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Database(error) => Some(error),
            Self::Read(error) => Some(error),
            Self::Other(_) => None,
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;

/// One thing that the person can do something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: ProblemCode,
    /// One sentence, ending in a full stop.
    pub message: String,
    /// The field of the input at fault, in snake case.
    pub field: Option<&'static str>,
    pub min: Option<i32>,
    pub max: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemCode {
    Blank,
    TooShort,
    TooLong,
    Invalid,
    Taken,
    NotFound,
    Conflict,
    StaleVersion,
    InvalidCredentials,
    Expired,
    WeakPassword,
    NotAllowed,
    CommentsClosed,
    TooMany,
}

impl Problem {
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None, min: None, max: None }
    }

    /// The target is missing, or hidden from this person: both look the same.
    pub fn not_found(what: &str) -> Self {
        Self::new(ProblemCode::NotFound, format!("There is no such {what}."))
    }

    /// The target is seen, and may not be changed so by this person.
    pub fn not_allowed(why: impl Into<String>) -> Self {
        Self::new(ProblemCode::NotAllowed, why)
    }

    pub fn at(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    pub fn bounds(mut self, min: Option<usize>, max: Option<usize>) -> Self {
        let narrow = |bound: usize| i32::try_from(bound).unwrap_or(i32::MAX);
        self.min = min.map(narrow);
        self.max = max.map(narrow);
        self
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Fault(Fault::Database(error))
    }
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            PasswordError::Hash(text) => Self::Fault(Fault::Other(text)),
        }
    }
}
