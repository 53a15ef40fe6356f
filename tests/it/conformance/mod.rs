//! Every promise of the wire that has a number, and the tests that go one under and one over it, over real connections.
//! A limit or a close without a test is found here, and a test that is no more.

mod overload;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use self::table::{CLOSES, LIMITS};
use crate::support::program::{Home, bare, ended};

/// The tests of this binary, by their whole names.
fn tests() -> BTreeSet<String> {
    let listed = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
    let text = String::from_utf8(listed.stdout).unwrap();
    text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect()
}

#[test]
fn every_limit_and_every_close_has_a_test_that_there_is() {
    let there = tests();
    let named = LIMITS.iter().map(|limit| (limit.what.to_owned(), limit.tests));
    for (what, tests) in named.chain(CLOSES.iter().map(|(code, tests)| (code.to_string(), *tests))) {
        assert!(!tests.is_empty(), "{what} has no test");
        for test in tests {
            assert!(there.contains(*test), "{what}: there is no test {test}");
        }
    }
}

/// An option that is a number limits something: its default is the one that was promised.
#[test]
fn every_number_that_is_configured_is_a_limit_with_its_default() {
    let home = Home::new();
    let printed = ended(bare(&home.directory, &["config", "print"])).well();
    let numbers: BTreeMap<&str, u64> = printed
        .lines()
        .filter_map(|line| line.strip_suffix(" # default")?.split_once(" = "))
        .filter_map(|(key, value)| Some((key, value.trim_matches('"').parse().ok()?)))
        .collect();
    assert!(numbers.len() > 30, "{printed}");
    let promised: BTreeMap<&str, u64> = LIMITS.iter().flat_map(|limit| limit.options).copied().collect();
    assert_eq!(numbers, promised);
}

#[test]
fn every_code_of_a_close_is_in_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/websocket/message.rs");
    let text = std::fs::read_to_string(path).unwrap();
    let codes: BTreeSet<u16> = text
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" => "))
        .filter_map(|(_, code)| code.parse().ok())
        .collect();
    assert_eq!(codes, CLOSES.iter().map(|(code, _)| *code).collect());
}
