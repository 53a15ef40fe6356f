//! The way to Redis: one connection that all parts of the process share, with an end to every wait.
//!
//! Not the library's `ConnectionManager`: whoever asks while it connects waits for it, seconds at a time. Here a
//! connection that fails is replaced beside the requests, and while Redis is away nobody waits for it at all: each part
//! goes on with what this process has.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use redis::aio::{MultiplexedConnection, PubSubStream};
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, RedisError, RedisResult, ScriptInvocation,
    ServerErrorKind,
};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tracing::{info, warn};

/// A request waits no longer than this for Redis, once; those after it not at all.
const PATIENCE: Duration = Duration::from_millis(500);
/// Into how many turns a wait for Redis is divided.
const TURNS: u32 = 10;
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
    prefix: Box<str>,
    connection: RwLock<MultiplexedConnection>,
    is_away: watch::Sender<bool>,
    /// Whether somebody is finding out if it is away.
    is_doubted: AtomicBool,
}

/// What Redis is asked.
#[derive(Clone, Copy)]
enum Question<'a> {
    Command(&'a Cmd),
    Script(&'a ScriptInvocation<'a>),
}

impl Link {
    /// Connects; tries for a few seconds. `prefix` begins the names of all keys.
    pub async fn connect(url: &str, prefix: &str) -> Result<Self, LinkError> {
        let client = Client::open(url)
            .map_err(|error| LinkError { address: "the configured address".into(), why: plain(&error) })?;
        let until = Instant::now() + START;
        let connection = loop {
            match open(&client, prefix).await {
                Ok(connection) => break connection,
                Err(error) if is_broken(&error) && Instant::now() + PROBE < until => sleep(PROBE).await,
                Err(error) => return Err(LinkError::new(&client, plain(&error))),
            }
        };
        let is_away = watch::Sender::new(false);
        let prefix = prefix.into();
        let connection = RwLock::new(connection);
        Ok(Self(Arc::new(Shared { client, prefix, connection, is_away, is_doubted: AtomicBool::new(false) })))
    }

    /// Sends a command; nothing when Redis is away or refuses it, and soon either way.
    pub async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        self.put(Question::Command(command), PATIENCE).await
    }

    /// Runs a script; nothing when Redis is away, refuses it, or does not answer within `patience`.
    pub async fn run<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
        patience: Duration,
    ) -> Option<T> {
        self.put(Question::Script(script), patience).await
    }

    async fn put<T: FromRedisValue>(&self, question: Question<'_>, patience: Duration) -> Option<T> {
        if self.is_away() {
            return None;
        }
        tokio::select! {
            biased;
            answer = self.put_twice(question) => answer,
            () = turns(patience) => {
                if patience < PATIENCE {
                    self.doubt();
                } else {
                    self.lose("it does not answer in time");
                }
                None
            }
        }
    }

    /// Finds out beside the request whether Redis is away or only slow, which all sockets would have to pay for.
    fn doubt(&self) {
        if !self.0.is_doubted.swap(true, Ordering::AcqRel) {
            let link = self.clone();
            tokio::spawn(async move {
                link.check().await;
                link.0.is_doubted.store(false, Ordering::Release);
            });
        }
    }

    /// A second time for a connection that was closed while nobody used it, and is soon replaced.
    async fn put_twice<T: FromRedisValue>(&self, question: Question<'_>) -> Option<T> {
        for _ in 0..2 {
            let mut connection = self.0.connection.read().unwrap_or_else(PoisonError::into_inner).clone();
            let answer = match question {
                Question::Command(command) => command.query_async(&mut connection).await,
                Question::Script(script) => script.invoke_async(&mut connection).await,
            };
            match answer {
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

/// Waits so long, in turns that the rest of the process has too: one that is late itself, because a crowd came at once, is
/// not to take its own delay for the silence of Redis.
async fn turns(patience: Duration) {
    for _ in 0..TURNS {
        sleep(patience / TURNS).await;
    }
}

/// Connects anew, beside the requests; ends when nobody needs the link any more.
async fn restore(shared: Weak<Shared>) {
    loop {
        let Some(here) = shared.upgrade() else { return };
        if let Ok(connection) = open(&here.client, &here.prefix).await {
            *here.connection.write().unwrap_or_else(PoisonError::into_inner) = connection;
            here.is_away.send_replace(false);
            info!("Redis is back");
            return;
        }
        drop(here);
        sleep(PROBE).await;
    }
}

/// A connection over which Redis takes a key: one that still loads its data refuses everything, a replica what writes.
async fn open(client: &Client, prefix: &str) -> RedisResult<MultiplexedConnection> {
    // How long an answer may take says who asks.
    let config =
        AsyncConnectionConfig::new().set_connection_timeout(Some(CONNECT)).set_response_timeout(None);
    let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
    let mut probe = redis::cmd("SET");
    probe.arg(format!("{prefix}probe")).arg(1).arg("PX").arg(1);
    match timeout(CONNECT, probe.query_async::<()>(&mut connection)).await {
        Ok(answer) => answer.map(|()| connection),
        Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
    }
}

/// Whether it is the connection that fails, or who is at its other end, and not the command.
fn is_broken(error: &RedisError) -> bool {
    error.is_io_error()
        || error.is_timeout()
        || error.is_unrecoverable_error()
        || error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly)
}

/// The innermost cause says it in the fewest words.
fn plain(error: &RedisError) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
