//! Somebody who speaks `graphql-transport-ws`, over a real socket.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::HeaderValue;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Whatever is to come has come by then, or will not.
const PATIENCE: Duration = Duration::from_secs(10);

/// The client's end of a socket.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Connected, and nothing said yet.
    pub async fn open(address: SocketAddr, protocol: Option<&str>) -> Self {
        let protocol = protocol.map(|protocol| ("sec-websocket-protocol", protocol.to_owned()));
        Self::open_with(address, protocol.as_slice()).await
    }

    /// Connected with headers of one's own, before its first message.
    pub async fn with_headers(address: SocketAddr, headers: &[(&'static str, String)]) -> Self {
        let mut headers = headers.to_vec();
        headers.push(("sec-websocket-protocol", "graphql-transport-ws".to_owned()));
        Self::open_with(address, &headers).await
    }

    async fn open_with(address: SocketAddr, headers: &[(&'static str, String)]) -> Self {
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let stream = TcpStream::connect(address).await.unwrap();
        // A message is small and complete: nothing is won by holding it back for the next.
        stream.set_nodelay(true).unwrap();
        let opened = timeout(PATIENCE, client_async(request, stream)).await.unwrap();
        match opened {
            Ok((socket, _)) => Self(socket),
            Err(error) => panic!("no socket: {error}"),
        }
    }

    /// Connected, before its first message.
    pub async fn silent(address: SocketAddr) -> Self {
        Self::open(address, Some("graphql-transport-ws")).await
    }

    /// Acknowledged, as somebody or nobody in particular.
    pub async fn start(address: SocketAddr, token: Option<&str>) -> Self {
        let mut socket = Self::silent(address).await;
        let payload = token.map(|token| json!({ "Authorization": format!("Bearer {token}") }));
        socket.send(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.receive().await, json!({ "type": "connection_ack" }));
        socket
    }

    /// The same, unless the server is away or goes away meanwhile.
    pub async fn try_start(address: SocketAddr) -> Option<Self> {
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        let stream = TcpStream::connect(address).await.ok()?;
        stream.set_nodelay(true).ok()?;
        let (socket, _) = timeout(PATIENCE, client_async(request, stream)).await.ok()?.ok()?;
        let mut socket = Self(socket);
        socket.offer(Message::text(json!({ "type": "connection_init" }).to_string())).await;
        match socket.heard().await? {
            Ok(message) if message["type"] == "connection_ack" => Some(socket),
            _ => None,
        }
    }

    pub async fn send(&mut self, message: Value) {
        self.raw(Message::text(message.to_string())).await;
    }

    pub async fn raw(&mut self, message: Message) {
        timeout(PATIENCE, self.0.send(message)).await.unwrap().unwrap();
    }

    /// Sends, to a server that may have closed already.
    pub async fn offer(&mut self, message: Message) {
        let _ = timeout(PATIENCE, self.0.send(message)).await.unwrap();
    }

    /// The next message; the server's own pings are passed over.
    pub async fn receive(&mut self) -> Value {
        match self.hear(PATIENCE).await {
            Some(Ok(message)) => message,
            Some(Err(close)) => panic!("closed: {close:?}"),
            None => panic!("nothing came"),
        }
    }

    /// The code with which it is closed, as the next thing that happens to it within so long.
    pub async fn closed_within(&mut self, patience: Duration) -> u16 {
        match self.hear(patience).await {
            Some(Err(Some(frame))) => frame.code.into(),
            other => panic!("not closed: {other:?}"),
        }
    }

    pub async fn closed(&mut self) -> u16 {
        self.closed_within(PATIENCE).await
    }

    /// Waits until something has come, and leaves it there.
    pub async fn arrives(&self) {
        timeout(PATIENCE, self.0.get_ref().peek(&mut [0])).await.unwrap().unwrap();
    }

    /// The code with which it is closed, after whatever comes before.
    pub async fn closed_after_all(&mut self) -> u16 {
        loop {
            match self.hear(PATIENCE).await {
                Some(Ok(_)) => {}
                Some(Err(Some(frame))) => return frame.code.into(),
                other => panic!("not closed: {other:?}"),
            }
        }
    }

    /// Expects nothing at all for so long.
    pub async fn hears_nothing(&mut self, duration: Duration) {
        if let Some(heard) = self.hear(duration).await {
            panic!("heard {heard:?}");
        }
    }

    /// Whatever happens next within so long, if anything.
    pub async fn heard_within(&mut self, patience: Duration) -> Option<Result<Value, Option<CloseFrame>>> {
        self.hear(patience).await
    }

    /// Whatever happens next: a message, or the end.
    pub async fn heard(&mut self) -> Option<Result<Value, Option<CloseFrame>>> {
        self.hear(PATIENCE).await
    }

    async fn hear(&mut self, patience: Duration) -> Option<Result<Value, Option<CloseFrame>>> {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match timeout(left, self.0.next()).await.ok()? {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    if message["type"] != "ping" {
                        return Some(Ok(message));
                    }
                }
                Some(Ok(Message::Close(frame))) => return Some(Err(frame)),
                None | Some(Err(Error::ConnectionClosed | Error::Protocol(_) | Error::Io(_))) => {
                    return Some(Err(None));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("{error}"),
            }
        }
    }

    /// Asks for an operation and does not wait for what comes of it.
    pub async fn request(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.send(json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    /// Subscribes; what happens from here on arrives.
    pub async fn watch(&mut self, id: &str, query: &str, variables: Value) {
        self.request(id, query, variables).await;
        self.settle().await;
    }

    /// The answer to a ping: everything that was sent before it was taken up by then.
    pub async fn settle(&mut self) {
        self.send(json!({ "type": "ping" })).await;
        assert_eq!(self.receive().await, json!({ "type": "pong" }));
    }

    /// The data of the next event of an operation.
    pub async fn event(&mut self, id: &str) -> Value {
        let message = self.receive().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!(id)), "{message:#}");
        assert!(message["payload"].get("errors").is_none(), "{message:#}");
        message["payload"]["data"].clone()
    }

    /// The codes of the errors with which an operation is refused.
    pub async fn refusal(&mut self, id: &str) -> Vec<String> {
        let message = self.receive().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!(id)), "{message:#}");
        let errors = message["payload"].as_array().unwrap_or_else(|| panic!("{message:#}"));
        errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Runs a query or a mutation to its end; the data.
    pub async fn ask(&mut self, id: &str, query: &str, variables: Value) -> Value {
        self.request(id, query, variables).await;
        let data = self.event(id).await;
        assert_eq!(self.receive().await, json!({ "type": "complete", "id": id }));
        data
    }
}
