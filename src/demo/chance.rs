//! Chance that always falls the same way.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

use crate::clock::id_at;

const SEED: u64 = 20_240_229;

/// A stream of chance. Whole numbers only: the logarithms that skew a distribution differ between machines in the last
/// bit, and here that would change everything after it.
pub(super) struct Chance(ChaCha20Rng);

impl Chance {
    /// The stream of one part of the demo; each part has its own, so that a change in one moves nothing in another.
    pub(super) fn of(part: &str) -> Self {
        let stream =
            part.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(257).wrapping_add(u64::from(byte)));
        let mut random = ChaCha20Rng::seed_from_u64(SEED);
        random.set_stream(stream);
        Self(random)
    }

    /// Bytes, for a salt.
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// From 0 up to below `end`; 0 where there is nothing below it.
    pub(super) fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.0.random_range(0..end) }
    }

    /// From `least` up to `most`, both included.
    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// From 0 up to below `end`, the small ones much more often: a quarter of `end` in the mean.
    pub(super) fn skewed(&mut self, end: usize) -> usize {
        let end = self.between(1, end.max(1));
        self.below(end)
    }

    /// True so many times in a thousand.
    pub(super) fn happens(&mut self, per_mille: usize) -> bool {
        self.below(1_000) < per_mille
    }

    /// One of them.
    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// So many of them, in a random order, none twice.
    pub(super) fn some<T: Clone>(&mut self, all: &[T], count: usize) -> Vec<T> {
        let mut order: Vec<usize> = (0..all.len()).collect();
        let count = count.min(all.len());
        for place in 0..count {
            let other = self.between(place, all.len() - 1);
            order.swap(place, other);
        }
        order[..count].iter().map(|index| all[*index].clone()).collect()
    }

    /// A moment between two; the earlier one where they are in the wrong order.
    pub(super) fn moment(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
        let length = (to - from).num_microseconds().unwrap_or(0).max(0);
        (from + TimeDelta::microseconds(self.0.random_range(0..=length))).trunc_subsecs(6)
    }

    /// A moment between two, soon after the first in most cases.
    pub(super) fn soon(&mut self, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
        let nearer = self.moment(from, to);
        let nearer = self.moment(from, nearer);
        self.moment(from, nearer)
    }

    /// A new id of that time.
    pub(super) fn id(&mut self, time: DateTime<Utc>) -> Uuid {
        id_at(time, &mut self.0)
    }
}
