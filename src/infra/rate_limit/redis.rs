//! Buckets in Redis, one for all instances; and knowing when it is away, so that nobody waits for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisResult, Script};
use tokio::time::{sleep, timeout};
use tracing::{info, warn};

use super::bucket::{Pace, Step};

/// While Redis is away it is asked so often whether it is back.
const PROBE: Duration = Duration::from_secs(1);
/// A new connection has this long, and nobody but the start of the process waits for it.
const CONNECT: Duration = Duration::from_secs(2);
/// Milliseconds for which a bucket that should be full is remembered: Redis's own clock may run a little faster.
const SPARE: u64 = 60_000;

pub(super) struct Redis(Arc<Shared>);

/// Not a `ConnectionManager`: those who ask while it connects wait for it, and a connection whose other end has
/// vanished without a word it keeps for as long as TCP does. Here whatever fails once is replaced, beside the requests.
struct Shared {
    client: Client,
    connection: RwLock<MultiplexedConnection>,
    prefix: String,
    script: Script,
    patience: Duration,
    is_away: AtomicBool,
}

impl Redis {
    pub(super) async fn connect(url: &str, prefix: &str, patience: Duration) -> RedisResult<Self> {
        let client = Client::open(url)?;
        let connection = open(&client).await?;
        Ok(Self(Arc::new(Shared {
            client,
            connection: RwLock::new(connection),
            prefix: format!("{prefix}rate:"),
            script: Script::new(include_str!("change.lua")),
            patience,
            is_away: AtomicBool::new(false),
        })))
    }

    /// Takes a step; nothing while Redis is away.
    pub(super) async fn change(&self, key: &str, cost: i64, pace: Pace, now: i64) -> Option<Step> {
        let shared = &self.0;
        if shared.is_away.load(Ordering::Acquire) {
            return None;
        }
        let connection = shared.connection.read().unwrap_or_else(PoisonError::into_inner).clone();
        let why = match shared.ask(connection, key, cost, pace, now).await {
            Ok(step) => return Some(step),
            Err(why) => why,
        };
        // Of all whom it failed at the same time one tells of it.
        if !shared.is_away.swap(true, Ordering::AcqRel) {
            warn!(
                error = why,
                "Redis is away: rate limits hold on this instance alone, from full budgets on, until it is back"
            );
            tokio::spawn(wait_for_return(Arc::downgrade(shared)));
        }
        None
    }
}

/// Connects anew, beside the requests, until Redis takes steps again; ends when nobody needs it any more.
async fn wait_for_return(shared: Weak<Shared>) {
    loop {
        let Some(here) = shared.upgrade() else { return };
        if let Ok(connection) = open(&here.client).await
            // Writes, for a replica that only reads is of no use here.
            && here.ask(connection.clone(), "probe", -1, Pace { interval: 1, capacity: 1 }, 0).await.is_ok()
        {
            *here.connection.write().unwrap_or_else(PoisonError::into_inner) = connection;
            here.is_away.store(false, Ordering::Release);
            info!("Redis is back: rate limits hold for all instances together");
            return;
        }
        drop(here);
        sleep(PROBE).await;
    }
}

async fn open(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT))
        .set_response_timeout(Some(CONNECT));
    client.get_multiplexed_async_connection_with_config(&config).await
}

impl Shared {
    async fn ask(
        &self,
        mut connection: MultiplexedConnection,
        key: &str,
        cost: i64,
        pace: Pace,
        now: i64,
    ) -> Result<Step, String> {
        let mut invocation = self.script.prepare_invoke();
        invocation.key(format!("{}{key}", self.prefix));
        invocation.arg(now).arg(pace.interval).arg(pace.capacity).arg(cost).arg(SPARE);
        match timeout(self.patience, invocation.invoke_async::<(u8, i64)>(&mut connection)).await {
            Ok(Ok((allowed, debt))) => Ok(Step { allowed: allowed == 1, debt }),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer within {} ms", self.patience.as_millis())),
        }
    }
}
