//! Brackets within brackets, from as many as are allowed to as many as kill a parser that calls itself.

use super::ledger::steps;
use super::target::Target;
use super::{INVALID, NO_GRAPHQL, RAN, ROOMY, TOO_LARGE};

/// Levels of brackets that a document may have.
const ALLOWED: usize = 64;
/// What may come of a document that is not too deep.
const SHALLOW: [&str; 6] =
    [RAN, INVALID, NO_GRAPHQL, TOO_LARGE, "DEPTH_LIMIT_EXCEEDED", "COMPLEXITY_LIMIT_EXCEEDED"];

/// A kind of nesting: what stands before, around, within and after.
struct Nesting {
    kind: &'static str,
    before: &'static str,
    open: &'static str,
    within: &'static str,
    close: &'static str,
    after: &'static str,
}

const fn nesting(kind: &'static str, parts: [&'static str; 5]) -> Nesting {
    let [before, open, within, close, after] = parts;
    Nesting { kind, before, open, within, close, after }
}

const NESTINGS: [Nesting; 12] = [
    nesting("list", ["{ posts(first: ", "[", "1", "]", ") { totalCount } }"]),
    nesting("object", ["{ posts(filter: ", "{a:", "1", "}", ") { totalCount } }"]),
    nesting("list of objects", ["{ posts(filter: ", "[{a:", "1", "}]", ") { totalCount } }"]),
    nesting("selection", ["{ posts ", "{nodes{author{posts", "", "}}}", " }"]),
    nesting("unknown selection", ["", "{a", "", "}", ""]),
    nesting("inline fragment", ["{", "...{", "__typename", "}", "}"]),
    nesting("typed inline fragment", ["{", "...on Query{", "__typename", "}", "}"]),
    nesting("directive argument", ["{ __typename @include(if: ", "[", "true", "]", ") }"]),
    nesting("object in a directive", ["{ __typename @a(b: ", "{c:", "1", "}", ") }"]),
    nesting("default value", ["query ($a: [Int] = ", "[", "1", "]", ") { __typename }"]),
    nesting("object as default", ["query ($a: PostFilter = ", "{a:", "1", "}", ") { __typename }"]),
    nesting("type of a variable", ["query ($a: ", "[", "Int", "]", ") { __typename }"]),
];

impl Nesting {
    fn closed(&self, depth: usize) -> String {
        let Self { before, open, within, close, after, .. } = self;
        format!("{before}{}{within}{}{after}", open.repeat(depth), close.repeat(depth))
    }

    fn open(&self, depth: usize) -> String {
        format!("{}{}", self.before, self.open.repeat(depth))
    }

    fn brackets(&self, depth: usize) -> usize {
        depth * self.open.matches(['[', '{']).count()
    }
}

async fn sweep(options: &[&str]) {
    let mut target = Target::with(options).await;
    for nesting in &NESTINGS {
        for depth in steps(40, 50_000) {
            let expected: &[&str] = if nesting.brackets(depth) > ALLOWED { &[TOO_LARGE] } else { &SHALLOW };
            target.document(nesting.kind, &nesting.closed(depth), expected).await;
            let kind = format!("{}, never closed", nesting.kind);
            target.document(&kind, &nesting.open(depth), expected).await;
        }
    }
    target.end().await;
}

#[tokio::test]
async fn whatever_is_nested_too_deep_is_refused() {
    sweep(&[]).await;
}

/// Here the length of a document stops nothing.
#[tokio::test]
async fn whatever_is_nested_too_deep_is_refused_also_where_documents_may_be_long() {
    sweep(&ROOMY).await;
}
