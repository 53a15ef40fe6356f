//! Requests that are JSON, and more of it than anybody needs.

use super::ledger::steps;
use super::target::Target;
use super::{BAD, RAN, UNFIT};

/// Bytes of a body.
const BODY: usize = 1024 * 1024;

fn request(variables: &str) -> String {
    format!(r#"{{"query":"{{__typename}}","variables":{{"a":{variables}}}}}"#)
}

/// Refused for its depth, which is no GraphQL's: the parser of JSON goes 128 levels deep. On a socket it is no message.
const DEEP: [&str; 3] = [BAD, RAN, "closed 4400"];

#[tokio::test]
async fn json_that_is_nested_deep_is_refused() {
    let mut target = Target::new().await;
    for depth in steps(40, 100_000) {
        // What nobody reads is passed over without a stack, however deep, up to so many values altogether.
        let passed_over = [if depth > 49_990 { BAD } else { RAN }];
        for (kind, open, close) in [("lists", "[", "]"), ("objects", "{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let expected: &[&str] = if depth > 128 { &[BAD, "closed 4400"] } else { &DEEP };
            let kind = |what| format!("JSON, {kind} in {what}");
            target.body(&kind("variables"), request(&deep).as_bytes(), expected).await;
            target.operation(&kind("variables, socket"), &request(&deep), expected).await;
            let extensions = format!(r#"{{"query":"{{__typename}}","extensions":{{"a":{deep}}}}}"#);
            target.body(&kind("extensions"), extensions.as_bytes(), &passed_over).await;
            let unknown = format!(r#"{{"query":"{{__typename}}","b":{deep}}}"#);
            target.body(&kind("what is passed over"), unknown.as_bytes(), &passed_over).await;
            target.body(&kind("the whole body"), deep.as_bytes(), &[BAD]).await;
            target.body(&kind("the whole body, open"), open.repeat(depth).as_bytes(), &[BAD]).await;
        }
    }
    target.end().await;
}

#[tokio::test]
async fn variables_that_are_deep_fit_no_type() {
    let mut target = Target::new().await;
    for depth in steps(1, 120) {
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        for (kind, query) in [
            ("an int", "query($a:Int){posts(first:$a){totalCount}}"),
            ("a text", "query($a:String!){post(slug:$a){id}}"),
            ("an id", "query($a:ID!){node(id:$a){id}}"),
            ("ids", "query($a:[ID!]!){nodes(ids:$a){id}}"),
            ("an enum", "query($a:PostOrder){posts(orderBy:$a){totalCount}}"),
            ("an object", "query($a:PostFilter){posts(filter:$a){totalCount}}"),
            ("a condition", "query($a:Boolean!){__typename @skip(if:$a)}"),
        ] {
            let body = format!(r#"{{"query":"{query}","variables":{{"a":{deep}}}}}"#);
            let kind = format!("deep variable for {kind}");
            // A scalar says itself what it does not take, which is an error within the data.
            target.body(&kind, body.as_bytes(), &[UNFIT, RAN]).await;
            target.operation(&format!("{kind}, socket"), &body, &[UNFIT, RAN]).await;
        }
    }
    target.end().await;
}

/// As many as fit into a body; also one that is as long as it may be, and one byte more.
#[tokio::test]
async fn json_in_great_amounts_is_answered() {
    let mut target = Target::new().await;
    let fill = |write: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for index in 0.. {
            let part = write(index);
            if text.len() + part.len() + 100 > BODY {
                return text;
            }
            text = if text.is_empty() { part } else { text + "," + &part };
        }
        text
    };
    let keys = fill(&|index| format!("\"{index}\":1"));
    let same = fill(&|_| "\"a\":1".to_owned());
    let members =
        |name: &str, members: &str| format!(r#"{{"query":"{{__typename}}","{name}":{{{members}}}}}"#);
    for (kind, body, expected) in [
        ("keys of variables", members("variables", &keys), BAD),
        ("one key of variables", members("variables", &same), BAD),
        ("keys of extensions", members("extensions", &keys), BAD),
        ("keys of an object", request(&format!("{{{keys}}}")), BAD),
        ("lists in a list", request(&format!("[{}]", fill(&|_| "[]".to_owned()))), BAD),
        ("objects in a list", request(&format!("[{}]", fill(&|_| "{}".to_owned()))), BAD),
        ("numbers", request(&format!("[{}]", fill(&|index| format!("{index}.5e-3")))), BAD),
        ("zeros", request(&format!("[{}]", fill(&|_| "0".to_owned()))), BAD),
        ("a long number", request(&"9".repeat(BODY - 100)), BAD),
        ("a long fraction", request(&format!("0.{}", "9".repeat(BODY - 100))), RAN),
        ("a text", request(&format!("\"{}\"", "a".repeat(BODY - 100))), RAN),
        ("a text of escapes", request(&format!("\"{}\"", "\\u0041".repeat(BODY / 6 - 20))), RAN),
        ("what is passed over", format!(r#"{{"query":"{{__typename}}",{keys}}}"#), BAD),
        (
            "a member twice",
            format!(r#"{{"query":"{{__typename}}",{}}}"#, fill(&|_| "\"query\":\"{a}\"".into())),
            BAD,
        ),
        ("a batch", format!("[{}]", fill(&|_| "{\"query\":\"{__typename}\"}".to_owned())), BAD),
        ("blanks", " ".repeat(BODY), BAD),
        ("as long as it may be", format!("{}{}", request("1"), " ".repeat(BODY - request("1").len())), RAN),
        ("longer than it may be", format!("{}{}", request("1"), " ".repeat(BODY)), BAD),
    ] {
        target.body(&format!("a megabyte of JSON: {kind}"), body.as_bytes(), &[expected]).await;
    }
    target.end().await;
}

/// The same for ids, texts and filters that are used.
#[tokio::test]
async fn variables_in_great_amounts_are_judged() {
    let mut target = Target::new().await;
    let expected = [RAN, UNFIT, "COMPLEXITY_LIMIT_EXCEEDED", BAD];
    for count in steps(10, 200_000) {
        let ids = format!("[{}]", vec!["\"a\""; count].join(","));
        let text = format!("\"{}\"", "a".repeat(count));
        for (kind, query, value) in [
            ("ids", "query($a:[ID!]!){nodes(ids:$a){id}}", &ids),
            ("a slug", "query($a:String!){post(slug:$a){id}}", &text),
            ("an id", "query($a:ID!){node(id:$a){id}}", &text),
            ("a cursor", "query($a:String){posts(after:$a){totalCount}}", &text),
            ("a search", "query($a:String){tags(query:$a){totalCount}}", &text),
            ("a list for a text", "query($a:String!){post(slug:$a){id}}", &ids),
        ] {
            let body = format!(r#"{{"query":"{query}","variables":{{"a":{value}}}}}"#);
            target.body(&format!("variable: {kind}"), body.as_bytes(), &expected).await;
            target.operation(&format!("variable: {kind}, socket"), &body, &expected).await;
        }
    }
    target.end().await;
}
