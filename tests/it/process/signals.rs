//! SIGTERM and Ctrl-C: what is in flight is finished, everybody is told, and the exit code is 0.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::PASSWORD;
use crate::support::program::{Home, Program};
use crate::support::socket::Socket;

/// Docker, systemd and the like kill what has not ended by then.
const AT_MOST: Duration = Duration::from_secs(10);
/// What has nothing to wait for ends well before the grace does.
const SOON: Duration = Duration::from_secs(5);

/// Signals, and expects that it ends well within so long.
async fn ends_well(program: &mut Program, signal: &str, within: Duration) {
    let begin = Instant::now();
    program.signal(signal);
    has_ended_well(program, begin, within).await;
}

async fn has_ended_well(program: &mut Program, begin: Instant, within: Duration) {
    let status = program.ended().await;
    let took = begin.elapsed();
    assert_eq!(status.code(), Some(0), "{status}: {}", program.log());
    assert!(took <= within, "it took {took:?}");
}

/// A request of which the server has the head, and waits for the body.
async fn begun(program: &Program, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: tribune\r\ncontent-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // It says so when it begins to read the body, which is when the request is in flight.
    let expected = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut heard = vec![0; expected.len()];
    stream.read_exact(&mut heard).await.unwrap();
    assert_eq!(heard, expected);
    stream
}

#[tokio::test]
async fn a_mutation_in_flight_is_finished_and_kept() {
    let home = Home::new();
    let mut program = home.serve();
    let mutation = "mutation ($input: RegisterInput!) { register(input: $input) { viewer { email } userErrors { message } } }";
    let input = json!({ "username": "late", "displayName": "Late", "email": "late@example.org", "password": PASSWORD });
    let body = json!({ "query": mutation, "variables": { "input": input } }).to_string();
    let mut stream = begun(&program, &body).await;

    let begin = Instant::now();
    program.signal("TERM");
    program.closes_its_door().await;
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#""viewer":{"email":"late@example.org"}"#), "{answer}");
    has_ended_well(&mut program, begin, AT_MOST).await;

    let again = home.serve();
    assert!(again.caller().sign_in("late", PASSWORD).await.is_some());
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off_in_time() {
    let home = Home::new();
    let mut program = home.serve();
    let _stream = begun(&program, "{ never whole }").await;
    ends_well(&mut program, "TERM", AT_MOST).await;
    assert!(program.log().contains("are cut off"), "{}", program.log());
}

#[tokio::test]
async fn sockets_are_told_1001_before_the_process_ends() {
    let home = Home::new();
    let mut program = home.serve();
    let alice = program.caller().register("alice").await;
    let mut sockets = vec![Socket::silent(program.address).await];
    for number in 0..20 {
        // One person holds ten at the most.
        let token = alice.token.as_deref().filter(|_| number % 2 == 0);
        let mut socket = Socket::start(program.address, token).await;
        socket.watch("1", "subscription { postPublished { postId } }", json!({})).await;
        sockets.push(socket);
    }
    let begin = Instant::now();
    program.signal("TERM");
    for socket in &mut sockets {
        assert_eq!(socket.closed().await, 1001);
    }
    has_ended_well(&mut program, begin, SOON).await;
}

/// Their sockets outlive the connections that the server counts.
#[tokio::test]
async fn who_reads_slowly_is_told_1001_too() {
    let home = Home::new();
    let mut program = home.serve();
    let alice = program.caller().register("alice").await;
    let mutation = "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { message } } }";
    let input = json!({ "title": "Long", "bodyMarkdown": "x".repeat(200_000), "publish": true });
    alice.run(mutation, json!({ "input": input })).await;
    let mut socket = Socket::start(program.address, None).await;
    socket.settle().await;
    // More than the system keeps for a reader: the server is at sending them when it is told to stop.
    let texts: Vec<String> = (0..30).map(|number| format!("text{number}: bodyMarkdown")).collect();
    let query = format!("{{ post(slug: \"long\") {{ {} }} }}", texts.join(" "));
    for id in ["1", "2", "3", "4", "5"] {
        socket.request(id, &query, json!({})).await;
    }
    socket.arrives().await;
    // Nor does what the server has not heard yet take its last word away.
    for _ in 0..50 {
        socket.send(json!({ "type": "ping" })).await;
    }
    let begin = Instant::now();
    program.signal("TERM");
    program.closes_its_door().await;
    assert_eq!(socket.closed_after_all().await, 1001);
    has_ended_well(&mut program, begin, AT_MOST).await;
}

#[tokio::test]
async fn who_only_holds_a_connection_does_not_keep_it() {
    let home = Home::new();
    let mut program = home.serve();
    let mut silent = TcpStream::connect(program.address).await.unwrap();
    let kept = program.caller();
    // Connections are taken in order, so that the silent one is the server's by now.
    assert_eq!(kept.get("/healthz").await.1, "ok\n");
    ends_well(&mut program, "TERM", SOON).await;
    assert_eq!(silent.read(&mut [0]).await.unwrap_or(0), 0);
}

/// The greeting is at its end a little later: whoever waits for the address may be fast.
#[tokio::test]
async fn a_signal_is_heard_as_soon_as_the_address_is_told() {
    let home = Home::new();
    for signal in ["TERM", "INT"] {
        ends_well(&mut home.serve(), signal, SOON).await;
    }
}

#[tokio::test]
async fn answers_and_messages_are_not_held_back() {
    // With Nagle's algorithm on the server's side, an answer in two parts waits for the client's delayed
    // acknowledgement, some 40 ms.
    let home = Home::new();
    let program = home.serve();
    let mut socket = Socket::start(program.address, None).await;
    let mut fastest = Duration::MAX;
    for _ in 0..20 {
        let begin = Instant::now();
        for id in ["1", "2", "3"] {
            socket.request(id, "{ __typename }", json!({})).await;
        }
        for _ in 0..6 {
            socket.receive().await;
        }
        fastest = fastest.min(begin.elapsed());
    }
    assert!(fastest < Duration::from_millis(35), "{fastest:?}");
}
