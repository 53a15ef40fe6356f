//! Waking those who work behind the requests when there is something to do: at once within this process, and through the bus
//! in the others.
//!
//! Best effort: who misses it looks by itself a little later.

use tokio::sync::watch;

use super::bus::{Bus, ListenError, Listener};

/// What is said on the bus; those who listen for events pass it over, as they do with any they don't know.
const MESSAGE: &str = r#"{"wake":"worker"}"#;

/// Wakes workers; cheap to clone. A channel that remembers, and not `Notify`: each of several is woken, also one who
/// is about to wait.
#[derive(Clone)]
pub struct Wake {
    near: watch::Sender<()>,
    bus: Bus,
}

/// A worker's end.
pub struct Sleeper {
    near: watch::Receiver<()>,
    far: Option<Listener>,
}

impl Wake {
    pub fn new(bus: Bus) -> Self {
        Self { near: watch::Sender::new(()), bus }
    }

    /// Tells all workers to look; called after the commit of what there is to do.
    pub async fn call(&self) {
        self.near.send_replace(());
        if self.bus.link().is_some() {
            self.bus.publish(MESSAGE.to_owned()).await;
        }
    }

    /// Hears every call from now on.
    pub fn sleeper(&self) -> Sleeper {
        let far = self.bus.link().map(|_| self.bus.listen());
        Sleeper { near: self.near.subscribe(), far }
    }
}

impl Sleeper {
    /// Waits for the next call, or for reason to think that one was missed.
    pub async fn called(&mut self) {
        tokio::select! {
            // Fails when nobody is left who could call: then it is waited for ever.
            called = self.near.changed() => if called.is_err() { std::future::pending().await },
            () = heard(&mut self.far) => {}
        }
    }
}

async fn heard(far: &mut Option<Listener>) {
    while let Some(listener) = far {
        match listener.next().await {
            Ok(message) if message == MESSAGE => return,
            Ok(_) => {}
            Err(ListenError::Behind(_) | ListenError::Interrupted) => return,
            Err(ListenError::Closed) => *far = None,
        }
    }
    std::future::pending::<()>().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_before_the_wait_is_heard_by_each() {
        let wake = Wake::new(Bus::in_process());
        let (mut one, mut other) = (wake.sleeper(), wake.sleeper());
        wake.call().await;
        one.called().await;
        other.called().await;
    }
}
