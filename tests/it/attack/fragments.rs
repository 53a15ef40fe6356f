//! Fragments within fragments, which multiply.

use super::ledger::steps;
use super::target::Target;
use super::{INVALID, NO_GRAPHQL, RAN, ROOMY, TOO_LARGE};

const COMPLEX: &str = "COMPLEXITY_LIMIT_EXCEEDED";
const DEEP: &str = "DEPTH_LIMIT_EXCEEDED";

/// Levels of fragments, each spreading the next so many times.
fn bomb(levels: usize, width: usize) -> String {
    let mut text = String::new();
    for level in 0..levels {
        text += &format!("fragment F{level} on Post{{{}}}", format!("...F{}", level + 1).repeat(width));
    }
    text + &format!("fragment F{levels} on Post{{id}}")
}

fn reached(fragments: &str) -> String {
    format!("{{posts(first:1){{nodes{{...F0}}}}}}{fragments}")
}

fn cycle(length: usize) -> String {
    let fragment = |index: usize| format!("fragment F{index} on Post{{...F{}}}", (index + 1) % length);
    reached(&(0..length).map(fragment).collect::<String>())
}

/// Each spreads all that come after it.
fn fan(count: usize) -> String {
    let fragment = |index: usize| {
        let spreads: String = (index + 1..count).map(|later| format!("...F{later}")).collect();
        format!("fragment F{index} on Post{{id {spreads}}}")
    };
    reached(&(0..count).map(fragment).collect::<String>())
}

async fn bombs(options: &[&str]) {
    let mut target = Target::with(options).await;
    let may_run: &[&str] = &[RAN, COMPLEX, DEEP];
    for levels in steps(2, 400) {
        let expected: &[&str] = if levels > 10 { &[TOO_LARGE] } else { may_run };
        target.document("binary bomb", &reached(&bomb(levels, 2)), expected).await;
        let expected: &[&str] = if levels > 10 { &[TOO_LARGE] } else { &[INVALID] };
        target.document("unused binary bomb", &format!("{{__typename}}{}", bomb(levels, 2)), expected).await;
        let expected: &[&str] = if levels > 29 { &[TOO_LARGE] } else { may_run };
        target.document("chain", &reached(&bomb(levels, 1)), expected).await;
        target.document("cycle", &cycle(levels), &[INVALID, TOO_LARGE]).await;
        let expected: &[&str] = if levels > 12 { &[TOO_LARGE] } else { may_run };
        target.document("fan", &fan(levels.min(150)), expected).await;
    }
    for width in steps(2, 2_000) {
        for levels in [1, 2, 3, 4] {
            let selections = width.saturating_pow(levels);
            let expected: &[&str] =
                if selections > 5_000 { &[TOO_LARGE] } else { &[RAN, COMPLEX, TOO_LARGE] };
            target.document("wide bomb", &reached(&bomb(levels as usize, width)), expected).await;
        }
        // As much as is allowed, and then more, of what the library walks.
        let fields = "id title slug createdAt updatedAt ".repeat(width.min(1_000) / 5 + 1);
        let much = format!("{}fragment F0 on Post{{{fields}}}", "{posts(first:1){nodes{...F0 ...F0 ...F0}}}");
        target.document("wide fragment", &much, &[RAN, COMPLEX, TOO_LARGE]).await;
    }
    target.end().await;
}

#[tokio::test]
async fn bombs_of_fragments_are_refused() {
    bombs(&[]).await;
}

#[tokio::test]
async fn bombs_of_fragments_are_refused_also_where_documents_may_be_long() {
    bombs(&ROOMY).await;
}

#[tokio::test]
async fn fragments_in_great_number_are_refused() {
    let mut target = Target::new().await;
    for count in steps(2, 20_000) {
        let unused: String = (0..count).map(|index| format!("fragment A{index} on Post{{id}}")).collect();
        target.document("unused fragments", &format!("{{__typename}}{unused}"), &[INVALID, TOO_LARGE]).await;
        let same = "fragment A on Post{id}".repeat(count);
        let kind = "fragments of one name";
        target.document(kind, &format!("{{__typename}}{same}"), &[INVALID, NO_GRAPHQL, TOO_LARGE]).await;
        let unknown: String = (0..count).map(|index| format!("...A{index} ")).collect();
        target.document("spreads of nothing", &format!("{{{unknown}}}"), &[INVALID, TOO_LARGE]).await;
        let typed: String = (0..count).map(|index| format!("...on A{index}{{id}}")).collect();
        target.document("fragments on no type", &format!("{{{typed}}}"), &[INVALID, TOO_LARGE]).await;
    }
    target.end().await;
}
