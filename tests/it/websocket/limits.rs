//! Every limit of a socket: one under, one over.

use std::time::Duration;

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tribune::http::{HttpLimits, SocketLimits};

use super::{POSTS, open, title};
use crate::support::TestApp;
use crate::support::socket::Socket;
use crate::support::world::post;

async fn limited(socket: SocketLimits) -> TestApp {
    TestApp::with_http_limits(HttpLimits { socket, ..HttpLimits::default() }).await
}

#[tokio::test]
async fn the_fifty_first_operation_is_refused_and_the_socket_lives() {
    let app = TestApp::new().await;
    let mut socket = open(&app, &app.anon()).await;
    for number in 0..50 {
        socket.request(&number.to_string(), POSTS, json!({})).await;
    }
    socket.settle().await;
    for query in [POSTS, "{ __typename }"] {
        socket.request("50", query, json!({})).await;
        assert_eq!(socket.refusal("50").await, ["RATE_LIMITED"]);
    }
    post(&app.alice().await, "To all").await;
    for _ in 0..50 {
        assert_eq!(title(&socket.receive().await["payload"]["data"]), "To all");
    }
    socket.send(json!({ "type": "complete", "id": "7" })).await;
    assert_eq!(socket.ask("50", "{ __typename }", json!({})).await, json!({ "__typename": "Query" }));
}

#[tokio::test]
async fn an_oversized_message_closes_the_socket_and_no_other() {
    let app = TestApp::new().await;
    let address = app.address;
    let mut other = Socket::start(address, None).await;
    let mut socket = Socket::start(address, None).await;
    let of_bytes = |bytes: usize| {
        let message = r#"{"type":"ping","payload":""}"#;
        Message::text(message.replace(r#""""#, &format!("\"{}\"", "x".repeat(bytes - message.len()))))
    };
    socket.raw(of_bytes(256 * 1024)).await;
    assert_eq!(socket.receive().await["type"], "pong");
    socket.raw(of_bytes(256 * 1024 + 1)).await;
    assert_eq!(socket.closed().await, 4400);
    other.settle().await;
}

#[tokio::test]
async fn the_eleventh_socket_of_a_person_closes_1013() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let address = app.address;
    let mut sockets = Vec::new();
    for _ in 0..10 {
        sockets.push(Socket::start(address, alice.token()).await);
    }
    let eleventh = async || {
        let mut socket = Socket::silent(address).await;
        let token = format!("Bearer {}", alice.token().unwrap());
        socket.send(json!({ "type": "connection_init", "payload": { "Authorization": token } })).await;
        socket
    };
    assert_eq!(eleventh().await.closed().await, 1013);
    // Somebody else has ten of their own, and who is nobody is not counted.
    Socket::start(address, bob.token()).await;
    Socket::start(address, None).await;
    // One that is closed makes room.
    let mut closing = sockets.pop().unwrap();
    closing.raw(Message::Close(None)).await;
    closing.heard().await;
    // Its place is free a moment after the close is answered.
    for _ in 0..100 {
        if matches!(eleventh().await.heard().await, Some(Ok(message)) if message["type"] == "connection_ack")
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the place of the closed socket was not given to another");
}

#[tokio::test]
async fn who_does_not_begin_in_time_is_closed_4408() {
    let app =
        limited(SocketLimits { init_timeout: Duration::from_millis(200), ..SocketLimits::default() }).await;
    let address = app.address;
    let mut silent = Socket::silent(address).await;
    // Pings are no beginning.
    silent.send(json!({ "type": "ping" })).await;
    assert_eq!(silent.receive().await["type"], "pong");
    assert_eq!(silent.closed().await, 4408);
}

#[tokio::test]
async fn who_does_not_answer_pings_is_let_go() {
    let limits = SocketLimits {
        ping_interval: Duration::from_millis(100),
        silence: Duration::from_millis(250),
        ..SocketLimits::default()
    };
    let app = limited(limits).await;
    let address = app.address;
    let mut dead = Socket::start(address, None).await;
    assert_eq!(dead.closed().await, 1001);
    let mut alive = Socket::start(address, None).await;
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        alive.send(json!({ "type": "pong" })).await;
    }
    alive.settle().await;
}

/// The system keeps some megabytes for a reader: more than that is sent here.
#[tokio::test]
async fn a_reader_that_stalls_is_closed_and_not_skipped() {
    let limits = SocketLimits {
        send_timeout: Duration::from_millis(300),
        queue: 4,
        per_person: 1,
        ..SocketLimits::default()
    };
    let app = limited(limits).await;
    let alice = app.alice().await;
    let long = json!({ "title": "Long", "bodyMarkdown": "x".repeat(200_000), "publish": true });
    let create = "mutation ($input: CreatePostInput!) { createPost(input: $input) { userErrors { code } } }";
    alice.run(create, json!({ "input": long })).await;
    let address = app.address;
    let mut socket = Socket::start(address, alice.token()).await;
    let texts: Vec<String> = (0..30).map(|number| format!("t{number}: bodyMarkdown")).collect();
    let query = format!("{{ post(slug: \"long\") {{ {} }} }}", texts.join(" "));
    for id in ["1", "2", "3", "4"] {
        socket.request(id, &query, json!({})).await;
    }
    // Given up: the one place that she has is free again.
    let token = format!("Bearer {}", alice.token().unwrap());
    for tries in 0.. {
        assert!(tries < 200, "the stalled socket was not given up");
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut other = Socket::silent(address).await;
        other.send(json!({ "type": "connection_init", "payload": { "Authorization": token } })).await;
        if matches!(other.heard().await, Some(Ok(message)) if message["type"] == "connection_ack") {
            break;
        }
    }
    // What had been sent arrives, and not all of it.
    let mut arrived = 0;
    while let Some(Ok(message)) = socket.heard().await {
        arrived += usize::from(message["type"] == "complete");
    }
    assert!(arrived < 4, "{arrived}");
}
