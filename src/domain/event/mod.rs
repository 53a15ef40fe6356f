//! What happened, for whoever watches: written in the transaction of the change, read by every instance in one order.
//!
//! Nothing that was rolled back is ever seen and nothing that was committed is skipped: `entity::event::position` says how.

mod feed;
mod gathering;
mod kept;
mod relay;
mod shown;
mod subscription;
mod topic;

pub use crate::entity::event::EventKind;
pub use feed::{Event, Feed};
pub use relay::relay;
pub use shown::Shown;
pub use subscription::{Subscription, WatchError, watch};
pub use topic::Topic;

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::Domain;
use crate::entity::event::write;

/// Hours for which an event is kept.
pub const KEPT_HOURS: i64 = 24;
/// Events removed in one transaction at the most.
const REMOVED_AT_ONCE: u32 = 1_000;

/// Writes what happened to a post. Within the transaction of the change, after the lock of the post was taken: then the
/// events of one post are in the order in which they are committed. [`Domain::announce`] follows the commit.
pub(crate) async fn of_post(
    transaction: &impl ConnectionTrait,
    kind: EventKind,
    post_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    write::insert(transaction, kind, post_id, None, now).await
}

/// The same of a comment under a post.
pub(crate) async fn of_comment(
    transaction: &impl ConnectionTrait,
    kind: EventKind,
    post_id: Uuid,
    comment_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    write::insert(transaction, kind, post_id, Some(comment_id), now).await
}

/// Removes the events that were kept long enough, so many in a transaction that nobody waits for long; how many.
pub async fn prune(domain: &Domain) -> Result<u64, DbErr> {
    let before = domain.clock.now() - Duration::hours(KEPT_HOURS);
    let mut all = 0;
    loop {
        // Those that have no position yet would not be found.
        domain.feed.catch_up(&domain.database).await?;
        let transaction = domain.database.begin().await?;
        let removed = write::remove(&transaction, before, REMOVED_AT_ONCE).await?;
        transaction.commit().await?;
        all += removed;
        if removed < u64::from(REMOVED_AT_ONCE) {
            return Ok(all);
        }
    }
}
