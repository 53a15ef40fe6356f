//! Whatever bytes up to 16 KiB come in: an answer comes, and the program lives.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::ledger::is_full;
use super::mutation::{Chance, documents};
use super::raw::{Answer, post};
use super::target::Target;
use crate::support::socket::Socket;

fn rounds() -> u64 {
    if is_full() { 20_000 } else { 300 }
}

/// What may be said to a request, whatever it is.
fn is_an_answer(answer: &Answer) {
    assert!([200, 400, 413, 429].contains(&answer.status), "{answer:?}");
    answer.outcome();
    // Also within the data nothing is a fault of ours.
    assert!(!answer.body.contains("INTERNAL_SERVER_ERROR"), "{answer:?}");
}

#[tokio::test]
async fn any_body_is_answered() {
    let target = Target::new().await;
    let bodies: Vec<Vec<u8>> = documents()
        .iter()
        .map(|document| {
            let text = String::from_utf8_lossy(document);
            let body = json!({ "query": text, "operationName": null, "variables": { "id": "x", "first": 3 }, "extensions": {} });
            body.to_string().into_bytes()
        })
        .collect();
    for round in 0..rounds() {
        let mut chance = Chance::new(round);
        let body = if round % 5 == 0 { chance.noise() } else { chance.mutate(&bodies) };
        is_an_answer(&post(target.program.address, &body).await);
    }
    target.end().await;
}

#[tokio::test]
async fn any_document_is_answered() {
    let target = Target::new().await;
    let documents = documents();
    for round in 0..rounds() {
        let mut chance = Chance::new(round);
        let document = if round % 10 == 0 { chance.noise() } else { chance.mutate(&documents) };
        let body = json!({ "query": String::from_utf8_lossy(&document) }).to_string();
        is_an_answer(&post(target.program.address, body.as_bytes()).await);
    }
    target.end().await;
}

/// An operation on a socket, until there is an answer. A subscription may have none, and is ended.
#[tokio::test]
async fn any_operation_on_a_socket_is_answered() {
    let target = Target::new().await;
    let documents = documents();
    let mut socket = Socket::start(target.program.address, None).await;
    for round in 0..rounds() {
        let mut chance = Chance::new(round + 1_000_000);
        let document = chance.mutate(&documents);
        let text = String::from_utf8_lossy(&document);
        let id = round.to_string();
        socket.request(&id, &text, json!({})).await;
        socket.send(json!({ "type": "ping" })).await;
        let (mut answered, mut heard) = (text.contains("subscription"), false);
        while !(answered && heard) {
            let message = socket.receive().await;
            heard |= message["type"] == "pong";
            answered |= message["id"] == id.as_str() && message["type"] != "next";
            assert!(!message.to_string().contains("INTERNAL_SERVER_ERROR"), "{text}\n{message}");
        }
        socket.send(json!({ "type": "complete", "id": id })).await;
    }
    target.end().await;
}

#[tokio::test]
async fn any_message_is_heard_or_closes_the_socket() {
    let mut target = Target::new().await;
    let messages: Vec<Vec<u8>> = documents()
        .iter()
        .map(|document| {
            let payload = json!({ "query": String::from_utf8_lossy(document), "variables": {} });
            json!({ "type": "subscribe", "id": "1", "payload": payload })
        })
        .chain(
            ["ping", "pong", "complete", "connection_init", "connection_ack", "next"]
                .map(|kind| json!({ "type": kind, "id": "1" })),
        )
        .map(|message: Value| message.to_string().into_bytes())
        .collect();
    for round in 0..rounds() {
        let mut chance = Chance::new(round + 2_000_000);
        let bytes = if round % 5 == 0 { chance.noise() } else { chance.mutate(&messages) };
        let message = match (round % 7, String::from_utf8_lossy(&bytes)) {
            (0, _) => Message::binary(bytes),
            (_, text) => Message::text(text.into_owned()),
        };
        // An id that runs still closes it as well.
        target.message("any message", message, &["lives", "closed 4400", "closed 4409", "closed 4429"]).await;
    }
    target.end().await;
}
