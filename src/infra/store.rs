//! Texts kept for a while, by key: in this process, or in Redis for all instances. Best effort: what is kept may be
//! gone before its time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use super::link::Link;

/// Bytes that are kept in this process.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;
/// Parts of what is kept, each with its share, however many cores there are: many a long text fits into one.
const SHARDS: usize = 4;
/// Texts that fit, about.
const USUAL_COUNT: usize = 16_000;

/// Keeps texts. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    /// What was put by this process; all there is without Redis, or while it is away.
    near: Arc<Cache<String, Kept, ByLength>>,
    redis: Option<Redis>,
}

#[derive(Clone)]
struct Redis {
    link: Link,
    prefix: Arc<str>,
}

#[derive(Clone)]
struct Kept {
    text: Arc<str>,
    until: Instant,
}

#[derive(Clone)]
struct ByLength;

impl Weighter<String, Kept> for ByLength {
    fn weight(&self, key: &String, kept: &Kept) -> u64 {
        u64::try_from(key.len() + kept.text.len()).unwrap_or(u64::MAX)
    }
}

impl Store {
    pub fn in_process() -> Self {
        let mut options = OptionsBuilder::new();
        options.shards(SHARDS).estimated_items_capacity(USUAL_COUNT).weight_capacity(KEPT_BYTES);
        // All that must be said was.
        let options = options.build().unwrap_or_else(|error| unreachable!("{error}"));
        let (hasher, lifecycle) = (DefaultHashBuilder::default(), DefaultLifecycle::default());
        Self { near: Arc::new(Cache::with_options(options, ByLength, hasher, lifecycle)), redis: None }
    }

    /// In Redis, all keys beginning with `prefix`.
    pub fn redis(link: Link, prefix: &str) -> Self {
        Self { redis: Some(Redis { link, prefix: prefix.into() }), ..Self::in_process() }
    }

    pub async fn get(&self, key: &str) -> Option<String> {
        if let Some(kept) = self.near.get(key).filter(|kept| Instant::now() < kept.until) {
            return Some(kept.text.to_string());
        }
        let redis = self.redis.as_ref()?;
        redis.link.ask(redis::cmd("GET").arg(format!("{}{key}", redis.prefix))).await?
    }

    /// Keeps a text for about so long.
    pub async fn put(&self, key: &str, text: &str, lifetime: Duration) {
        self.near.insert(key.to_owned(), Kept { text: text.into(), until: Instant::now() + lifetime });
        let Some(redis) = &self.redis else { return };
        let mut command = redis::cmd("SET");
        command.arg(format!("{}{key}", redis.prefix)).arg(text).arg("EX").arg(lifetime.as_secs().max(1));
        // Where Redis is away, it is known to this process only.
        let _: Option<()> = redis.link.ask(&command).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_text_is_kept_for_its_time() {
        let store = Store::in_process();
        store.put("a", "b", Duration::from_secs(60)).await;
        store.put("c", "d", Duration::ZERO).await;
        assert_eq!(store.get("a").await.as_deref(), Some("b"));
        assert_eq!(store.get("c").await, None);
    }
}
