//! Fragments within fragments.

use std::fmt::Write;

use super::super::{Bound, Limits, Refusal, check};
use super::{measured, refused};

/// Fragments each of which spreads the next some times.
pub fn bomb(levels: usize, width: usize) -> String {
    let mut document = "{...F0}".to_owned();
    for level in 0..levels {
        let spreads = format!("...F{} ", level + 1).repeat(width);
        write!(document, "fragment F{level} on Q{{{spreads}}}").unwrap();
    }
    write!(document, "fragment F{levels} on Q{{a}}").unwrap();
    document
}

#[test]
fn fragments_multiply() {
    let tree = |levels: u32, width: usize| (1..=levels).map(|level| width.pow(level)).sum::<usize>();
    let sizes = measured(&bomb(3, 4));
    assert_eq!(sizes.expanded_selections, 1 + tree(3, 4) + 4_usize.pow(3));
    assert_eq!((sizes.root_fields, sizes.expanded_nesting, sizes.spreads), (64, 4, 13));
    // More than any number holds: it stops at the largest that GraphQL knows.
    assert_eq!(measured(&bomb(200, 2)).expanded_selections, 2_147_483_647);
    assert_eq!(measured(&bomb(200, 2)).root_fields, 2_147_483_647);
}

#[test]
fn bombs_are_refused() {
    for document in [bomb(20, 2), bomb(4, 60), bomb(2, 90), bomb(20, 2).replace("{...F0}", "{a}")] {
        let refusal = check(&document, &Limits::default()).unwrap_err();
        let Refusal::Exceeded { bound: Bound::ExpandedSelections, limit: 5_000, actual, .. } = refusal else {
            panic!("{refusal:?}")
        };
        assert!(actual > 5_000);
    }
}

#[test]
fn cycles_are_refused_where_they_close() {
    for (document, fragment, column) in [
        ("{...A}fragment A on Q{a ...A}", "A", 25),
        ("{...A}fragment A on Q{...B}fragment B on Q{b{...C}}fragment C on Q{...A}", "A", 68),
        ("{a}fragment A on Q{a ...A}", "A", 22),
        ("{...C ...A}fragment A on Q{...B ...B}fragment B on Q{...A ...A}fragment C on Q{c}", "A", 54),
    ] {
        let refusal = refused(document);
        assert_eq!(refusal.code(), "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(refusal.position().unwrap().column, column, "{document}");
        assert!(refusal.to_string().contains(&format!("`{fragment}` spreads itself")), "{refusal}");
    }
    // Twice is no cycle, nor is a name that a field has too.
    measured("{...A ...A ...B A}fragment A on Q{A ...B}fragment B on Q{b}");
}

#[test]
fn a_chain_is_as_deep_as_it_is_long() {
    assert_eq!(measured(&bomb(299, 1)).expanded_nesting, 300);
    assert_eq!(check(&bomb(31, 1), &Limits::default()).unwrap().expanded_nesting, 32);
    let refusal = check(&bomb(32, 1), &Limits::default()).unwrap_err();
    assert!(matches!(refusal, Refusal::Exceeded { bound: Bound::ExpandedNesting, actual: 33, .. }));
}
