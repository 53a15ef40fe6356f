//! Time and chance. Everything that asks for the time, a new id or random bytes asks here, so that a test can
//! hold all three still.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Datelike, SubsecRound, Utc};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::{Builder, Uuid};

type Now = dyn Fn() -> DateTime<Utc> + Send + Sync;

/// The process's clock, id maker and source of randomness; cheap to clone.
#[derive(Clone)]
pub struct Clock {
    now: Arc<Now>,
    chance: Arc<Mutex<Chance>>,
}

struct Chance {
    random: ChaCha20Rng,
    /// The newest id given out, so that the next one sorts after it even within one millisecond.
    last_id: u128,
}

/// Whether a time can be held against those of the database: its year has four digits. On one far outside of these ages
/// PostgreSQL fails, and to SQLite, which compares texts, a year of five digits is before one of four.
pub fn is_comparable(time: &DateTime<Utc>) -> bool {
    (0..=9999).contains(&time.year())
}

impl Clock {
    /// The system's time and the operating system's randomness.
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn system() -> Self {
        Self::new(Utc::now, ChaCha20Rng::from_os_rng())
    }

    /// A clock that a test or the demo holds in its hands: `now` is asked each time, chance follows from `seed`.
    pub fn controlled(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static, seed: u64) -> Self {
        Self::new(now, ChaCha20Rng::seed_from_u64(seed))
    }

    fn new(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static, random: ChaCha20Rng) -> Self {
        Self { now: Arc::new(now), chance: Arc::new(Mutex::new(Chance { random, last_id: 0 })) }
    }

    /// The time in UTC, to the microsecond: PostgreSQL keeps no more, and a time that changes by being stored
    /// would make a cursor skip or repeat.
    pub fn now(&self) -> DateTime<Utc> {
        (self.now)().trunc_subsecs(6)
    }

    /// A new UUIDv7 (RFC 9562, section 5.7); each sorts after the one before it from this process.
    pub fn new_id(&self) -> Uuid {
        let mut chance = self.chance();
        let fresh = id_at((self.now)(), &mut chance.random).as_u128();
        // The increment lands in the 62 random bits at the end; the version and variant above them stay.
        chance.last_id = fresh.max(chance.last_id + 1);
        Uuid::from_u128(chance.last_id)
    }

    /// Random bytes fit for secrets.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance().random.fill_bytes(&mut bytes);
        bytes
    }

    fn chance(&self) -> MutexGuard<'_, Chance> {
        // A panic while it was held leaves usable randomness behind.
        self.chance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A UUIDv7 of the given time, its random part from `random`; times before 1970 count as 1970.
pub fn id_at(time: DateTime<Utc>, random: &mut impl RngCore) -> Uuid {
    let mut bytes = [0; 10];
    random.fill_bytes(&mut bytes);
    let milliseconds = u64::try_from(time.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(milliseconds, &bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn still() -> Clock {
        Clock::controlled(|| DateTime::from_timestamp_nanos(1_700_000_000_123_456_789), 7)
    }

    #[test]
    fn ids_ascend_within_one_instant() {
        let clock = still();
        let ids: Vec<_> = (0..1_000).map(|_| clock.new_id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn time_is_cut_to_microseconds() {
        assert_eq!(still().now().timestamp_subsec_nanos(), 123_456_000);
    }

    #[test]
    fn the_same_seed_gives_the_same_chance() {
        assert_eq!(still().random_bytes::<16>(), still().random_bytes::<16>());
        assert_ne!(Clock::system().random_bytes::<16>(), Clock::system().random_bytes::<16>());
    }
}
