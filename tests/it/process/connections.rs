//! Time limits of a connection, over real sockets.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::program::Home;

/// Whatever is to come has come by then.
const PATIENCE: Duration = Duration::from_secs(10);

const OPTIONS: [&str; 5] = ["serve", "--head-timeout-ms", "300", "--body-timeout-ms", "300"];

async fn rest(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let _ = timeout(PATIENCE, stream.read_to_string(&mut text)).await.unwrap();
    text
}

#[tokio::test]
async fn a_head_that_does_not_end_is_told_408() {
    let home = Home::new();
    let program = home.serve_with(home.command(&OPTIONS));
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    let begin = Instant::now();
    // A byte now and then does not help: it is the whole head that has its time.
    let head = b"POST /graphql HTTP/1.1\r\nhost: tribune\r\nx-a: ";
    stream.write_all(head).await.unwrap();
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if stream.write_all(b"a").await.is_err() {
            break;
        }
    }
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 408 "));
    assert!(begin.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn who_says_nothing_is_told_nothing_and_may_still_ask() {
    let home = Home::new();
    let program = home.serve_with(home.command(&OPTIONS));
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    let request = b"GET /healthz HTTP/1.1\r\nhost: tribune\r\n\r\n";
    for _ in 0..2 {
        // Longer than a head may take: idling is no head.
        tokio::time::sleep(Duration::from_millis(500)).await;
        stream.write_all(request).await.unwrap();
        let mut answer = vec![0; 4096];
        let length = timeout(PATIENCE, stream.read(&mut answer)).await.unwrap().unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200 OK"));
    }
}

#[tokio::test]
async fn a_body_that_does_not_end_is_told_408() {
    let home = Home::new();
    let program = home.serve_with(home.command(&OPTIONS));
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    let head = "POST /graphql HTTP/1.1\r\nhost: tribune\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("The body did not arrive within"), "{answer}");
}

#[tokio::test]
async fn too_many_and_too_long_headers_are_told_431() {
    let home = Home::new();
    let program = home.serve();
    let answer = async |headers: String| {
        let mut stream = TcpStream::connect(program.address).await.unwrap();
        let request = format!("GET /healthz HTTP/1.1\r\nhost: tribune\r\nconnection: close\r\n{headers}\r\n");
        let _ = stream.write_all(request.as_bytes()).await;
        rest(&mut stream).await
    };
    // `host` and `connection` are two of them.
    let lines = |count: usize| (2..count).map(|number| format!("x-{number}: a\r\n")).collect::<String>();
    assert!(answer(lines(100)).await.starts_with("HTTP/1.1 200 "));
    assert!(answer(lines(101)).await.starts_with("HTTP/1.1 431 "));
    let used = "host".len() + "tribune".len() + "connection".len() + "close".len() + "x-a".len();
    let bytes = |count: usize| format!("x-a: {}\r\n", "a".repeat(count - used));
    assert!(answer(bytes(32 * 1024)).await.starts_with("HTTP/1.1 200 "));
    for count in [32 * 1024 + 1, 200 * 1024] {
        assert!(answer(bytes(count)).await.starts_with("HTTP/1.1 431 "), "{count}");
    }
}
