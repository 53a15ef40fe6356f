//! The way to a WebSocket, byte by byte.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::program::Home;

/// gql for Python looks for the name as it spells it, though names of headers know no case.
#[tokio::test]
async fn the_subprotocol_is_told_under_the_name_that_the_client_spells() {
    let home = Home::new();
    let program = home.serve();
    for name in ["Sec-WebSocket-Protocol", "sec-websocket-protocol"] {
        let mut stream = TcpStream::connect(program.address).await.unwrap();
        let head = format!(
            "GET /graphql HTTP/1.1\r\nHost: tribune\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             {name}: graphql-ws, graphql-transport-ws\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let byte = timeout(Duration::from_secs(10), stream.read_u8()).await.unwrap();
            answer.push(byte.unwrap());
        }
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        assert!(answer.contains(&format!("\r\n{name}: graphql-transport-ws\r\n")), "{answer}");
    }
}
