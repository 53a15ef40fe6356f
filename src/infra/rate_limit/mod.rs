//! Counting what somebody does, and saying when it is too much: token buckets, each by its own key.
//!
//! A bucket holds so many points when it is full and refills evenly: 300 points in 5 minutes are one a second, so
//! whoever waits a second has another point. What costs more than there is left is refused and takes nothing. Buckets
//! are kept in Redis, for all instances together, or within the process. While Redis is away each instance counts for
//! itself, from full buckets on.

mod bucket;
mod in_process;
mod redis;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use self::in_process::InProcess;
use self::redis::Redis;
use super::link::Link;
pub use bucket::{Limit, Taken};

/// A request waits this long for Redis, then the bucket of this instance is asked.
pub const PATIENCE: Duration = Duration::from_millis(100);

/// Keys that are remembered within the process at the most, some 15 MB of them. Beyond that those are forgotten that
/// are nearest to being full again.
const MAX_KEYS: usize = 100_000;

/// Keeps the buckets; cheap to clone.
#[derive(Clone)]
pub struct RateLimiter(Option<Arc<Buckets>>);

struct Buckets {
    here: InProcess,
    shared: Option<Redis>,
}

impl RateLimiter {
    /// Refuses nothing and counts nothing.
    pub fn off() -> Self {
        Self(None)
    }

    /// For one instance.
    pub fn in_process() -> Self {
        Self(Some(Arc::new(Buckets { here: InProcess::new(MAX_KEYS), shared: None })))
    }

    /// For all instances that use the same Redis and `prefix`; each request waits for it for `patience` at the most.
    pub fn redis(link: Link, prefix: &str, patience: Duration) -> Self {
        let shared = Some(Redis::new(link, prefix, patience));
        Self(Some(Arc::new(Buckets { here: InProcess::new(MAX_KEYS), shared })))
    }

    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Takes `cost` points out of the bucket of that key, or none. `now` is the app's time; one that lies before an
    /// earlier call's refills nothing. A cost above the limit takes a full bucket: else it could never be paid.
    pub async fn take(&self, key: &str, cost: u32, limit: Limit, now: DateTime<Utc>) -> Taken {
        self.change(key, i64::from(cost.min(limit.points)), limit, now).await
    }

    /// What a call of `take` would find; takes nothing.
    pub async fn peek(&self, key: &str, limit: Limit, now: DateTime<Utc>) -> Taken {
        self.change(key, 0, limit, now).await
    }

    /// Puts points back that were taken for what did not come to pass.
    pub async fn give_back(&self, key: &str, cost: u32, limit: Limit, now: DateTime<Utc>) {
        self.change(key, -i64::from(cost.min(limit.points)), limit, now).await;
    }

    async fn change(&self, key: &str, cost: i64, limit: Limit, now: DateTime<Utc>) -> Taken {
        let Some(buckets) = &self.0 else { return Taken::unlimited() };
        let now = now.timestamp_micros();
        let step = match &buckets.shared {
            None => None,
            // Boxed: where there is none, no request is to have room for it.
            Some(redis) => Box::pin(redis.change(key, cost, limit.pace(), now)).await,
        };
        let step = step.unwrap_or_else(|| buckets.here.change(key, cost, limit.pace(), now));
        limit.taken(cost, step)
    }
}
