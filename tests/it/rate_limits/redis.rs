//! Budgets of many instances, with Redis and without it, and when it goes and comes.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;
use tribune::infra::link::Link;
use tribune::infra::rate_limit::{Limit, RateLimiter, Taken};

use super::{app, ask_from, remaining};
use crate::support::cable::{Cable, State};
use crate::support::redis_url;

const LIMIT: Limit = Limit::new(10, Duration::from_secs(10));

#[tokio::test]
async fn instances_share_their_budgets_through_redis_and_only_so() {
    let here = app().await;
    let there = here.beside().await;
    let small = "{ __typename }";
    assert_eq!(remaining(&ask_from(&here, "192.0.2.1", small, json!({})).await), 299);
    let shared = if redis_url().is_some() { 298 } else { 299 };
    assert_eq!(remaining(&ask_from(&there, "192.0.2.1", small, json!({})).await), shared);
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_323_045, 0).unwrap()
}

/// A prefix that no other test has.
fn prefix(name: &str) -> String {
    format!("tribune_test_{}_{name}:", std::process::id())
}

/// A limiter with a link of its own.
async fn limiter(url: &str, name: &str, patience: Duration) -> RateLimiter {
    let prefix = prefix(name);
    RateLimiter::redis(Link::connect(url, &prefix).await.unwrap(), &prefix, patience)
}

/// Redis does the sums of the process, whatever is asked.
#[tokio::test]
async fn redis_and_the_process_agree() {
    let Some(url) = redis_url() else { return };
    let redis = limiter(&url, "agree", Duration::from_secs(20)).await;
    let process = RateLimiter::in_process();
    let limits =
        [LIMIT, Limit::new(7, Duration::from_secs(3_600)), Limit::new(9_999_999, Duration::from_secs(300))];
    let (mut at, mut seed) = (now(), 1_u64);
    for step in 0..600 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = seed >> 33;
        at += Duration::from_micros(random % 900_000);
        let limit = limits[step % 3];
        let (key, cost) = (format!("key{}", step % 3), u32::try_from(random % 5).unwrap());
        if random % 7 == 0 {
            redis.give_back(&key, cost, limit, at).await;
            process.give_back(&key, cost, limit, at).await;
        }
        let both: [Taken; 2] =
            [redis.take(&key, cost, limit, at).await, process.take(&key, cost, limit, at).await];
        assert_eq!(both[0], both[1], "step {step}");
        assert_eq!(redis.peek(&key, limit, at).await, process.peek(&key, limit, at).await, "step {step}");
    }
}

#[tokio::test]
async fn of_many_at_once_no_more_than_the_limit_get_through() {
    let limiters = match redis_url() {
        None => {
            let limiter = RateLimiter::in_process();
            [limiter.clone(), limiter]
        }
        Some(url) => {
            let limiter = async || limiter(&url, "many", Duration::from_secs(20)).await;
            [limiter().await, limiter().await]
        }
    };
    let takes = (0..100).map(|number| limiters[number % 2].take("key", 1, LIMIT, now()));
    let taken = futures_util::future::join_all(takes).await;
    assert_eq!(taken.iter().filter(|taken| taken.allowed).count(), 10);
}

/// A bucket that is full again is not kept in Redis for ever.
#[tokio::test]
async fn keys_expire() {
    let Some(url) = redis_url() else { return };
    let limiter = limiter(&url, "expire", Duration::from_secs(20)).await;
    limiter.take("key", 5, LIMIT, now()).await;
    limiter.peek("other", LIMIT, now()).await;
    let mut connection = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    let mut expires = async |key: &str| -> i64 {
        let key = format!("{}rate:{key}", prefix("expire"));
        redis::cmd("PTTL").arg(key).query_async(&mut connection).await.unwrap()
    };
    let milliseconds = expires("key").await;
    assert!((1..=65_000).contains(&milliseconds), "{milliseconds}");
    assert_eq!(expires("other").await, -2);
}

/// The log of one test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Log {
    fn count(&self, text: &str) -> usize {
        String::from_utf8_lossy(&self.0.lock().unwrap()).matches(text).count()
    }
}

/// Goes away, comes back; `state` is how it is away.
async fn away_and_back(name: &str, state: State) {
    let Some(url) = redis_url() else { return };
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
    // This thread's, on which all of the test runs.
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = url::Url::parse(&url).unwrap();
    let cable = Cable::to(format!("{}:{}", server.host_str().unwrap(), server.port().unwrap_or(6379))).await;
    let mut through = server.clone();
    through.set_host(Some("127.0.0.1")).unwrap();
    through.set_port(Some(cable.address.port())).unwrap();
    let limiter = limiter(through.as_str(), name, Duration::from_secs(1)).await;
    assert_eq!(limiter.take("key", 9, LIMIT, now()).await.remaining, 1);

    cable.set(state);
    // From a full budget on, and held by this instance alone.
    let started = Instant::now();
    let first = futures_util::future::join_all((0..4).map(|_| limiter.take("key", 2, LIMIT, now()))).await;
    assert!(first.iter().all(|taken| taken.allowed), "{first:?}");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    // Nobody waits for it any more.
    let started = Instant::now();
    for allowed in [true, true, false, false] {
        assert_eq!(limiter.take("key", 1, LIMIT, now()).await.allowed, allowed);
    }
    for number in 0..1_000 {
        limiter.take(&format!("key{number}"), 1, LIMIT, now()).await;
    }
    assert!(started.elapsed() < Duration::from_millis(500), "{:?}", started.elapsed());
    // It is asked beside the requests, and the log holds one line however often that fails.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert!(!limiter.take("key", 1, LIMIT, now()).await.allowed);
    assert_eq!((log.count("Redis is away"), log.count("Redis is back")), (1, 0));

    cable.set(State::Whole);
    let started = Instant::now();
    while log.count("Redis is back") == 0 {
        assert!(started.elapsed() < Duration::from_secs(10), "Redis is not found again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // What was counted there before holds again.
    assert_eq!(limiter.peek("key", LIMIT, now()).await.remaining, 1);
    assert_eq!((log.count("Redis is away"), log.count("Redis is back")), (1, 1));
}

#[tokio::test]
async fn while_redis_is_gone_each_instance_counts_for_itself() {
    away_and_back("gone", State::Pulled).await;
}

#[tokio::test]
async fn while_redis_hangs_each_instance_counts_for_itself() {
    away_and_back("hangs", State::Dangling).await;
}
