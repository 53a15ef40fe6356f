//! Work behind the requests: written in the transaction of the change that asks for it, and done by a worker.
//!
//! A job is begun at its time or later, at least once. Whoever claims one has it for a while, which is prolonged as long as
//! they are at it; when they are no more, somebody else takes it over. What a job does to the database is done in the
//! transaction that removes it, so that this happens exactly once: who lost the claim can't remove it and so does
//! nothing. One that fails is tried again later and later, and is dead after so many times: kept, with what was wrong.
//!
//! Who holds the lock of what a job is about takes the job's lock after it, never before.

mod backoff;
mod claim;
mod enqueue;
mod handler;
mod kind;
mod manage;

pub use backoff::Backoff;
pub use claim::{Claim, claim, give_back};
pub use enqueue::{MAX_ATTEMPTS, NewJob, cancel, enqueue, keep_recurring};
pub use handler::{Done, Failure, Handlers, TribuneHandlers};
pub use kind::Kind;
pub use manage::{discard, list, retry, show};
