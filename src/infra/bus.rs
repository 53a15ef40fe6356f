//! Messages between the parts of one deployment: within the process, or through Redis between many.
//!
//! Best effort: who is not listening misses it. A listener that falls behind is told so.

use futures_util::StreamExt;
use redis::AsyncCommands;
use redis::aio::ConnectionManager;
use tokio::sync::broadcast;
use tracing::warn;

/// Messages a listener may be behind before it is cut off.
const BACKLOG: usize = 1_024;

/// Carries messages; cheap to clone.
#[derive(Clone)]
pub struct Bus {
    local: broadcast::Sender<Message>,
    redis: Option<Redis>,
}

#[derive(Clone)]
struct Redis {
    connection: ConnectionManager,
    channel: String,
}

/// A listener's end.
pub struct Listener(broadcast::Receiver<Message>);

#[derive(Clone)]
enum Message {
    Text(String),
    /// Redis was away, and what was published meanwhile is not known here.
    Interrupted,
}

/// Why a listener gets no more.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListenError {
    #[error("the listener fell {0} messages behind")]
    Behind(u64),
    #[error("the bus was interrupted: what was published meanwhile is not known")]
    Interrupted,
    #[error("the bus is closed")]
    Closed,
}

impl Bus {
    /// Within this process only.
    pub fn in_process() -> Self {
        Self { local: broadcast::channel(BACKLOG).0, redis: None }
    }

    /// Through Redis, on one channel under `prefix`; returns once the channel is listened to, so that nothing
    /// published afterwards is missed.
    pub async fn redis(url: &str, prefix: &str) -> redis::RedisResult<Self> {
        let client = redis::Client::open(url)?;
        let channel = format!("{prefix}events");
        let connection = client.get_connection_manager().await?;
        let local = broadcast::channel(BACKLOG).0;
        let mut incoming = subscribe(&client, &channel).await?;
        let bus = Self { local: local.clone(), redis: Some(Redis { connection, channel: channel.clone() }) };
        tokio::spawn(async move {
            loop {
                while let Some(message) = incoming.next().await {
                    // An error here means that nobody listens in this process.
                    let _ = message.get_payload().map(|payload| local.send(Message::Text(payload)));
                }
                incoming = loop {
                    warn!("lost Redis, subscribing again");
                    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
                    if let Ok(stream) = subscribe(&client, &channel).await {
                        break stream;
                    }
                };
                warn!("Redis is back");
                let _ = local.send(Message::Interrupted);
            }
        });
        Ok(bus)
    }

    /// Tells everybody who listens, in every process of the deployment.
    pub async fn publish(&self, message: String) {
        let Some(redis) = &self.redis else {
            let _ = self.local.send(Message::Text(message));
            return;
        };
        let mut connection = redis.connection.clone();
        let published: redis::RedisResult<()> = connection.publish(&redis.channel, &message).await;
        if let Err(error) = published {
            warn!(%error, "could not publish through Redis; listeners of this process only are told");
            let _ = self.local.send(Message::Text(message));
        }
    }

    /// Listens to everything that is published from now on.
    pub fn listen(&self) -> Listener {
        Listener(self.local.subscribe())
    }

    /// Whether the bus's other end answers.
    pub async fn is_reachable(&self) -> bool {
        match &self.redis {
            None => true,
            Some(redis) => redis.connection.clone().ping::<String>().await.is_ok(),
        }
    }
}

async fn subscribe(client: &redis::Client, channel: &str) -> redis::RedisResult<redis::aio::PubSubStream> {
    let mut subscription = client.get_async_pubsub().await?;
    subscription.subscribe(channel).await?;
    Ok(subscription.into_on_message())
}

impl Listener {
    /// Waits for the next message.
    pub async fn next(&mut self) -> Result<String, ListenError> {
        match self.0.recv().await {
            Ok(Message::Text(text)) => Ok(text),
            Ok(Message::Interrupted) => Err(ListenError::Interrupted),
            Err(broadcast::error::RecvError::Lagged(missed)) => Err(ListenError::Behind(missed)),
            Err(broadcast::error::RecvError::Closed) => Err(ListenError::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_listener_gets_what_comes_after_it() {
        let bus = Bus::in_process();
        bus.publish("before".into()).await;
        let mut listener = bus.listen();
        bus.publish("after".into()).await;
        assert_eq!(listener.next().await.as_deref(), Ok("after"));
    }

    #[tokio::test]
    async fn a_listener_that_falls_behind_is_told() {
        let bus = Bus::in_process();
        let mut listener = bus.listen();
        for number in 0..=BACKLOG {
            bus.publish(number.to_string()).await;
        }
        assert!(matches!(listener.next().await, Err(ListenError::Behind(_))));
    }
}
