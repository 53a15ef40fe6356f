//! How long a job that failed waits.

use std::time::Duration;

use crate::clock::Clock;

/// Twice as long after each failure, up to a bound; a random part of it less, so that those who failed together don't come
/// again together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// At the most after the first failure.
    pub first: Duration,
    /// At the most after any.
    pub longest: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_secs(2), longest: Duration::from_secs(3_600) }
    }
}

impl Backoff {
    /// The longest wait after so many failures, from 1.
    pub fn bound(&self, failures: i32) -> Duration {
        let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or(0).min(31);
        self.first.saturating_mul(1 << doublings).min(self.longest)
    }

    /// The wait after so many failures: from half of the bound to all of it.
    pub fn delay(&self, failures: i32, clock: &Clock) -> Duration {
        let bound = self.bound(failures);
        let chance = f64::from(u32::from_be_bytes(clock.random_bytes())) / f64::from(u32::MAX);
        bound.mul_f64((1.0 + chance) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_doubles_up_to_its_bound() {
        let backoff = Backoff { first: Duration::from_secs(2), longest: Duration::from_secs(60) };
        let bounds = [1, 2, 3, 4, 5, 6, 100, i32::MAX].map(|failures| backoff.bound(failures).as_secs());
        assert_eq!(bounds, [2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn chance_takes_up_to_half_of_it() {
        let clock = Clock::controlled(chrono::DateTime::default, 7);
        let backoff = Backoff::default();
        let delays: Vec<_> = (0..1_000).map(|_| backoff.delay(5, &clock)).collect();
        let bound = backoff.bound(5);
        assert!(delays.iter().all(|delay| *delay >= bound / 2 && *delay <= bound));
        assert!(delays.iter().any(|delay| *delay < bound.mul_f64(0.55)));
        assert!(delays.iter().any(|delay| *delay > bound.mul_f64(0.95)));
    }
}
