//! What keeps an instance's feed going.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tracing::{error, info};

use crate::domain::Domain;

/// So often the table is looked at whether anybody says so or not: an instance may die before it can say so, and Redis be
/// away.
const POLL: Duration = Duration::from_secs(1);
/// Between two looks at the least: many changes share one.
const PAUSE: Duration = Duration::from_millis(5);

enum Woken {
    Here,
    ByOthers,
    ByTime,
}

/// Reads what happens for all who watch at this instance, and has the other instances look, until the process is to end.
pub async fn relay(domain: Domain, mut stopping: watch::Receiver<bool>) {
    let mut poll = interval(POLL);
    poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_well = true;
    loop {
        let woken = tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = domain.feed.announced() => Woken::Here,
            () = domain.bus.nudged() => Woken::ByOthers,
            _ = poll.tick() => Woken::ByTime,
        };
        let is_tick = matches!(woken, Woken::ByTime);
        // Where nobody watches, there is no hurry.
        if is_tick || domain.feed.is_watched() {
            let looked = domain.feed.catch_up(&domain.database).await.map(|_| ());
            if is_tick {
                domain.feed.forget();
            }
            match &looked {
                Ok(()) if !is_well => info!("events are read again"),
                Err(error) if is_well => {
                    error!(%error, "events can't be read; it is tried again each second");
                }
                _ => {}
            }
            is_well = looked.is_ok();
        }
        if matches!(woken, Woken::Here) {
            // After the look, which gave what is new its positions: the others have only to read.
            domain.bus.nudge().await;
        }
        sleep(PAUSE).await;
    }
}
