//! Buckets within the process, in bounded memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::bucket::{Pace, Step, change};

/// Parts of the map that are locked each by itself.
const SHARDS: usize = 16;
/// A shard is first swept when it holds this many keys.
const FIRST_SWEEP: usize = 256;
/// Microseconds by which a bucket may be emptier than empty before we take it that the clock was set back.
const CLOCK_SET_BACK: i64 = 60_000_000;

pub(super) struct InProcess {
    shards: Vec<Mutex<Shard>>,
    max_keys: usize,
}

struct Shard {
    /// When each bucket is full again.
    full_at: HashMap<String, i64>,
    /// The size at which full ones are looked for: doubled with what stays, so that a key is looked at a few times in
    /// its life at the most.
    sweep_at: usize,
}

impl InProcess {
    pub(super) fn new(max_keys: usize) -> Self {
        let shard = || Mutex::new(Shard { full_at: HashMap::new(), sweep_at: FIRST_SWEEP });
        Self { shards: (0..SHARDS).map(|_| shard()).collect(), max_keys: (max_keys / SHARDS).max(2) }
    }

    pub(super) fn change(&self, key: &str, cost: i64, pace: Pace, now: i64) -> Step {
        // Anybody may find out which shard a key is in, and gains little; within it, it is found by a hash that nobody knows.
        let index = key.bytes().fold(0_u8, |sum, byte| sum.rotate_left(3) ^ byte) as usize % SHARDS;
        // A panic while it was held leaves numbers behind that are as good as any.
        let mut shard = self.shards[index].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(full_at) = shard.full_at.get_mut(key) {
            if *full_at - now > pace.capacity + CLOCK_SET_BACK {
                *full_at = now + pace.capacity;
            }
            return change(full_at, cost, pace, now);
        }
        let mut full_at = 0;
        let step = change(&mut full_at, cost, pace, now);
        if full_at > now {
            shard.make_room(self.max_keys, now);
            shard.full_at.insert(key.to_owned(), full_at);
        }
        step
    }
}

impl Shard {
    fn make_room(&mut self, max_keys: usize, now: i64) {
        if self.full_at.len() < self.sweep_at.min(max_keys) {
            return;
        }
        self.full_at.retain(|_, full_at| *full_at > now);
        if self.full_at.len() >= max_keys {
            // Half of them at once, so that the next ones find room without looking: those who took the least.
            let mut instants: Vec<i64> = self.full_at.values().copied().collect();
            let middle = instants.len() / 2;
            let (_, median, _) = instants.select_nth_unstable(middle);
            let (median, mut surplus) = (*median, middle);
            self.full_at.retain(|_, full_at| {
                let goes = surplus > 0 && *full_at <= median;
                surplus -= usize::from(goes);
                !goes
            });
        }
        self.sweep_at = (self.full_at.len() * 2).max(FIRST_SWEEP);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::Limit;
    use super::*;

    const SECOND: i64 = 1_000_000;
    const NOW: i64 = 1_000 * SECOND;

    fn pace() -> Pace {
        Limit::new(10, Duration::from_secs(10)).pace()
    }

    fn held(buckets: &InProcess) -> usize {
        buckets.shards.iter().map(|shard| shard.lock().unwrap().full_at.len()).sum()
    }

    #[test]
    fn keys_do_not_share() {
        let buckets = InProcess::new(100);
        assert!(buckets.change("a", 10, pace(), NOW).allowed);
        assert!(!buckets.change("a", 1, pace(), NOW).allowed);
        assert!(buckets.change("b", 10, pace(), NOW).allowed);
    }

    #[test]
    fn full_buckets_are_forgotten() {
        let buckets = InProcess::new(1_000_000);
        for number in 0..100_000 {
            // A hundred keys a second, each full again after one.
            buckets.change(&number.to_string(), 1, pace(), NOW + number * SECOND / 100);
        }
        assert!(held(&buckets) <= SHARDS * FIRST_SWEEP, "{}", held(&buckets));
        // One that was only looked at is not remembered.
        let buckets = InProcess::new(100);
        buckets.change("a", 0, pace(), NOW);
        assert_eq!(held(&buckets), 0);
    }

    #[test]
    fn memory_is_bounded_and_who_took_most_is_remembered() {
        let buckets = InProcess::new(1_600);
        buckets.change("greedy", 10, pace(), NOW);
        for number in 0..50_000 {
            buckets.change(&number.to_string(), 1, pace(), NOW);
        }
        assert!(held(&buckets) <= 1_600, "{}", held(&buckets));
        assert!(!buckets.change("greedy", 1, pace(), NOW).allowed);
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let buckets = InProcess::new(100);
        let earlier = NOW - 3_600 * SECOND;
        buckets.change("a", 10, pace(), NOW);
        assert!(!buckets.change("a", 1, pace(), earlier).allowed);
        assert!(buckets.change("a", 1, pace(), earlier + SECOND).allowed);
    }
}
