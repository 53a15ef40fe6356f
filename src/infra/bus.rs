//! Messages between the parts of one deployment: within the process, or through Redis between many.
//!
//! Best effort: who is not listening misses it. A listener that falls behind is told so.

use std::time::Duration;

use futures_util::StreamExt;
use redis::aio::PubSubStream;
use tokio::sync::broadcast;
use tokio::time::sleep;
use tracing::warn;

use super::link::{Link, LinkError};

/// Messages a listener may be behind before it is cut off.
const BACKLOG: usize = 1_024;
/// A lost subscription is tried anew so often.
const AGAIN: Duration = Duration::from_millis(250);
/// So often Redis is asked whether it is there while nobody publishes: one that has vanished without a word closes
/// nothing.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// Carries messages; cheap to clone.
#[derive(Clone)]
pub struct Bus {
    local: broadcast::Sender<Message>,
    redis: Option<Redis>,
}

#[derive(Clone)]
struct Redis {
    link: Link,
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
    pub async fn redis(url: &str, prefix: &str) -> Result<Self, LinkError> {
        let link = Link::connect(url, prefix).await?;
        let channel = format!("{prefix}events");
        let local = broadcast::channel(BACKLOG).0;
        let incoming = link.subscribe(&channel).await?;
        tokio::spawn(carry(incoming, link.clone(), channel.clone(), local.clone()));
        Ok(Self { local, redis: Some(Redis { link, channel }) })
    }

    /// Tells everybody who listens, in every process of the deployment.
    pub async fn publish(&self, message: String) {
        let Some(redis) = &self.redis else {
            let _ = self.local.send(Message::Text(message));
            return;
        };
        let mut command = redis::cmd("PUBLISH");
        command.arg(&redis.channel).arg(&message);
        if redis.link.ask::<i64>(&command).await.is_none() {
            // Those who listen in this process are told at least.
            let _ = self.local.send(Message::Text(message));
        }
    }

    /// Listens to everything that is published from now on.
    pub fn listen(&self) -> Listener {
        Listener(self.local.subscribe())
    }

    /// The way to Redis, for what else is kept there.
    pub fn link(&self) -> Option<&Link> {
        self.redis.as_ref().map(|redis| &redis.link)
    }

    /// Whether the bus's other end answers.
    pub async fn is_reachable(&self) -> bool {
        match &self.redis {
            None => true,
            Some(redis) => redis.link.check().await,
        }
    }
}

/// Tells this process's listeners what comes from Redis, until the process ends.
async fn carry(mut incoming: PubSubStream, link: Link, channel: String, local: broadcast::Sender<Message>) {
    loop {
        deliver(&mut incoming, &link, &local).await;
        // Whether it is only the subscription: nobody is to publish into a Redis that is gone.
        link.check().await;
        incoming = loop {
            match link.subscribe(&channel).await {
                Ok(incoming) => break incoming,
                Err(_) => sleep(AGAIN).await,
            }
        };
        link.returned().await;
        warn!("events of other instances may have been missed: sockets and streams are closed, to come back");
        let _ = local.send(Message::Interrupted);
    }
}

/// Delivers until the subscription breaks or Redis is away.
async fn deliver(incoming: &mut PubSubStream, link: &Link, local: &broadcast::Sender<Message>) {
    loop {
        tokio::select! {
            message = incoming.next() => {
                let Some(message) = message else { return };
                // An error here means that nobody listens in this process.
                let _ = message.get_payload().map(|payload| local.send(Message::Text(payload)));
            }
            () = link.lost() => return,
            () = sleep(HEARTBEAT) => {
                link.check().await;
            }
        }
    }
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
