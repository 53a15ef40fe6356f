//! Answers that are known before they are asked for again: those that tell of the schema and of nothing else.

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tribune::graphql::document::LONGEST_KNOWN;

use crate::support::{Client, TestApp};

const INTROSPECTION: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/document/introspection.graphql"));

async fn ask(app: &TestApp, accept: &str, text: &str) -> (HeaderMap, String) {
    let request =
        Request::post("/graphql").header("content-type", "application/json").header("accept", accept);
    let body = Body::from(json!({ "query": text }).to_string());
    let response = app.wire.send(request.body(body).unwrap()).await;
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    (parts.headers, String::from_utf8(bytes.into()).unwrap())
}

fn left(headers: &HeaderMap) -> i64 {
    headers["x-ratelimit-remaining"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn it_is_the_same_each_time_and_paid_for_each_time() {
    let app = TestApp::new().await;
    for text in
        ["{ __typename }", "{ kind: __typename ...F } fragment F on Query { __typename }", INTROSPECTION]
    {
        let (first, answer) = ask(&app, "application/json", text).await;
        let data: Value = serde_json::from_str(&answer).unwrap();
        assert!(data["errors"].is_null() && data["data"].is_object(), "{answer:.300}");
        // Longer ones are not kept.
        assert!(answer.len() < LONGEST_KNOWN, "{}", answer.len());
        let (again, same) = ask(&app, "application/json", text).await;
        assert_eq!(answer, same);
        assert_eq!(left(&again), left(&first) - 1);
        // As events, too.
        let (_, events) = ask(&app, "text/event-stream", text).await;
        assert!(events.contains(&format!("event: next\ndata: {answer}\n")), "{events:.300}");
        assert_eq!(events.matches("event: ").count(), 2, "{events:.300}");
        assert!(events.trim_end().ends_with("event: complete"), "{events:.300}");
    }
}

#[tokio::test]
async fn what_was_told_to_one_who_may_know_is_not_told_to_another() {
    let closed = TestApp::closed().await;
    let (alice, anon): (Client, Client) = (closed.alice().await, closed.anon());
    for _ in 0..2 {
        let schema = alice.ask(INTROSPECTION, json!({})).await;
        assert_eq!(schema["__schema"]["queryType"]["name"], "Query");
        assert_eq!(anon.refused(INTROSPECTION, json!({})).await, "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn what_is_wrong_is_wrong_each_time() {
    let app = TestApp::new().await;
    for text in ["{ __type { name } }", "{ __schema { unknown } }"] {
        for _ in 0..2 {
            assert_eq!(app.anon().refused(text, json!({})).await, "GRAPHQL_VALIDATION_FAILED", "{text}");
        }
    }
}
