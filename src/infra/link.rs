//! The way to Redis: one connection that all parts of the process share, with an end to every wait.
//!
//! Not the library's `ConnectionManager`: whoever asks while it connects waits for it, seconds at a time. Here a
//! connection that fails is replaced beside the requests, and while Redis is away nobody waits for it at all: each part
//! goes on with what this process has.

use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use redis::aio::{MultiplexedConnection, PubSubStream};
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError, RedisResult};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tracing::{info, warn};

/// A request waits no longer than this for Redis, once; those after it not at all.
const PATIENCE: Duration = Duration::from_millis(500);
/// A new connection has this long to be made.
const CONNECT: Duration = Duration::from_secs(1);
/// While Redis is away it is asked so often whether it is back.
const PROBE: Duration = Duration::from_millis(250);
/// A process that starts waits this long for a Redis that may be starting too.
const START: Duration = Duration::from_millis(2_500);

/// Redis can't be used: where it was sought, without a password, and what was wrong.
#[derive(Debug, thiserror::Error)]
#[error("Redis at {address} can't be used: {why}")]
pub struct LinkError {
    address: String,
    why: String,
}

impl LinkError {
    fn new(client: &Client, why: String) -> Self {
        Self { address: client.get_connection_info().addr().to_string(), why }
    }
}

/// The way to Redis; cheap to clone.
#[derive(Clone)]
pub struct Link(Arc<Shared>);

struct Shared {
    client: Client,
    connection: RwLock<MultiplexedConnection>,
    is_away: watch::Sender<bool>,
}

impl Link {
    /// Connects; tries for a few seconds.
    pub async fn connect(url: &str) -> Result<Self, LinkError> {
        let client = Client::open(url)
            .map_err(|error| LinkError { address: "the configured address".into(), why: plain(&error) })?;
        let until = Instant::now() + START;
        let connection = loop {
            match open(&client).await {
                Ok(connection) => break connection,
                Err(error) if is_broken(&error) && Instant::now() + PROBE < until => sleep(PROBE).await,
                Err(error) => return Err(LinkError::new(&client, plain(&error))),
            }
        };
        let is_away = watch::Sender::new(false);
        Ok(Self(Arc::new(Shared { client, connection: RwLock::new(connection), is_away })))
    }

    /// Sends a command; nothing when Redis is away or refuses it, and soon either way.
    pub async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        if self.is_away() {
            return None;
        }
        timeout(PATIENCE, self.ask_twice(command)).await.unwrap_or_else(|_| {
            self.lose("it does not answer in time");
            None
        })
    }

    /// A second time for a connection that was closed while nobody used it, and is soon replaced.
    async fn ask_twice<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        for _ in 0..2 {
            let mut connection = self.0.connection.read().unwrap_or_else(PoisonError::into_inner).clone();
            match command.query_async(&mut connection).await {
                Ok(answer) => return Some(answer),
                Err(error) if is_broken(&error) => self.lose(&error.to_string()),
                Err(error) => {
                    warn!(%error, "Redis refuses a command");
                    return None;
                }
            }
            self.returned().await;
        }
        None
    }

    pub fn is_away(&self) -> bool {
        *self.0.is_away.borrow()
    }

    /// Asks Redis whether it is there.
    pub async fn check(&self) -> bool {
        self.ask::<String>(&redis::cmd("PING")).await.is_some()
    }

    /// Waits until Redis is away.
    pub async fn lost(&self) {
        self.becomes(true).await;
    }

    /// Waits until Redis is not, or no longer, away.
    pub async fn returned(&self) {
        self.becomes(false).await;
    }

    async fn becomes(&self, away: bool) {
        // Fails when the sender is gone, which is here.
        let _ = self.0.is_away.subscribe().wait_for(|is_away| *is_away == away).await;
    }

    /// A connection of its own that listens to a channel.
    pub async fn subscribe(&self, channel: &str) -> Result<PubSubStream, LinkError> {
        let client = &self.0.client;
        let listen = async {
            let mut subscription = client.get_async_pubsub().await?;
            subscription.subscribe(channel).await?;
            RedisResult::Ok(subscription.into_on_message())
        };
        let listening = timeout(CONNECT, listen).await;
        let listening = listening.map_err(|_| LinkError::new(client, "it does not answer in time".into()))?;
        listening.map_err(|error| LinkError::new(client, plain(&error)))
    }

    /// Of all whom it fails at the same time one tells of it.
    fn lose(&self, why: &str) {
        if !self.0.is_away.send_replace(true) {
            warn!(error = why, "Redis is away: this instance goes on by itself until it is back");
            tokio::spawn(restore(Arc::downgrade(&self.0)));
        }
    }
}

/// Connects anew, beside the requests; ends when nobody needs the link any more.
async fn restore(shared: Weak<Shared>) {
    loop {
        let Some(here) = shared.upgrade() else { return };
        if let Ok(connection) = open(&here.client).await {
            *here.connection.write().unwrap_or_else(PoisonError::into_inner) = connection;
            here.is_away.send_replace(false);
            info!("Redis is back");
            return;
        }
        drop(here);
        sleep(PROBE).await;
    }
}

/// A connection over which Redis answers: one that still loads its data refuses everything.
async fn open(client: &Client) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT))
        .set_response_timeout(Some(PATIENCE));
    let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
    redis::cmd("PING").query_async::<String>(&mut connection).await?;
    Ok(connection)
}

/// Whether it is the connection that fails, and not the command.
fn is_broken(error: &RedisError) -> bool {
    error.is_io_error() || error.is_timeout() || error.is_unrecoverable_error()
}

/// The innermost cause says it in the fewest words.
fn plain(error: &RedisError) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
