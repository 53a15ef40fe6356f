//! What the fuzzer starts from, and a bounded number of rounds of what it does.

use std::fs;
use std::path::Path;

use async_graphql::parser::parse_query;

use super::super::{Limits, Measured, Refusal, check};
use super::chance::Chance;
use super::count::counted;

/// Mutations of each document of the corpus.
const ROUNDS: usize = 100;

/// What a mutation puts in.
const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\"\"\"",
    "\\",
    "#",
    "\n",
    "\r",
    ",",
    "...",
    "...on ",
    "@a",
    ":",
    "$",
    "=",
    "fragment A on A{...A}",
    "{a:a}",
    "\u{feff}",
    "\u{0}",
    "😀",
];

pub fn corpus() -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/document");
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    // The fuzzer keeps what is no text too.
    paths.iter().map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect()
}

/// Cuts, doubles or puts in, somewhere.
pub fn mutate(chance: &mut Chance, text: &mut String, others: &[String]) {
    let mut place = |text: &str| text.floor_char_boundary(chance.below(text.len() + 1));
    let (one, other) = (place(text), place(text));
    let (start, end) = (one.min(other), one.max(other));
    match chance.below(5) {
        0 => text.replace_range(start..end, ""),
        1 => {
            let copy = text[start..end].to_owned();
            text.insert_str(end, &copy);
        }
        2 => {
            let from = &others[chance.below(others.len())];
            let cut = from.floor_char_boundary(chance.below(from.len() + 1));
            text.insert_str(start, &from[cut..]);
        }
        _ => text.insert_str(start, chance.pick(&PIECES)),
    }
}

/// Nothing panics, messages stay short, and what is let through is what the parser reads.
fn hold(text: &str, limits: &Limits) {
    match check(text, limits) {
        Ok(sizes) => {
            assert!(sizes.bytes <= limits.bytes && sizes.tokens <= limits.tokens, "{text}");
            assert!(sizes.nesting <= limits.nesting && sizes.spreads <= limits.spreads, "{text}");
            let Ok(document) = parse_query(text) else { return };
            let count = counted(&document);
            if parser_knows_conditions(text) {
                // Fragments that no operation reaches are added in another order.
                let Measured { bytes, tokens, nesting, expanded_selections, .. } = sizes;
                assert_eq!(
                    Measured { bytes, tokens, nesting, expanded_selections, ..count },
                    sizes,
                    "{text}"
                );
            }
        }
        Err(refusal) => {
            assert!(refusal.to_string().len() <= 300, "{refusal}");
            if let Refusal::Exceeded { limit, actual, .. } = refusal {
                assert!(actual > limit, "{text}");
            }
        }
    }
}

/// The parser takes `... on` for a spread when a comment comes next, and the type after it for a field.
fn parser_knows_conditions(text: &str) -> bool {
    !text
        .split("on")
        .skip(1)
        .any(|after| after.trim_start_matches([' ', ',', '\t', '\n', '\r', '\u{feff}']).starts_with('#'))
}

#[test]
fn the_corpus_and_its_mutations_hold() {
    let corpus = corpus();
    assert!((20..=200).contains(&corpus.len()));
    let strict = Limits {
        bytes: 300,
        tokens: 40,
        nesting: 5,
        spreads: 3,
        expanded_selections: 20,
        ..Limits::default()
    };
    let mut chance = Chance::new(1);
    for text in &corpus {
        hold(text, &Limits::default());
        for _ in 0..ROUNDS {
            let mut text = text.clone();
            for _ in 0..=chance.below(6) {
                mutate(&mut chance, &mut text, &corpus);
            }
            hold(&text, &Limits::default());
            hold(&text, &strict);
        }
    }
}
