//! Exactly at a limit passes, one over is refused, with the number, the place and the code.

use super::super::{Bound, Limits, Position, Refusal, check};
use super::{WIDE, measured};

/// Refused at one less than what it has, and let through at what it has.
fn at_the_margin(document: &str, bound: Bound, actual: usize, lower: impl Fn(&mut Limits, usize)) -> Refusal {
    let limits = |limit| {
        let mut limits = WIDE;
        lower(&mut limits, limit);
        limits
    };
    assert_eq!(check(document, &limits(actual)).err(), None, "{document}");
    let refusal = check(document, &limits(actual - 1)).expect_err(document);
    let Refusal::Exceeded { bound: found, .. } = refusal else { panic!("{refusal:?}") };
    assert_eq!((found, refusal.limit_and_actual()), (bound, Some((actual - 1, actual))), "{document}");
    assert!(refusal.to_string().len() <= 300 && refusal.to_string().contains(&actual.to_string()));
    refusal
}

fn place(refusal: &Refusal) -> Option<(usize, usize)> {
    refusal.position().map(|Position { line, column }| (line, column))
}

#[test]
fn bytes() {
    let refusal = at_the_margin("{a}#ä", Bound::Bytes, 6, |limits, limit| limits.bytes = limit);
    assert_eq!((refusal.code(), place(&refusal)), ("DOCUMENT_TOO_LARGE", None));
}

#[test]
fn tokens() {
    let document = "{a, b #c d\n ...F@x(y:[1.5 \"s t\"\"\"\"u v\"\"\"])}";
    let refusal = at_the_margin(document, Bound::Tokens, 17, |limits, limit| limits.tokens = limit);
    assert_eq!((refusal.code(), place(&refusal)), ("DOCUMENT_TOO_LARGE", Some((2, 32))));
    // The rest is counted though it is not read.
    let limits = Limits { tokens: 3, ..WIDE };
    assert_eq!(check(document, &limits).unwrap_err().limit_and_actual(), Some((3, 17)));
}

#[test]
fn brackets_of_all_kinds_nest() {
    for (document, actual) in [
        ("{a(b:[1])}", 3),
        ("{a}{b}{c}", 1),
        ("{a(b:{c:[{d:1}]})}", 5),
        ("query($a:[[[A]]]){b}", 4),
        ("query($a:A=[[{b:1}]]){b}", 4),
        ("{a@b(c:[[]])}", 4),
        ("{a{b}c{...{d}}}", 3),
        ("{a(b:\"[[[[\\\"[[[[\" c:\"\"\"[[[[\\\"\"\"[[[\"\"\")}#[[[", 2),
    ] {
        let refusal = at_the_margin(document, Bound::Nesting, actual, |limits, limit| limits.nesting = limit);
        assert_eq!(refusal.code(), "DOCUMENT_TOO_LARGE");
    }
    // Also where nothing of it is GraphQL.
    let limits = Limits { nesting: 3, ..WIDE };
    assert!(matches!(check("{a(b:[[[[", &limits), Err(Refusal::Exceeded { bound: Bound::Nesting, .. })));
}

#[test]
fn spreads() {
    let document = "{...A ...{...A} ...on Q{...B@x}}fragment A on Q{a}fragment B on Q{...A}";
    let refusal = at_the_margin(document, Bound::Spreads, 4, |limits, limit| limits.spreads = limit);
    assert_eq!((refusal.code(), place(&refusal)), ("DOCUMENT_TOO_LARGE", Some((1, 67))));
}

#[test]
fn aliases() {
    let document = "{a:a b c:d@e(f:1 g:{h:i}){j:k}}";
    let refusal = at_the_margin(document, Bound::Aliases, 3, |limits, limit| limits.aliases = limit);
    assert_eq!((refusal.code(), place(&refusal)), ("GRAPHQL_VALIDATION_FAILED", Some((1, 27))));
}

#[test]
fn directives() {
    let document = "query($a:A=1@a)@b{c@d@d ...F@e ...@f{g} ...on H@i{j}}\nfragment F on G@k{l(m:\"@n\"n:\"\"\"@\"\"\")#@\n}";
    let refusal = at_the_margin(document, Bound::Directives, 8, |limits, limit| limits.directives = limit);
    assert_eq!((refusal.code(), place(&refusal)), ("GRAPHQL_VALIDATION_FAILED", Some((2, 16))));
}

#[test]
fn root_fields_are_those_of_the_operation_that_has_most() {
    for (document, actual) in [
        ("{a b __typename}", 3),
        ("query A{a b}query B{a b c}query C{a}", 3),
        ("{a{b c d e f}g}", 2),
        ("{a ...{b ...on Q{c}}}", 3),
        ("{...F ...F a{...F}}fragment F on Q{a ...G}fragment G on Q{b{c d e}}", 5),
    ] {
        assert_eq!(measured(document).root_fields, actual);
        let refusal =
            at_the_margin(document, Bound::RootFields, actual, |limits, limit| limits.root_fields = limit);
        assert_eq!(refusal.code(), "GRAPHQL_VALIDATION_FAILED");
    }
}

#[test]
fn selections_once_fragments_are_written_out() {
    for (document, actual) in [
        ("{a b{c}}", 3),
        // Those of all operations, for all of them are validated.
        ("query A{a ...F}query B{...F}fragment F on Q{b c}", 3 + 2 * 2),
        ("{...{a}...F}fragment F on Q{...G ...G}fragment G on Q{a ...Unknown}", 3 + 2 + 2 * 2),
        // One that no operation reaches counts for itself.
        ("{a}fragment F on Q{...G ...G}fragment G on Q{a}", 1 + 2 + 2),
    ] {
        let refusal = at_the_margin(document, Bound::ExpandedSelections, actual, |limits, limit| {
            limits.expanded_selections = limit;
        });
        assert_eq!(refusal.code(), "DOCUMENT_TOO_LARGE");
    }
}

#[test]
fn nesting_once_fragments_are_written_out() {
    for (document, actual) in [
        ("{a{b}}", 1),
        ("{...{b}}", 1),
        ("{a ...F}fragment F on Q{a{b}}", 2),
        ("{a{...F}}fragment G on Q{a{b}}fragment F on Q{c{...{...G}}}", 6),
        ("query A{a}query B{a{b{c}}}", 2),
        ("{a}fragment F on Q{a{b{c}}}", 2),
    ] {
        let refusal = at_the_margin(document, Bound::ExpandedNesting, actual, |limits, limit| {
            limits.expanded_nesting = limit;
        });
        assert_eq!(refusal.code(), "DOCUMENT_TOO_LARGE");
    }
}

#[test]
fn the_defaults_are_those_that_are_documented() {
    let Limits {
        bytes, tokens, nesting, spreads, expanded_selections, aliases, directives, root_fields, ..
    } = Limits::default();
    assert_eq!((bytes, tokens, nesting), (16_384, 1_500, 64));
    assert_eq!((spreads, expanded_selections), (300, 5_000));
    assert_eq!((aliases, root_fields, directives), (30, 20, 50));
}
