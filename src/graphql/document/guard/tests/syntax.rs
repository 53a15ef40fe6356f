//! What is a document and what is none, as graphql-js has it.

use super::super::Refusal;
use super::{measured, refused};

/// Each was given to graphql-js, which takes it.
const RIGHT: &[&str] = &[
    "{a}",
    "\u{feff}{a\u{feff},,,b}\u{feff}",
    "{a}# the end without a line break",
    "#\r{a}",
    "query{a}",
    "query query{query}",
    "mutation on{on}",
    "subscription S@a(b:1){a}",
    "{fragment query on true null}",
    "{a:b c:d}",
    "{a(b:1 c:-0 d:0.5 e:1e9 f:-1.5E-9 g:1.0e+10)}",
    "{a(b:\"\" c:\"\\\\\" d:\"\\\"\" e:\"\\u{1F600}\" f:\"\\uD83D\\uDE00\" g:\"ä{[(\")}",
    "{a(b:\"\"\"\\\"\"\"\"\"\")}",
    "{a(b:\"\"\"\"\"\" c:\"\"\"\\\\ \"\"\" d:\"\"\"a\"b\"\"c\r\n\"\"\")}",
    "{a(b:[] c:{} d:[[]] e:{f:{}g:[]} h:[{i:j}k])}",
    "{a(b:$c d:[$e] f:{g:$h})}",
    "{a(b:true c:null d:trueish e:nullable f:on)}",
    "query($a:A$b:[B!]!=[1]@c(d:1),$e:[ [ E ] ]){a}",
    "query A(\"described\"$a:A){a}",
    "\"described\" query A{a}\"\"\"described\"\"\" fragment F on T{a}",
    "{...F ...on T{a}...{b}...@c{d}...on on{e}...onT}",
    "{... on#\nT{a}}",
    "{...\n#\non\n,T @a{b}}",
    "fragment fragment on on{a}",
    "fragment A on T@b{...A1}",
    "{a{b}}query B{c}fragment D on E{f}",
];

/// Each was given to graphql-js, which refuses it; with the place where ours does.
const WRONG: &[(&str, usize)] = &[
    ("", 1),
    (" # nothing", 11),
    ("{}", 2),
    ("{a{}}", 4),
    ("{a", 3),
    ("{a}}", 4),
    ("{a(b:[1)])}", 8),
    ("{a()}", 4),
    ("query(){a}", 7),
    ("{a(b)}", 5),
    ("{a(b:)}", 6),
    ("{a(b:{c})}", 8),
    ("{a(b:{c:})}", 9),
    ("{a:}", 4),
    ("{a:b:c}", 5),
    ("{:a}", 2),
    ("{a@}", 4),
    ("{a @(b:1)}", 5),
    ("{...}", 5),
    ("{...on}", 7),
    ("{...on{a}}", 7),
    ("{... on T}", 10),
    ("{. a}", 2),
    ("{.. a}", 2),
    ("{a&b}", 3),
    ("{a|b}", 3),
    ("{a;b}", 3),
    ("{ä}", 2),
    ("{a\u{0}b}", 3),
    ("{a(b:$)}", 7),
    ("{a(b:$1)}", 7),
    ("{a(b:00)}", 6),
    ("{a(b:01)}", 6),
    ("{a(b:-)}", 6),
    ("{a(b:-a)}", 6),
    ("{a(b:1.)}", 6),
    ("{a(b:1.e1)}", 6),
    ("{a(b:.5)}", 6),
    ("{a(b:1e)}", 6),
    ("{a(b:1e+)}", 6),
    ("{a(b:1x)}", 6),
    ("{a(b:1.5.3)}", 6),
    ("{a(b:1...c)}", 6),
    ("{a(b:0xF1)}", 6),
    ("{a(b:\"c)}", 6),
    ("{a(b:\"c\nd\")}", 6),
    ("{a(b:\"c\rd\")}", 6),
    ("{a(b:\"\\\n\")}", 6),
    ("{a(b:\"c\\\")}", 6),
    ("{a(b:\"\"\"c)}", 6),
    ("{a(b:\"\"\"\\\"\"\")}", 6),
    ("{a(b:\"\"\"c\"\"\"\")}", 13),
    ("query($a:A=$b){c}", 12),
    ("query($a:A@b(c:$d)){e}", 16),
    ("query($a:A@b=1){c}", 13),
    ("query($a){b}", 9),
    ("query($a:[A){b}", 12),
    ("query($a:A!!){b}", 12),
    ("query(a:A){b}", 7),
    ("queryA{b}", 1),
    ("fragmentA on T{b}", 1),
    ("fragment on on T{a}", 10),
    ("fragment A{b}", 11),
    ("fragment A($b:B)on T{c}", 11),
    ("fragment A on T", 16),
    ("\"described\"{a}", 12),
    ("{a} \"described\"", 16),
    ("a{b}", 1),
];

#[test]
fn the_grammar_is_the_specifications() {
    for document in RIGHT {
        measured(document);
    }
    for (document, column) in WRONG {
        let refusal = refused(document);
        assert_eq!(refusal.code(), "GRAPHQL_PARSE_FAILED", "{document}");
        assert_eq!(refusal.position().unwrap().column, *column, "{document}: {refusal}");
        assert!(refusal.to_string().starts_with("Expected "), "{refusal}");
    }
}

#[test]
fn lines_end_in_three_ways() {
    let position = refused("{a\n b\r\n c\r dä;").position().unwrap();
    assert_eq!((position.line, position.column), (4, 3));
}

#[test]
fn a_schema_is_no_request() {
    for document in ["type A{b:C}", "{a} extend schema@b", "\"described\" scalar A", "directive@a on FIELD"] {
        let refusal = refused(document);
        assert!(matches!(refusal, Refusal::NotExecutable { .. }));
        assert_eq!(refusal.code(), "GRAPHQL_VALIDATION_FAILED");
    }
}

#[test]
fn messages_are_short_and_keep_secrets() {
    let long = "x".repeat(10_000);
    for document in [
        format!("{long}{{a}}"),
        format!("{{a(b:{long}:1)}}"),
        format!("{{a(b:{}:1)}}", "1".repeat(10_000)),
        format!("{{...{long}}}fragment {long} on Q{{...{long}}}"),
    ] {
        assert!(refused(&document).to_string().len() <= 300);
    }
    assert!(!refused("{a(\"hunter2\":1)}").to_string().contains("hunter2"));
}

/// Each hides something from a scan that knows the specification and lets the rest pass: the library's parser takes it.
#[test]
fn what_only_the_parser_would_read_is_refused() {
    for document in [
        // An empty string and a string with brackets in it, for want of the quotation marks that close a block string.
        "{a(b:[\"\"\"[[[[\"]){c{d}}}",
        // A fragment, and a spread of it, by names that the specification does not give.
        "{...on#\n}fragment on on Q{a}",
        "{...A}fragmentA on Q{a}",
        "queryA{a}",
        // Numbers that stand against each other.
        "{a(b:[00])}",
    ] {
        assert!(async_graphql::parser::parse_query(document).is_ok(), "{document}");
        assert_eq!(refused(document).code(), "GRAPHQL_PARSE_FAILED", "{document}");
    }
}
