//! GraphQL as server-sent events.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::StreamExt;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::time::timeout;
use tribune::http::{HttpLimits, SocketLimits};

use super::{JSON, post};
use crate::support::world::{comment, post as write_post};
use crate::support::{Client, TestApp};

const EVENTS: (&str, &str) = ("accept", "text/event-stream");

/// A stream of events, read as they come.
struct Events {
    body: axum::body::BodyDataStream,
    read: String,
}

impl Events {
    async fn open(app: &TestApp, client: &Client, query: &str, variables: Value) -> Self {
        let mut request = Request::post("/graphql").header(JSON.0, JSON.1).header(EVENTS.0, EVENTS.1);
        if let Some(token) = client.token() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        let response = app.wire.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: Body::new(response.into_body()).into_data_stream(), read: String::new() }
    }

    /// The next event's name and data; nothing when the stream has ended.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.read = rest;
                let field =
                    |name: &str| event.lines().find_map(|line| line.strip_prefix(name).map(str::trim));
                let Some(name) = field("event:") else { continue };
                let data = serde_json::from_str(field("data:").unwrap_or_default()).unwrap_or(Value::Null);
                return Some((name.to_owned(), data));
            }
            let chunk = timeout(Duration::from_secs(10), self.body.next()).await.unwrap()?;
            self.read.push_str(std::str::from_utf8(&chunk.unwrap()).unwrap());
        }
    }
}

const COMMENT_ADDED: &str =
    "subscription ($id: ID!) { commentAdded(postId: $id) { comment { bodyMarkdown author { username } } } }";

#[tokio::test]
async fn a_subscription_comes_as_events() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let post_id = write_post(&alice, "Watched").await;
    let mut events = Events::open(&app, &alice, COMMENT_ADDED, json!({ "id": post_id })).await;
    // The head of the answer may be here before the subscription listens.
    let keeps_commenting = async {
        loop {
            comment(&bob, &post_id, None, "Hello.").await;
        }
    };
    let (name, data) = tokio::select! {
        event = events.next() => event.unwrap(),
        () = keeps_commenting => unreachable!(),
    };
    assert_eq!(name, "next");
    assert_eq!(data["data"]["commentAdded"]["comment"]["author"]["username"], "bob", "{data:#}");
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let post_id = write_post(&alice, "Watched").await;
    let mut events = Events::open(&app, &alice, COMMENT_ADDED, json!({ "id": post_id })).await;
    let (event, ()) = tokio::join!(events.next(), async {
        alice.run("mutation { logout { userErrors { code } } }", json!({})).await;
    });
    assert_eq!(event, Some(("complete".to_owned(), Value::Null)));
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn what_is_not_run_says_so_in_an_event_to_whom_nothing_else_is_right() {
    let app = TestApp::new().await;
    let subscription = "subscription { postPublished { postId } }";
    for (query, token, code) in [
        ("{", None, "GRAPHQL_PARSE_FAILED"),
        ("query A { __typename } query B { __typename }", None, "OPERATION_RESOLUTION_FAILURE"),
        ("{ nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("{ __typename }", Some("nonsense"), "UNAUTHENTICATED"),
        (subscription, Some("nonsense"), "UNAUTHENTICATED"),
    ] {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![JSON, EVENTS];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let answer = post(&app, &headers, &json!({ "query": query }).to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        assert_eq!(answer.header("content-type"), Some("text/event-stream"), "{query}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{query}");
        let text = answer.body.as_str().unwrap();
        let data = text.strip_prefix("event: next\ndata: ").and_then(|text| text.split_once("\n\n"));
        let (data, rest) = data.unwrap_or_else(|| panic!("{text}"));
        let data: Value = serde_json::from_str(data).unwrap();
        assert_eq!(data["errors"][0]["extensions"]["code"], code, "{query}");
        assert!(rest.starts_with("event: complete\n"), "{rest}");
    }
    // Whoever takes JSON too gets it; and what is no GraphQL request at all has its status.
    let both = ("accept", "text/event-stream, application/json");
    let answer = post(&app, &[JSON, both], r#"{"query":"{"}"#).await;
    assert_eq!(answer.code(), "GRAPHQL_PARSE_FAILED");
    let answer = post(&app, &[JSON, EVENTS], "{}").await;
    assert_eq!((answer.status, answer.code()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"));
}

#[tokio::test]
async fn a_stream_that_a_stopping_server_breaks_off_is_not_called_complete() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let post_id = write_post(&alice, "Watched").await;
    let mut events = Events::open(&app, &alice, COMMENT_ADDED, json!({ "id": post_id })).await;
    app.stop.send_replace(true);
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn a_query_comes_as_events_to_whom_nothing_else_is_right() {
    let app = TestApp::new().await;
    let mut events = Events::open(&app, &app.anon(), "{ __typename }", json!({})).await;
    let (name, data) = events.next().await.unwrap();
    assert_eq!((name.as_str(), data), ("next", json!({ "data": { "__typename": "Query" } })));
    assert_eq!(events.next().await.unwrap().0, "complete");
    assert_eq!(events.next().await, None);

    let urql = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed";
    let answer = post(&app, &[JSON, ("accept", urql)], r#"{"query":"{__typename}"}"#).await;
    assert_eq!(answer.body["data"]["__typename"], "Query");
}

#[tokio::test]
async fn a_subscription_by_plain_post_is_told_where_to_go() {
    let app = TestApp::new().await;
    let body = json!({ "query": "subscription { postPublished { postId } }" }).to_string();
    let answer = post(&app, &[JSON], &body).await;
    let message = answer.body["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("graphql-transport-ws") && message.contains("text/event-stream"), "{message}");
}

#[tokio::test]
async fn one_stream_more_than_a_person_may_hold_is_refused() {
    let socket = SocketLimits { operations: 2, ..SocketLimits::default() };
    let app = TestApp::with_http_limits(HttpLimits { socket, ..HttpLimits::default() }).await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let subscription = "subscription { postPublished { postId } }";
    let mut held = Vec::new();
    for _ in 0..2 {
        held.push(Events::open(&app, &alice, subscription, json!({})).await);
    }
    let another = async || {
        let request = Request::post("/graphql").header(JSON.0, JSON.1).header(EVENTS.0, EVENTS.1);
        let request = request.header("authorization", format!("Bearer {}", alice.token().unwrap()));
        let body = Body::from(json!({ "query": subscription }).to_string());
        app.wire.send(request.body(body).unwrap()).await
    };
    let refused = another().await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let answer: Value = serde_json::from_slice(&refused.collect().await.unwrap().to_bytes()).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    // Somebody else has two of their own, and one that ends makes room.
    Events::open(&app, &bob, subscription, json!({})).await;
    drop(held.pop());
    for _ in 0..500 {
        if another().await.status() == StatusCode::OK {
            return;
        }
        // Its connection is closed, which the server hears a moment later.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the place of the stream that ended was not given to another");
}
