//! Times that no database can hold against its own, in every input that takes one.

use serde_json::json;

use crate::sdl::{Sdl, base};
use crate::support::TestApp;

/// Every argument of a query that is a time, or an input with a time in it, as the text of a query.
fn queries(sdl: &Sdl) -> Vec<String> {
    let mut queries = Vec::new();
    for field in sdl.fields("Query") {
        for argument in &field.arguments {
            let (name, ty) = (argument.node.name.node.as_str(), base(&argument.node.ty.node));
            let times = sdl.input_fields(&ty).into_iter().filter(|inner| base(&inner.ty.node) == "DateTime");
            for inner in times {
                let field = &field.name.node;
                let text = format!(
                    "{field}({name}: {{ {}: $time }}) {{ totalCount nodes {{ id }} }}",
                    inner.name.node
                );
                queries.push(format!("query ($time: DateTime) {{ {text} }}"));
            }
        }
    }
    queries
}

#[tokio::test]
async fn years_of_four_digits_and_no_others() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    crate::support::world::post(&alice, "Here").await;
    let queries = queries(&Sdl::read());
    assert!(queries.len() >= 2, "{queries:?}");
    for query in queries {
        for time in ["0000-01-01T00:00:00Z", "0001-02-03T04:05:06.7+08:00", "9999-12-31T23:59:59.999999Z"] {
            alice.ask(&query, json!({ "time": time })).await;
        }
        for time in [
            "-4714-01-01T00:00:00Z",
            "-0001-12-31T23:59:59Z",
            "0000-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59-01:00",
            "+10000-01-01T00:00:00Z",
            "+262142-12-31T23:59:59Z",
            "2026-02-30T00:00:00Z",
            "yesterday",
            "",
        ] {
            let code = alice.refused(&query, json!({ "time": time })).await;
            assert_eq!(code, "BAD_USER_INPUT", "{query} {time}");
            let literal =
                query.replace("query ($time: DateTime) ", "").replace("$time", &format!("{time:?}"));
            assert_eq!(alice.refused(&literal, json!({})).await, "BAD_USER_INPUT", "{literal}");
        }
    }
}
