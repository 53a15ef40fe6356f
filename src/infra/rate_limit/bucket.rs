//! The arithmetic of a bucket, in whole microseconds.
//!
//! A bucket is one number: the instant at which it will be full again. Taking a point moves that instant by the time in
//! which one point refills; a full bucket is one whose instant has passed. (This is the generic cell rate algorithm,
//! ITU-T I.371.) The instant never moves back but by giving back, so a clock that lags refills nothing; where clocks differ,
//! what refills in their difference is the most that is given beyond the limit.

use std::time::Duration;

/// So many points, refilling evenly within so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// At least 1.
    pub points: u32,
    /// In which an empty bucket is full again.
    pub window: Duration,
}

/// What came of taking points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whether there was enough; if not, nothing was taken.
    pub allowed: bool,
    /// Points of the full bucket.
    pub limit: u32,
    /// Whole points that are left.
    pub remaining: u32,
    /// Until the bucket is full, if nothing more is taken.
    pub reset_after: Duration,
    /// Until there will be enough for what was refused; zero when it was allowed.
    pub retry_after: Duration,
}

impl Taken {
    /// Points that are gone.
    pub fn used(&self) -> u32 {
        self.limit - self.remaining
    }

    /// From where nothing is counted.
    pub(super) fn unlimited() -> Self {
        Self {
            allowed: true,
            limit: u32::MAX,
            remaining: u32::MAX,
            reset_after: Duration::ZERO,
            retry_after: Duration::ZERO,
        }
    }
}

/// A limit in microseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// In which one point refills, rounded up: never more than the limit.
    pub interval: i64,
    /// In which a whole bucket refills.
    pub capacity: i64,
}

/// What a step found, and what it left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub allowed: bool,
    /// Until the bucket is full, afterwards.
    pub debt: i64,
}

impl Limit {
    pub const fn new(points: u32, window: Duration) -> Self {
        Self { points, window }
    }

    pub(super) fn pace(self) -> Pace {
        let points = i64::from(self.points.max(1));
        let window = i64::try_from(self.window.as_micros()).unwrap_or(i64::MAX / 4);
        let interval = ((window + points - 1) / points).max(1);
        Pace { interval, capacity: interval * points }
    }

    /// In the words of the callers.
    pub(super) fn taken(self, cost: i64, step: Step) -> Taken {
        let Pace { interval, capacity } = self.pace();
        let left = (capacity - step.debt).max(0);
        let missing = if step.allowed { 0 } else { (cost * interval - (capacity - step.debt)).max(0) };
        let micros = |micros: i64| Duration::from_micros(u64::try_from(micros).unwrap_or(0));
        Taken {
            allowed: step.allowed,
            limit: self.points,
            remaining: u32::try_from(left / interval).unwrap_or(u32::MAX).min(self.points),
            reset_after: micros(step.debt),
            retry_after: micros(missing),
        }
    }
}

/// Takes `cost` points (or looks, at 0, or gives back, below) at `now`; `full_at` is the bucket, 0 a new one. The same
/// steps as in `change.lua`.
pub(super) fn change(full_at: &mut i64, cost: i64, pace: Pace, now: i64) -> Step {
    let before = (*full_at).max(now);
    let after = (before + cost * pace.interval).max(now);
    let allowed = cost <= 0 || after - now <= pace.capacity;
    *full_at = if allowed { after } else { before };
    Step { allowed, debt: *full_at - now }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha20Rng;

    use super::*;

    const SECOND: i64 = 1_000_000;

    fn take(full_at: &mut i64, cost: i64, limit: Limit, now: i64) -> Taken {
        limit.taken(cost, change(full_at, cost, limit.pace(), now))
    }

    #[test]
    fn it_holds_its_limit_and_refills_evenly() {
        let (limit, mut bucket, now) = (Limit::new(5, Duration::from_secs(10)), 0, 1_000 * SECOND);
        for left in (0..5).rev() {
            let taken = take(&mut bucket, 1, limit, now);
            assert_eq!((taken.allowed, taken.remaining), (true, left));
        }
        let refused = take(&mut bucket, 1, limit, now);
        assert!(!refused.allowed);
        assert_eq!(refused.retry_after, Duration::from_secs(2));
        assert_eq!(refused.reset_after, Duration::from_secs(10));
        assert!(!take(&mut bucket, 1, limit, now + 2 * SECOND - 1).allowed);
        assert!(take(&mut bucket, 1, limit, now + 2 * SECOND).allowed);
        // Long after, it holds no more than its limit.
        assert_eq!(take(&mut bucket, 0, limit, now + 1_000 * SECOND).remaining, 5);
    }

    #[test]
    fn what_is_refused_takes_nothing_and_what_is_given_back_is_there() {
        let (limit, mut bucket, now) = (Limit::new(10, Duration::from_secs(10)), 0, 1_000 * SECOND);
        assert_eq!(take(&mut bucket, 7, limit, now).remaining, 3);
        let refused = take(&mut bucket, 5, limit, now);
        assert_eq!(
            (refused.allowed, refused.remaining, refused.retry_after),
            (false, 3, Duration::from_secs(2))
        );
        assert_eq!(take(&mut bucket, 3, limit, now).remaining, 0);
        assert_eq!(take(&mut bucket, -4, limit, now).remaining, 4);
        assert_eq!(take(&mut bucket, -400, limit, now).remaining, 10);
    }

    #[test]
    fn a_clock_that_lags_refills_nothing() {
        let (limit, mut bucket, now) = (Limit::new(2, Duration::from_secs(2)), 0, 1_000 * SECOND);
        assert_eq!(take(&mut bucket, 2, limit, now).remaining, 0);
        assert!(!take(&mut bucket, 1, limit, now - 500 * SECOND).allowed);
        assert!(!take(&mut bucket, 1, limit, now).allowed);
        assert!(take(&mut bucket, 1, limit, now + SECOND).allowed);
    }

    /// Whatever is asked and whenever: within any stretch of time no more is given than the limit and what refills
    /// meanwhile, and where clocks differ what refills in their difference. The points of a limit need not divide its
    /// window.
    #[test]
    fn never_more_than_the_limit_and_what_refills() {
        let mut random = ChaCha20Rng::seed_from_u64(1);
        for _ in 0..200 {
            let window = Duration::from_millis(random.random_range(1..9_999));
            let limit = Limit::new(random.random_range(1..50), window);
            let (points, window) = (i64::from(limit.points), i64::try_from(window.as_micros()).unwrap());
            let lag = if random.random_bool(0.5) { window / 7 } else { 0 };
            let (mut bucket, mut now) = (0, 1_000 * SECOND);
            let mut given: Vec<(i64, i64)> = Vec::new();
            for _ in 0..200 {
                now += random.random_range(0..=window / 20);
                let cost = random.random_range(1..=points);
                let seen = now - if random.random_bool(0.1) { lag } else { 0 };
                if take(&mut bucket, cost, limit, seen).allowed {
                    given.push((now, cost));
                }
            }
            assert!(!given.is_empty());
            for (start, (from, _)) in given.iter().enumerate() {
                let mut sum = 0;
                for (until, cost) in &given[start..] {
                    sum += cost;
                    let refilled = (until - from + lag) * points / window;
                    assert!(sum <= points + refilled, "{limit:?}, lag {lag}: {sum}, {refilled} refilled");
                }
            }
        }
    }
}
