//! What `@skip` and `@include` leave out, by variables that were given or not; and what a document that ran before is
//! refused for.

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::support::{Client, TestApp};

const RENAME: &str = "updateProfile(input: { bio: \"changed\" })";

async fn bio(client: &Client) -> Value {
    client.ask("{ viewer { user { bio } } }", json!({})).await["viewer"]["user"]["bio"].clone()
}

/// The text of an answer's data: its keys in order.
async fn text(app: &TestApp, query: &str, variables: Value) -> String {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = Request::post("/graphql").header("content-type", "application/json").body(Body::from(body));
    let response = app.wire.send(request.unwrap()).await;
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_variable_that_is_not_given_decides_by_its_default() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let skipped = format!("mutation ($dry: Boolean! = true) {{ {RENAME} @skip(if: $dry) {{ __typename }} }}");
    assert_eq!(alice.ask(&skipped, json!({})).await, json!({}));
    assert_eq!(bio(&alice).await, Value::Null);
    let included =
        format!("mutation ($go: Boolean! = true) {{ {RENAME} @include(if: $go) {{ __typename }} }}");
    assert_eq!(alice.ask(&included, json!({ "go": false })).await, json!({}));
    assert_eq!(bio(&alice).await, Value::Null);
    alice.ask(&included, json!({})).await;
    assert_eq!(bio(&alice).await, json!("changed"));
    // What is not asked is not paid, and what is asked is.
    let dear = "query ($t: Boolean! = true) { posts(first: 100) @skip(if: $t) { nodes { comments(first: 100) { nodes { id } } } } }";
    assert_eq!(app.anon().ask(dear, json!({})).await, json!({}));
    assert_eq!(app.anon().refused(dear, json!({ "t": false })).await, "COMPLEXITY_LIMIT_EXCEEDED");
}

#[tokio::test]
async fn an_object_of_which_all_is_left_out_is_one_still() {
    let app = TestApp::new().await;
    for (query, data) in [
        ("{ instance { name @skip(if: true) } __typename }", r#"{"instance":{},"__typename":"Query"}"#),
        ("{ instance @skip(if: true) { name } }", "{}"),
        ("{ posts { nodes @skip(if: true) { id } } }", r#"{"posts":{}}"#),
    ] {
        assert_eq!(text(&app, query, json!({})).await, format!("{{\"data\":{data}}}"), "{query}");
    }
}

#[tokio::test]
async fn keys_come_as_they_were_asked_for_whatever_was_left_out() {
    let app = TestApp::new().await;
    let query = "query ($no: Boolean = true) { instance { name @skip(if: $no) registrationMode name } }";
    for (variables, first) in [(json!({}), "registrationMode"), (json!({ "no": false }), "name")] {
        let text = text(&app, query, variables).await;
        assert!(text.starts_with(&format!("{{\"data\":{{\"instance\":{{\"{first}\"")), "{text}");
    }
}

#[tokio::test]
async fn a_document_that_ran_is_refused_what_it_was_refused_before() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let tag = "mutation ($t: ID = \"x\", $b: String) { a: updateProfile(input: { bio: $b }) { userErrors { code } } b: followTag(input: { tagId: $t }) { userErrors { code } } }";
    let (good, bad) = (json!({ "t": alice.user_id(), "b": "good" }), json!({ "t": null, "b": "bad" }));
    assert_eq!(alice.refused(tag, bad.clone()).await, "BAD_USER_INPUT");
    alice.send(tag, good).await;
    assert_eq!(alice.refused(tag, bad).await, "BAD_USER_INPUT");
    assert_eq!(bio(&alice).await, json!("good"));
    for query in [
        "query ($v: Int) { post(slug: $v) { id } }",
        "query ($v: String) { posts(first: $v) { nodes { id } } }",
    ] {
        for variables in [json!({}), json!({ "v": null })] {
            assert_eq!(app.anon().refused(query, variables).await, "GRAPHQL_VALIDATION_FAILED", "{query}");
        }
    }
    let time = "query ($v: DateTime) { posts(filter: { publishedAfter: $v }) { nodes { id } } }";
    app.anon().ask(time, json!({ "v": "2026-01-02T03:04:05Z" })).await;
    assert_eq!(app.anon().refused(time, json!({ "v": "today" })).await, "BAD_USER_INPUT");
}
