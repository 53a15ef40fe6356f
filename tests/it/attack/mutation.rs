//! Chance that repeats itself, and what it makes of examples.

use std::fs;
use std::path::Path;

/// The longest that is tried.
const LONGEST: usize = 16 * 1024;

/// Pieces that mean something somewhere.
const PIECES: [&[u8]; 32] = [
    b"{",
    b"}",
    b"(",
    b")",
    b"[",
    b"]",
    b":",
    b"!",
    b"$a",
    b"@skip(if:$a)",
    b"@include(if:true)",
    b"...",
    b"... on Post",
    b"fragment F on Query{...F}",
    b"query",
    b"mutation",
    b"subscription",
    b"\"",
    b"\"\"\"",
    b"\\u0000",
    b"\\ud800",
    b"#",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"null",
    b"__typename",
    b"__schema{types{name}}",
    b"\r\n",
];

/// Numbers without a pattern, the same ones each time (Marsaglia's xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 16).unwrap() % bound.max(1)
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next().to_le_bytes()[5]).collect()
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Something made of what is right, by a few changes.
    pub fn mutate(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.of(corpus).clone();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let until = (at + self.below(40)).min(bytes.len());
            match self.below(8) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 => drop(bytes.drain(at..until)),
                2 => drop(bytes.splice(at..at, self.of(&PIECES).iter().copied())),
                3 => {
                    let (piece, times) = (*self.of(&PIECES), self.below(200));
                    bytes.splice(at..at, piece.repeat(times));
                }
                4 => {
                    let (range, times) = (bytes[at..until].to_vec(), self.below(100));
                    bytes.splice(at..at, range.repeat(times));
                }
                5 => {
                    let other = self.of(corpus);
                    let from = self.below(other.len() + 1);
                    bytes.splice(at.., other[from..].iter().copied());
                }
                6 => bytes.truncate(at),
                _ => {
                    let count = self.below(20);
                    let noise = self.bytes(count);
                    bytes.splice(at..until, noise);
                }
            }
            bytes.truncate(LONGEST);
        }
        bytes
    }

    /// Nothing that was ever right.
    pub fn noise(&mut self) -> Vec<u8> {
        let count = self.below(LONGEST + 1);
        self.bytes(count)
    }
}

/// The documents of the examples and of the fuzzer's corpus.
pub fn documents() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = ["examples", "fuzz/corpus/document"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "graphql"))
        .collect();
    // The system lists them as it likes, and chance is to repeat itself.
    paths.sort();
    let all: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(all.len() > 50);
    all
}
