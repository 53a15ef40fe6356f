//! What each kind of attack cost, for the full sweep.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Whether to sweep in small steps and to tell what it cost.
pub fn is_full() -> bool {
    std::env::var("TRIBUNE_SWEEP").is_ok_and(|value| value == "full")
}

/// Numbers from one to the other, each larger by about half; in a full sweep by about a twentieth.
pub fn steps(from: usize, to: usize) -> Vec<usize> {
    let grown = |number: &usize| if is_full() { number + number / 20 + 1 } else { number + number / 2 + 1 };
    let mut all: Vec<usize> = std::iter::successors(Some(from), |number| Some(grown(number)))
        .take_while(|number| *number < to)
        .collect();
    all.push(to);
    all
}

#[derive(Default)]
pub struct Ledger(BTreeMap<String, Row>);

#[derive(Default)]
struct Row {
    count: usize,
    cpu: Duration,
    /// Of the one that took most.
    bytes: usize,
    latency: Duration,
    outcomes: BTreeSet<String>,
}

impl Ledger {
    pub fn note(&mut self, kind: &str, bytes: usize, cpu: Duration, latency: Duration, outcome: &str) {
        let row = self.0.entry(kind.to_owned()).or_default();
        row.count += 1;
        if cpu >= row.cpu {
            (row.cpu, row.bytes) = (cpu, bytes);
        }
        row.latency = row.latency.max(latency);
        row.outcomes.insert(outcome.to_owned());
    }

    /// A table, in a full sweep.
    pub fn print(&self) {
        if !is_full() {
            return;
        }
        let milliseconds = |duration: Duration| duration.as_secs_f64() * 1_000.0;
        let mut text = String::new();
        for (kind, row) in &self.0 {
            let outcomes: Vec<&str> = row.outcomes.iter().map(String::as_str).collect();
            text += &format!(
                "| {kind} | {} | {} | {:.1} | {:.1} | {} |\n",
                row.count,
                row.bytes,
                milliseconds(row.cpu),
                milliseconds(row.latency),
                outcomes.join(", ")
            );
        }
        println!(
            "\n| attack | requests | bytes of the dearest | CPU ms, worst | neighbour ms, worst | outcomes |\n|---|---|---|---|---|---|\n{text}"
        );
    }
}
