//! The way to a WebSocket, byte by byte.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::program::Home;

/// gql for Python looks for the name as RFC 6455 spells it, though names of headers know no case. A proxy may have sent
/// something else over the connection before.
#[tokio::test]
async fn the_subprotocol_is_told_under_the_name_that_its_rfc_spells() {
    let home = Home::new();
    let program = home.serve();
    let body = r#"{"query":"{ __typename }"}"#;
    let before = format!(
        "POST /graphql HTTP/1.1\r\nHost: tribune\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    for (before, name) in [
        ("", "Sec-WebSocket-Protocol"),
        ("", "sec-websocket-protocol"),
        (before.as_str(), "Sec-WebSocket-Protocol"),
    ] {
        let mut stream = TcpStream::connect(program.address).await.unwrap();
        if !before.is_empty() {
            stream.write_all(before.as_bytes()).await.unwrap();
            let answer = read_until(&mut stream, b"}}").await;
            assert!(
                answer.starts_with("HTTP/1.1 200 ") && answer.contains("\r\ncache-control: "),
                "{answer}"
            );
        }
        let head = format!(
            "GET /graphql HTTP/1.1\r\nHost: tribune\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             {name}: graphql-ws, graphql-transport-ws\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let answer = read_until(&mut stream, b"\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        assert!(answer.contains("\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"), "{answer}");
    }
}

async fn read_until(stream: &mut TcpStream, end: &[u8]) -> String {
    let mut answer = Vec::new();
    while !answer.ends_with(end) {
        let byte = timeout(Duration::from_secs(10), stream.read_u8()).await.unwrap();
        answer.push(byte.unwrap());
    }
    String::from_utf8(answer).unwrap()
}
