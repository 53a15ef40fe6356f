//! One who watches: first what they missed, then what is new, each event once and in order.

use std::sync::Arc;

use sea_orm::DbErr;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::feed::{Event, Feed};
use super::gathering::Gathering;
use super::kept::Step;
use super::topic::Topic;
use crate::domain::Domain;
use crate::entity::event::find;
use crate::infra::database::Database;

/// Events read from the table at once.
const PAGE: u32 = 100;

/// Somebody's place in what happens.
pub struct Subscription {
    feed: Feed,
    database: Database,
    topic: Topic,
    /// Everything up to here was taken.
    position: i64,
    gathering: Gathering,
    more: watch::Receiver<i64>,
}

/// Why there is nothing more to watch.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    #[error("there is no event at this position yet")]
    Ahead,
    #[error("events after this position were removed")]
    Expired,
    #[error("{0}")]
    Database(#[from] DbErr),
}

/// Watches a topic, from an event on or from now on.
///
/// # Errors
/// There is no such event yet, or the database can't be read.
pub async fn watch(domain: &Domain, topic: Topic, after: Option<i64>) -> Result<Subscription, WatchError> {
    let more = domain.feed.listen();
    let now = domain.feed.catch_up(&domain.database).await?;
    let position = after.unwrap_or(now);
    if position > now {
        return Err(WatchError::Ahead);
    }
    Ok(Subscription {
        feed: domain.feed.clone(),
        database: domain.database.clone(),
        topic,
        position,
        gathering: Gathering::new(topic),
        more,
    })
}

impl Subscription {
    /// Waits for the next event. May be dropped while it waits and be called again.
    ///
    /// # Errors
    /// What comes next was removed, or can't be read.
    pub async fn next(&mut self) -> Result<Arc<Event>, WatchError> {
        loop {
            if let Some(event) = self.gathering.next(Instant::now()) {
                return Ok(event);
            }
            // From here on a change is noticed, whatever was seen before.
            self.more.borrow_and_update();
            if self.take().await? {
                continue;
            }
            let due = self.gathering.due();
            tokio::select! {
                // Never closed: the feed is held here too.
                _ = self.more.changed() => {}
                () = sleep_until(due.flatten().unwrap_or_else(Instant::now)), if due.is_some() => {}
            }
        }
    }

    /// Takes what follows, from memory or from the table; whether there was anything to take.
    async fn take(&mut self) -> Result<bool, WatchError> {
        let (events, through) = match self.feed.after(self.topic, self.position) {
            Step::Events { events, through } => (events, through),
            Step::Table { through } => self.read(through).await?,
        };
        let has_moved = through > self.position;
        self.gathering.add(events, Instant::now());
        self.position = through;
        Ok(has_moved)
    }

    async fn read(&self, through: i64) -> Result<(Vec<Arc<Event>>, i64), WatchError> {
        let reader = self.database.reader();
        let stretch = find::between(reader, self.topic.wanted(), self.position, through, PAGE).await?;
        // What is gone by the time of this very look may have been between.
        if stretch.removed > self.position {
            return Err(WatchError::Expired);
        }
        let is_full = stretch.events.len() == PAGE as usize;
        let last = stretch.events.last().map(|event| event.position);
        let through = last.filter(|_| is_full).unwrap_or(through);
        Ok((self.feed.prepare(&self.database, stretch.events).await?, through))
    }
}
