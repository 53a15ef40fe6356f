//! Messages between the parts of one deployment: within the process, or through Redis between many.
//!
//! Best effort: who is not listening misses it. A listener that falls behind is told so. A nudge is a message that says
//! nothing but "look", so that it does not matter whether one gets lost, or two become one.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use redis::aio::PubSubStream;
use tokio::sync::{Notify, broadcast};
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
/// The text of a nudge; no message is empty.
const NUDGE: &str = "";

/// Carries messages; cheap to clone.
#[derive(Clone)]
pub struct Bus {
    local: broadcast::Sender<Message>,
    nudged: Arc<Notify>,
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
        Self { local: broadcast::channel(BACKLOG).0, nudged: Arc::default(), redis: None }
    }

    /// Through Redis, on one channel under `prefix`; returns once the channel is listened to, so that nothing
    /// published afterwards is missed.
    pub async fn redis(url: &str, prefix: &str) -> Result<Self, LinkError> {
        let link = Link::connect(url, prefix).await?;
        let channel = format!("{prefix}events");
        let incoming = link.subscribe(&channel).await?;
        let bus = Self {
            redis: Some(Redis { link: link.clone(), channel: channel.clone() }),
            ..Self::in_process()
        };
        let carrier = Carrier { link, channel, local: bus.local.clone(), nudged: bus.nudged.clone() };
        tokio::spawn(carrier.carry(incoming));
        Ok(bus)
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

    /// Has the other processes of the deployment look. This one is told too where it hears of itself.
    pub async fn nudge(&self) {
        if let Some(redis) = &self.redis {
            let mut command = redis::cmd("PUBLISH");
            command.arg(&redis.channel).arg(NUDGE);
            redis.link.ask::<i64>(&command).await;
        }
    }

    /// Waits until this process is to look, since it was told the last time. For one who waits.
    pub async fn nudged(&self) {
        self.nudged.notified().await;
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

/// Brings what comes from Redis to those who listen in this process.
struct Carrier {
    link: Link,
    channel: String,
    local: broadcast::Sender<Message>,
    nudged: Arc<Notify>,
}

impl Carrier {
    /// Carries until the process ends.
    async fn carry(self, mut incoming: PubSubStream) {
        loop {
            self.deliver(&mut incoming).await;
            // Whether it is only the subscription: nobody is to publish into a Redis that is gone.
            self.link.check().await;
            incoming = loop {
                match self.link.subscribe(&self.channel).await {
                    Ok(incoming) => break incoming,
                    Err(_) => sleep(AGAIN).await,
                }
            };
            self.link.returned().await;
            warn!(
                "messages of other instances may have been missed: sockets and streams are closed, to come back"
            );
            let _ = self.local.send(Message::Interrupted);
        }
    }

    /// Delivers until the subscription breaks or Redis is away.
    async fn deliver(&self, incoming: &mut PubSubStream) {
        loop {
            tokio::select! {
                message = incoming.next() => {
                    let Some(message) = message else { return };
                    match message.get_payload::<String>() {
                        Ok(text) if text == NUDGE => self.nudged.notify_one(),
                        // An error of sending means that nobody listens in this process.
                        Ok(text) => drop(self.local.send(Message::Text(text))),
                        Err(_) => {}
                    }
                }
                () = self.link.lost() => return,
                () = sleep(HEARTBEAT) => {
                    self.link.check().await;
                }
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
