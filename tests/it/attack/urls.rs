//! Query strings of any length and kind.

use url::form_urlencoded::byte_serialize;

use super::ledger::steps;
use super::target::Target;
use super::{BAD, NO_GRAPHQL, RAN, TOO_LARGE};

/// What the connection refuses before anybody reads it.
const TOO_LONG: [&str; 2] = ["status 414", "status 431"];

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn query_strings_are_answered() {
    let mut target = Target::new().await;
    let query = "query=%7B__typename%7D";
    for count in steps(16, 200_000) {
        let [uri, head] = TOO_LONG;
        for (kind, text, expected) in [
            ("spaces in a document", format!("{query}{}", "+".repeat(count)), vec![RAN, TOO_LARGE]),
            ("a document", format!("query={}", "%7Ba".repeat(count)), vec![NO_GRAPHQL, TOO_LARGE]),
            ("pluses", "+".repeat(count), vec![BAD]),
            ("ampersands", format!("{query}{}", "&".repeat(count)), vec![RAN]),
            ("unknown names", format!("{query}{}", "&a=b".repeat(count)), vec![RAN]),
            ("one name", query.to_owned() + "&" + &[query].repeat(count).join("&"), vec![BAD]),
            ("percents", format!("{query}{}", "%".repeat(count)), vec![BAD, NO_GRAPHQL, TOO_LARGE]),
            ("no UTF-8", format!("query={}", "%ff".repeat(count)), vec![BAD, NO_GRAPHQL, TOO_LARGE]),
            ("NULs", format!("query={}", "%00".repeat(count)), vec![NO_GRAPHQL, TOO_LARGE]),
            ("variables", format!("{query}&variables={}", encoded(&"[".repeat(count))), vec![BAD]),
            (
                "objects in variables",
                format!("{query}&variables={}", encoded(&"{\"a\":".repeat(count))),
                vec![BAD],
            ),
            (
                "an operation's name",
                format!("{query}&operationName={}", "a".repeat(count)),
                vec!["OPERATION_RESOLUTION_FAILURE"],
            ),
        ] {
            let expected =
                if text.len() > 60_000 { [&expected[..], &[uri, head]].concat() } else { expected };
            target.url(&format!("query string: {kind}"), &text, &expected).await;
        }
    }
    target.end().await;
}
