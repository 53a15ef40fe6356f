//! How fast a socket is heard.

use std::time::Duration;

use tokio::time::Instant;

/// So many messages may come at once as in this many seconds.
const BURST: u32 = 2;

/// When the next message may be heard. What comes faster is left where it is, until TCP holds the sender back: nobody is
/// closed for it, and nobody else waits.
pub struct Pace {
    /// In which one more may be heard.
    every: Duration,
    /// In which as many are heard as may come at once.
    burst: Duration,
    /// The instant at which as many as ever may come at once (see `infra::rate_limit`); monotonic, because whoever sets the
    /// system's time must not silence a socket.
    full: Instant,
}

impl Pace {
    pub fn new(messages_per_second: u32, now: Instant) -> Self {
        let every = Duration::from_secs(1) / messages_per_second.max(1);
        Self { every, burst: every * messages_per_second.max(1) * BURST, full: now }
    }

    /// How long the next message has to wait.
    pub fn wait(&self, now: Instant) -> Duration {
        (self.full.saturating_duration_since(now) + self.every).saturating_sub(self.burst)
    }

    /// Notes that a message was heard.
    pub fn note(&mut self, now: Instant) {
        self.full = self.full.max(now) + self.every;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many are heard without waiting.
    fn heard_at(pace: &mut Pace, now: Instant) -> u32 {
        let mut heard = 0;
        while pace.wait(now).is_zero() {
            pace.note(now);
            heard += 1;
        }
        heard
    }

    #[test]
    fn two_seconds_worth_at_once_and_then_one_at_a_time() {
        let start = Instant::now();
        let mut pace = Pace::new(100, start);
        assert_eq!(heard_at(&mut pace, start), 200);
        assert_eq!(pace.wait(start), Duration::from_millis(10));
        assert_eq!(heard_at(&mut pace, start + Duration::from_millis(9)), 0);
        assert_eq!(heard_at(&mut pace, start + Duration::from_millis(10)), 1);
        assert_eq!(heard_at(&mut pace, start + Duration::from_millis(510)), 50);
        // Who is silent for long may not say more at once for it.
        assert_eq!(heard_at(&mut pace, start + Duration::from_secs(3_600)), 200);
    }

    #[test]
    fn who_keeps_the_pace_never_waits() {
        let mut now = Instant::now();
        for messages_per_second in [1, 3, 100, 1_000_000] {
            let mut pace = Pace::new(messages_per_second, now);
            for _ in 0..10_000 {
                assert_eq!(pace.wait(now), Duration::ZERO, "{messages_per_second}");
                pace.note(now);
                now += Duration::from_secs(1) / messages_per_second;
            }
        }
    }
}
