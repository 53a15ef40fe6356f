//! Requests of any bytes, and what comes back.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// No measure of the server, but an end to the test.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Sends a request on a connection of its own and reads to the end. A server that has heard enough may answer before it
/// has the whole.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Answer {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let mut answer = Vec::new();
    let read = async {
        // What has come counts, also where the end is a reset.
        let _ = reader.read_to_end(&mut answer).await;
    };
    let write = async {
        let _ = writer.write_all(request).await;
    };
    let begin = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
    let done = timeout(PATIENCE, async { tokio::join!(read, write) }).await;
    assert!(done.is_ok(), "no answer to {begin}");
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer:?} to {begin}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, body: body.to_owned() }
}

/// A POST of any bytes as JSON.
pub async fn post(address: SocketAddr, body: &[u8]) -> Answer {
    let mut request = format!(
        "POST /graphql HTTP/1.1\r\nhost: tribune\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    exchange(address, &request).await
}

/// A GET of any query string.
pub async fn get(address: SocketAddr, query: &str) -> Answer {
    let request = format!("GET /graphql?{query} HTTP/1.1\r\nhost: tribune\r\nconnection: close\r\n\r\n");
    exchange(address, request.as_bytes()).await
}

impl Answer {
    /// `data` where the request ran, else the code of the first error, else the bare status.
    pub fn outcome(&self) -> String {
        if self.body.is_empty() {
            return format!("status {}", self.status);
        }
        let body = serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"));
        outcome(&body)
    }
}

/// What an answer says, by HTTP or on a socket.
pub fn outcome(answer: &Value) -> String {
    if answer.get("data").is_some() {
        return "data".to_owned();
    }
    refusal(&answer["errors"])
}

/// The code of a refusal, which is short whatever was sent.
pub fn refusal(errors: &Value) -> String {
    assert!(errors.to_string().len() <= 64 * 1024, "{errors}");
    let errors = errors.as_array().unwrap();
    assert!((1..=10).contains(&errors.len()), "{errors:?}");
    for error in errors {
        let message = error["message"].as_str().unwrap();
        assert!(message.chars().count() <= 300, "{message}");
        assert_ne!(error["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{error}");
    }
    errors[0]["extensions"]["code"].as_str().unwrap().to_owned()
}
