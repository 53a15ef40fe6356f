//! Much of one thing.

use super::ledger::steps;
use super::target::Target;
use super::{INVALID, NO_GRAPHQL, RAN, ROOMY, TOO_LARGE, UNFIT};

/// More points than an operation may cost.
const COMPLEX: &str = "COMPLEXITY_LIMIT_EXCEEDED";
const MANY: usize = 30_000;

fn numbered(count: usize, write: impl Fn(usize) -> String) -> String {
    (0..count).map(write).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn floods_of_fields_are_refused() {
    let mut target = Target::new().await;
    for count in steps(2, MANY) {
        let aliases = format!("{{{}}}", numbered(count, |index| format!("a{index}:__typename")));
        let expected: &[&str] = if count > 20 { &[INVALID, TOO_LARGE] } else { &[RAN] };
        target.document("aliases", &aliases, expected).await;
        let same = format!("{{{}}}", "__typename ".repeat(count));
        target.document("root fields", &same, expected).await;
        let nested = format!("{{posts{{nodes{{{}}}}}}}", "id ".repeat(count));
        target.document("a field again and again", &nested, &[RAN, COMPLEX, TOO_LARGE]).await;
        let nested = format!("{{posts{{nodes{{{}}}}}}}", "author{id username} ".repeat(count));
        target.document("an object again and again", &nested, &[RAN, COMPLEX, TOO_LARGE]).await;
        let unknown = format!("{{posts{{nodes{{{}}}}}}}", numbered(count, |index| format!("titl{index}")));
        target.document("unknown fields", &unknown, &[INVALID, TOO_LARGE]).await;
        let arguments = numbered(count, |index| format!("firs{index}:1"));
        let unknown = format!("{{posts({arguments}){{totalCount}}}}");
        target.document("unknown arguments", &unknown, &[INVALID, TOO_LARGE]).await;
    }
    target.end().await;
}

#[tokio::test]
async fn floods_of_directives_and_definitions_are_refused() {
    let mut target = Target::new().await;
    for count in steps(2, MANY) {
        let known = format!("{{__typename {}}}", "@include(if:true)".repeat(count));
        target.document("directives", &known, &[RAN, INVALID, TOO_LARGE]).await;
        let unknown = format!("{{instance{{name {}}}}}", numbered(count, |index| format!("@a{index}")));
        target.document("unknown directives", &unknown, &[INVALID, TOO_LARGE]).await;
        let variables = numbered(count, |index| format!("$a{index}:Int"));
        target
            .document("variables", &format!("query({variables}){{__typename}}"), &[INVALID, TOO_LARGE])
            .await;
        let required = numbered(count, |index| format!("$a{index}:[PostFilter!]!"));
        target
            .document("required variables", &format!("query({required}){{__typename}}"), &[UNFIT, TOO_LARGE])
            .await;
        let same = "$a:Int ".repeat(count);
        target.document("one variable", &format!("query({same}){{__typename}}"), &[INVALID, TOO_LARGE]).await;
        let unknown = numbered(count, |index| format!("$a{index}"));
        let uses = format!("{{nodes(ids:[{unknown}]){{__typename}}}}");
        target.document("unknown variables", &uses, &[INVALID, TOO_LARGE]).await;
        let operations = numbered(count, |index| format!("query a{index}{{__typename}}"));
        target.document("operations", &operations, &["OPERATION_RESOLUTION_FAILURE", TOO_LARGE]).await;
        let same = "query a{__typename}".repeat(count);
        target.document("operations of one name", &same, &[INVALID, NO_GRAPHQL, TOO_LARGE]).await;
        target
            .document("operations without a name", &"{a}".repeat(count), &[INVALID, NO_GRAPHQL, TOO_LARGE])
            .await;
    }
    target.end().await;
}

async fn lexical(options: &[&str]) {
    let mut target = Target::with(options).await;
    for count in steps(16, 200_000) {
        let within = |filler: &str| format!("{{__typename{}}}", filler.repeat(count));
        for (kind, filler) in [
            ("commas", ","),
            ("spaces", " "),
            ("lines", "\r\n"),
            ("byte order marks", "\u{feff}"),
            ("comments", "#\n"),
            ("long comments", "# comment comment comment comment\n"),
        ] {
            target.document(kind, &within(filler), &[RAN, TOO_LARGE]).await;
        }
        for (kind, text) in [
            ("tokens", "a ".repeat(count)),
            ("punctuators", "!".repeat(count)),
            ("numbers", "1 ".repeat(count)),
            ("no tokens", "?".repeat(count)),
            ("dots", format!("{{{}}}", ".".repeat(count))),
            ("quotes", "\"".repeat(count)),
            ("dollars", format!("query({}){{a}}", "$".repeat(count))),
        ] {
            target.document(kind, &text, &[NO_GRAPHQL, TOO_LARGE]).await;
        }
        let name = "a".repeat(count);
        target.document("long name", &format!("{{{name}}}"), &[INVALID, TOO_LARGE]).await;
        target.document("long alias", &format!("{{{name}:__typename}}"), &[RAN, TOO_LARGE]).await;
        target.document("long type", &format!("query($a:{name}){{__typename}}"), &[INVALID, TOO_LARGE]).await;
        let kind = "long argument";
        target.document(kind, &format!("{{posts({name}:1){{totalCount}}}}"), &[INVALID, TOO_LARGE]).await;
        let kind = "long enum value";
        target
            .document(kind, &format!("{{posts(orderBy:{name}){{totalCount}}}}"), &[RAN, INVALID, TOO_LARGE])
            .await;
        for (kind, text) in [
            ("long string", format!("\"{name}\"")),
            ("escapes", format!("\"{}\"", "\\u0041".repeat(count))),
            ("long block string", format!("\"\"\"{}\"\"\"", "\n a".repeat(count))),
        ] {
            let text = format!("{{post(slug:{text}){{id}}}}");
            target.document(kind, &text, &[RAN, INVALID, TOO_LARGE]).await;
        }
        for (kind, text) in [
            ("string without end", format!("{{post(slug:\"{name}")),
            ("block string without end", format!("{{post(slug:\"\"\"{name}")),
        ] {
            target.document(kind, &text, &[NO_GRAPHQL, TOO_LARGE]).await;
        }
        let digits = "9".repeat(count);
        for number in [digits.clone(), format!("-{digits}"), format!("1e{digits}"), format!("0.{digits}")] {
            let text = format!("{{posts(first:{number}){{totalCount}}}}");
            target.document("huge numbers", &text, &[RAN, INVALID, NO_GRAPHQL, TOO_LARGE]).await;
        }
        let items = format!("{{nodes(ids:[{}]){{id}}}}", "\"a\" ".repeat(count));
        target.document("items of a list", &items, &[RAN, COMPLEX, TOO_LARGE]).await;
        let members = numbered(count, |index| format!("a{index}:1"));
        let object = format!("{{posts(filter:{{{members}}}){{totalCount}}}}");
        target.document("members of an object", &object, &[INVALID, TOO_LARGE]).await;
        let member = format!("{{posts(filter:{{{}}}){{totalCount}}}}", "tag:\"a\" ".repeat(count));
        target.document("one member of an object", &member, &[RAN, INVALID, NO_GRAPHQL, TOO_LARGE]).await;
    }
    target.end().await;
}

#[tokio::test]
async fn floods_of_tokens_and_what_is_between_them_are_answered() {
    lexical(&[]).await;
}

#[tokio::test]
async fn floods_of_tokens_are_answered_also_where_documents_may_be_long() {
    lexical(&ROOMY).await;
}
