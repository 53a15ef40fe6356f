//! What the guard lets through, what it refuses, and that it counts what the parser finds.

mod agreement;
mod chance;
mod corpus;
mod count;
mod expansion;
mod limits;
mod room;
mod syntax;
mod writer;

use super::{Limits, Measured, Refusal, check};

/// Limits that no test reaches, to lower one at a time.
const WIDE: Limits = Limits {
    bytes: usize::MAX,
    tokens: usize::MAX,
    nesting: usize::MAX,
    spreads: usize::MAX,
    expanded_selections: usize::MAX,
    expanded_nesting: usize::MAX,
    aliases: usize::MAX,
    directives: usize::MAX,
    root_fields: usize::MAX,
};

fn measured(document: &str) -> Measured {
    check(document, &WIDE).unwrap_or_else(|refusal| panic!("{document}: {refusal}"))
}

fn refused(document: &str) -> Refusal {
    check(document, &WIDE).expect_err(document)
}
