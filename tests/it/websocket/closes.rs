//! The codes with which a socket is closed.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::POSTS;
use crate::support::TestApp;
use crate::support::socket::Socket;

#[tokio::test]
async fn what_is_no_message_of_the_protocol_closes_4400() {
    let app = TestApp::new().await;
    let address = app.address;
    let garbage = [
        "",
        "garbage",
        "{}",
        "[]",
        "null",
        r#"{"type":"start"}"#,
        r#"{"type":"subscribe","id":"1"}"#,
        r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
        r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
        r#"{"type":"complete"}"#,
        r#"{"id":"1"}"#,
    ];
    for text in garbage {
        let mut socket = Socket::start(address, None).await;
        socket.raw(Message::text(text)).await;
        assert_eq!(socket.closed().await, 4400, "{text}");
    }
    let mut socket = Socket::silent(address).await;
    socket.raw(Message::text("garbage")).await;
    assert_eq!(socket.closed().await, 4400);
    let mut socket = Socket::start(address, None).await;
    socket.raw(Message::binary(br#"{"type":"ping"}"#.as_slice())).await;
    assert_eq!(socket.closed().await, 4400);
}

#[tokio::test]
async fn a_subscription_before_the_acknowledgement_closes_4401() {
    let app = TestApp::new().await;
    let mut socket = Socket::silent(app.address).await;
    socket.request("1", "{ __typename }", json!({})).await;
    assert_eq!(socket.closed().await, 4401);
}

#[tokio::test]
async fn another_subprotocol_closes_4406() {
    let app = TestApp::new().await;
    let address = app.address;
    let mut socket = Socket::open(address, None).await;
    assert_eq!(socket.closed().await, 4406);
    // One of several is enough.
    let mut socket = Socket::open(address, Some("graphql-ws, graphql-transport-ws")).await;
    socket.settle().await;
}

#[tokio::test]
async fn who_closes_is_answered_1000() {
    let app = TestApp::new().await;
    let mut socket = Socket::start(app.address, None).await;
    let frame = CloseFrame { code: CloseCode::Normal, reason: "Bye".into() };
    socket.raw(Message::Close(Some(frame))).await;
    assert_eq!(socket.closed().await, 1000);
}

#[tokio::test]
async fn silence_for_five_seconds_closes_4408() {
    let app = TestApp::new().await;
    let address = app.address;
    let mut initialised = Socket::start(address, None).await;
    let (mut silent, mut pinging) = (Socket::silent(address).await, Socket::silent(address).await);
    let started = Instant::now();
    // A ping is not what is waited for.
    pinging.settle().await;
    assert_eq!(silent.closed().await, 4408);
    assert!((4_500..8_000).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
    assert_eq!(pinging.closed().await, 4408);
    initialised.settle().await;
}

#[tokio::test]
async fn an_id_that_runs_closes_4409_and_a_second_beginning_4429() {
    let app = TestApp::new().await;
    let address = app.address;
    let mut socket = Socket::start(address, None).await;
    socket.watch("1", POSTS, json!({})).await;
    socket.request("1", "{ __typename }", json!({})).await;
    assert_eq!(socket.closed().await, 4409);
    let mut socket = Socket::start(address, None).await;
    socket.send(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.closed().await, 4429);
}

#[tokio::test]
async fn a_server_that_stops_closes_1001() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let address = app.address;
    let mut sockets = [
        Socket::silent(address).await,
        Socket::start(address, None).await,
        Socket::start(address, alice.token()).await,
    ];
    sockets[2].watch("1", POSTS, json!({})).await;
    app.stop.send(true).unwrap();
    for socket in &mut sockets {
        assert_eq!(socket.closed_within(Duration::from_secs(2)).await, 1001);
    }
}
