//! Texts kept for a while, by key: in this process, or in Redis for all instances. Best effort: what is kept may be
//! gone before its time.

use std::sync::Arc;
use std::time::Duration;

use moka::Expiry;
use moka::sync::Cache;

use super::link::Link;

/// Bytes that are kept in this process.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// Keeps texts. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    /// What was put by this process; all there is without Redis, or while it is away.
    near: Cache<String, Kept>,
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
    lifetime: Duration,
}

struct ByLifetime;

impl Expiry<String, Kept> for ByLifetime {
    fn expire_after_create(&self, _: &String, kept: &Kept, _: std::time::Instant) -> Option<Duration> {
        Some(kept.lifetime)
    }
}

impl Store {
    pub fn in_process() -> Self {
        let near = Cache::builder()
            .weigher(|key: &String, kept: &Kept| {
                u32::try_from(key.len() + kept.text.len()).unwrap_or(u32::MAX)
            })
            .max_capacity(KEPT_BYTES)
            .expire_after(ByLifetime)
            .build();
        Self { near, redis: None }
    }

    /// In Redis, all keys beginning with `prefix`.
    pub fn redis(link: Link, prefix: &str) -> Self {
        Self { redis: Some(Redis { link, prefix: prefix.into() }), ..Self::in_process() }
    }

    pub async fn get(&self, key: &str) -> Option<String> {
        if let Some(kept) = self.near.get(key) {
            return Some(kept.text.to_string());
        }
        let redis = self.redis.as_ref()?;
        redis.link.ask(redis::cmd("GET").arg(format!("{}{key}", redis.prefix))).await?
    }

    /// Keeps a text for about so long.
    pub async fn put(&self, key: &str, text: &str, lifetime: Duration) {
        self.near.insert(key.to_owned(), Kept { text: text.into(), lifetime });
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
