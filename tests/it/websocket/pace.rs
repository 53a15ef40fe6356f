//! Who talks faster than is heard is held back, and not closed.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tribune::http::{HttpLimits, SocketLimits};

use super::{POSTS, open, title};
use crate::support::TestApp;
use crate::support::socket::Socket;
use crate::support::world::post;

async fn with_pace(messages_per_second: u32) -> TestApp {
    let socket = SocketLimits { messages_per_second, ..SocketLimits::default() };
    TestApp::with_http_limits(HttpLimits { socket, ..HttpLimits::default() }).await
}

fn is_pong(message: &Value) -> bool {
    message["type"] == "pong"
}

#[tokio::test]
async fn two_seconds_worth_is_heard_at_once_and_what_is_beyond_a_little_later() {
    let app = with_pace(1).await;
    // The beginning and a ping are two.
    let mut socket = open(&app, &app.anon()).await;
    socket.settle().await;
    socket.send(json!({ "type": "ping" })).await;
    socket.hears_nothing(Duration::from_millis(300)).await;
    assert!(is_pong(&socket.receive().await));
    // Nor is a ping of the transport for nothing.
    socket.raw(Message::Ping("x".into())).await;
    socket.send(json!({ "type": "ping" })).await;
    socket.hears_nothing(Duration::from_millis(300)).await;
    assert!(is_pong(&socket.receive().await));
}

#[tokio::test]
async fn two_hundred_at_once_are_heard_at_once() {
    let app = TestApp::new().await;
    let mut socket = open(&app, &app.anon()).await;
    let begin = std::time::Instant::now();
    for _ in 1..230 {
        socket.send(json!({ "type": "ping" })).await;
    }
    for _ in 1..230 {
        assert!(is_pong(&socket.receive().await));
    }
    // Thirty of them had to wait, for ten milliseconds each; how long the others took is the machine's affair.
    assert!(begin.elapsed() >= Duration::from_millis(300), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_flood_delays_neither_events_nor_the_end_nor_anybody_else() {
    let app = with_pace(1).await;
    let alice = app.alice().await;
    let mut other = open(&app, &app.anon()).await;
    let mut socket = open(&app, &app.anon()).await;
    socket.watch("1", POSTS, json!({})).await;
    for _ in 0..1_000 {
        socket.send(json!({ "type": "ping" })).await;
    }
    post(&alice, "Meanwhile").await;
    let mut heard = 0;
    let event = loop {
        let message = socket.receive().await;
        if !is_pong(&message) {
            break message;
        }
        heard += 1;
    };
    assert_eq!(title(&event["payload"]["data"]), "Meanwhile");
    other.settle().await;
    app.stop.send_replace(true);
    loop {
        match socket.heard().await {
            Some(Ok(message)) if is_pong(&message) => heard += 1,
            Some(Err(Some(frame))) => break assert_eq!(u16::from(frame.code), 1001),
            message => panic!("{message:?}"),
        }
    }
    // However slow this machine is, it does not take minutes.
    assert!(heard < 300, "{heard} of a thousand were heard");
}

/// The server keeps nothing of what it does not hear yet: the sender's own system is full at last.
#[tokio::test]
async fn a_sender_is_held_back_by_the_transport() {
    let app = with_pace(1).await;
    let mut socket = open(&app, &app.anon()).await;
    let message = json!({ "type": "pong", "payload": "x".repeat(200_000) }).to_string();
    let mut sent = 0;
    while timeout(Duration::from_millis(500), socket.offer(Message::text(message.as_str()))).await.is_ok() {
        sent += 1;
        assert!(sent < 500, "a hundred megabytes were taken");
    }
    Socket::start(app.address, None).await.settle().await;
}
