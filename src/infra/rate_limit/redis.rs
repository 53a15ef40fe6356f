//! Buckets in Redis, one for all instances.

use std::sync::Arc;
use std::time::Duration;

use redis::Script;

use super::bucket::{Pace, Step};
use crate::infra::link::Link;

/// Milliseconds for which a bucket that should be full is remembered: Redis's own clock may run a little faster.
const SPARE: u64 = 60_000;

pub(super) struct Redis {
    link: Link,
    prefix: String,
    script: Arc<Script>,
    patience: Duration,
}

impl Redis {
    pub(super) fn new(link: Link, prefix: &str, patience: Duration) -> Self {
        let script = Arc::new(Script::new(include_str!("change.lua")));
        Self { link, prefix: format!("{prefix}rate:"), script, patience }
    }

    /// Takes a step; nothing while Redis is away.
    pub(super) async fn change(&self, key: &str, cost: i64, pace: Pace, now: i64) -> Option<Step> {
        let mut invocation = self.script.prepare_invoke();
        invocation.key(format!("{}{key}", self.prefix));
        invocation.arg(now).arg(pace.interval).arg(pace.capacity).arg(cost).arg(SPARE);
        let (allowed, debt) = self.link.run::<(u8, i64)>(&invocation, self.patience).await?;
        Some(Step { allowed: allowed == 1, debt })
    }
}
