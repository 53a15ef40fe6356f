//! Operations on a socket: they begin, end and are refused each by itself.

use std::time::Duration;

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tribune::http::{HttpLimits, SocketLimits};

use super::{COMMENTS, POSTS, VIEWER, open, title};
use crate::support::TestApp;
use crate::support::socket::Socket;
use crate::support::world::{mutation, post};

#[tokio::test]
async fn queries_and_mutations_run_over_a_socket_and_see_each_other() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let mut socket = open(&app, &alice).await;
    let update = mutation("updateProfile", "viewer { user { displayName } }");
    for name in ["Alice the First", "Alice the Second"] {
        let data = socket.ask("1", &update, json!({ "input": { "displayName": name } })).await;
        assert_eq!(data["updateProfile"]["viewer"]["user"]["displayName"], name);
        let seen = socket.ask("1", VIEWER, json!({})).await;
        assert_eq!(seen["viewer"]["user"]["displayName"], name);
    }
    // What somebody else changed meanwhile is seen too.
    alice.run(&update, json!({ "input": { "displayName": "Alice the Third" } })).await;
    assert_eq!(socket.ask("1", VIEWER, json!({})).await["viewer"]["user"]["displayName"], "Alice the Third");

    // Subscribed, wrote and heard of it, all on one socket.
    let id = post(&alice, "Here").await;
    socket.watch("watch", COMMENTS, json!({ "id": id })).await;
    let add = mutation("addComment", "comment { id }");
    socket.request("add", &add, json!({ "input": { "postId": id, "bodyMarkdown": "Mine" } })).await;
    let mut types = Vec::new();
    for _ in 0..3 {
        let message = socket.receive().await;
        types.push(format!("{} {}", message["id"].as_str().unwrap(), message["type"].as_str().unwrap()));
    }
    types.sort();
    assert_eq!(types, ["add complete", "add next", "watch next"]);
}

#[tokio::test]
async fn complete_stops_one_operation_and_no_other() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let mut socket = open(&app, &app.anon()).await;
    socket.watch("stopped", POSTS, json!({})).await;
    socket.watch("kept", POSTS, json!({})).await;
    socket.send(json!({ "type": "complete", "id": "stopped" })).await;
    // Of one that does not run, or no longer.
    socket.send(json!({ "type": "complete", "id": "stopped" })).await;
    socket.send(json!({ "type": "complete", "id": "never" })).await;
    socket.settle().await;
    post(&alice, "One").await;
    post(&alice, "Two").await;
    assert_eq!(title(&socket.event("kept").await), "One");
    assert_eq!(title(&socket.event("kept").await), "Two");
    // Its id is free.
    socket.watch("stopped", POSTS, json!({})).await;
    socket.send(json!({ "type": "complete", "id": "kept" })).await;
    socket.settle().await;
    post(&alice, "Three").await;
    assert_eq!(title(&socket.event("stopped").await), "Three");
    socket.hears_nothing(Duration::from_millis(200)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_that_is_used_again_belongs_to_the_new_operation_alone() {
    // It says more than anybody does.
    let socket = SocketLimits { messages_per_second: 1_000_000, ..SocketLimits::default() };
    let app = TestApp::with_http_limits(HttpLimits { socket, ..HttpLimits::default() }).await;
    let mut socket = open(&app, &app.anon()).await;
    for _ in 0..200 {
        // Nothing of the first may be taken for the second, neither its data nor its end.
        socket.request("1", "{ first: __typename }", json!({})).await;
        socket.send(json!({ "type": "complete", "id": "1" })).await;
        socket.request("1", POSTS, json!({})).await;
        socket.send(json!({ "type": "ping" })).await;
        let mut messages = Vec::new();
        while messages.last() != Some(&json!({ "type": "pong" })) {
            messages.push(socket.receive().await);
        }
        // What was under way when the client said so may come still, before its word was heard.
        let completed = messages.iter().filter(|message| message["type"] == "complete").count();
        assert!(completed <= 1, "{messages:#?}");
        socket.hears_nothing(Duration::from_millis(1)).await;
        socket.send(json!({ "type": "complete", "id": "1" })).await;
    }
}

#[tokio::test]
async fn a_request_that_is_refused_is_one_error_and_its_id_is_free() {
    let app = TestApp::new().await;
    let mut socket = open(&app, &app.anon()).await;
    let deep = format!(
        "{{ posts {}{} }}",
        "{ nodes { author { posts ".repeat(8),
        "{ totalCount }".to_owned() + &" } } }".repeat(8)
    );
    let refused = [
        ("", "BAD_REQUEST"),
        ("{ posts ", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "OPERATION_RESOLUTION_FAILURE"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { commentAdded { commentId } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { a: postPublished { postId } b: postPublished { postId } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (&deep, "DEPTH_LIMIT_EXCEEDED"),
    ];
    for (query, code) in refused {
        socket.request("1", query, json!({})).await;
        let codes = socket.refusal("1").await;
        assert!(!codes.is_empty() && codes.iter().all(|found| found == code), "{query}: {codes:?}");
        // Neither a `complete` nor anything else.
        socket.settle().await;
        socket.hears_nothing(Duration::from_millis(20)).await;
    }
    assert_eq!(socket.ask("1", "{ __typename }", json!({})).await, json!({ "__typename": "Query" }));

    // An error within the data is an answer like any other.
    socket.request("1", "{ posts(first: 1000) { totalCount } instance { name } }", json!({})).await;
    let message = socket.receive().await;
    assert_eq!(message["type"], "next", "{message:#}");
    assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{message:#}");
    assert_eq!(socket.receive().await, json!({ "type": "complete", "id": "1" }));
}

#[tokio::test]
async fn pings_are_answered_before_and_after_the_first_message() {
    let app = TestApp::new().await;
    let mut socket = Socket::silent(app.address).await;
    socket.settle().await;
    socket.send(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.receive().await, json!({ "type": "connection_ack" }));
    socket.send(json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(socket.receive().await["type"], "pong");
    // One that nobody asked for, and the transport's own.
    socket.send(json!({ "type": "pong" })).await;
    socket.raw(Message::Ping("x".into())).await;
    socket.settle().await;
}
