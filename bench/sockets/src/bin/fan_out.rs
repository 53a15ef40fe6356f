//! The least that telling many subscribers the same costs: a task a socket, a channel to all of them, tungstenite. Nobody
//! is asked who they are, nothing is looked up, no limit is kept.
//!
//! `fan_out PORT` listens on that port of this machine. Each line on the standard input, the payload of an answer, goes to
//! every subscriber as `{"type":"next","id":…,"payload":…}`, by the id that the subscriber chose.

use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use sockets::{Failure, PROTOCOL, config};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast::{self, Receiver, Sender};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As many payloads may wait for a subscriber.
const BACKLOG: usize = 1_024;

type Payload = Arc<str>;
type Socket = WebSocketStream<TcpStream>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let port: u16 = std::env::args().nth(1).ok_or("fan_out PORT")?.parse()?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let (sender, _) = broadcast::channel::<Payload>(BACKLOG);
    tokio::spawn(accept(listener, sender.clone()));
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        // An error here means that nobody has subscribed.
        let _ = sender.send(line.into());
    }
    Ok(())
}

async fn accept(listener: TcpListener, sender: Sender<Payload>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let sender = sender.clone();
                tokio::spawn(async move {
                    if let Err(error) = serve(stream, sender).await {
                        eprintln!("a socket ended: {error}");
                    }
                });
            }
            Err(error) => eprintln!("a connection was not accepted: {error}"),
        }
    }
}

/// Serves a socket until either side ends it.
async fn serve(stream: TcpStream, sender: Sender<Payload>) -> Result<(), Failure> {
    stream.set_nodelay(true)?;
    #[expect(clippy::result_large_err, reason = "the trait's")]
    let speak = |_: &Request, mut response: Response| {
        response.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(PROTOCOL));
        Ok(response)
    };
    let mut socket = accept_hdr_async_with_config(stream, speak, Some(config())).await?;
    let Some(id) = subscribed(&mut socket).await? else { return Ok(()) };
    let mut payloads: Receiver<Payload> = sender.subscribe();
    drop(sender);
    loop {
        tokio::select! {
            biased;
            payload = payloads.recv() => {
                let text = format!(r#"{{"type":"next","id":{id},"payload":{}}}"#, payload?);
                socket.send(Message::text(text)).await?;
            }
            message = socket.next() => match message {
                None | Some(Ok(Message::Close(_))) => return Ok(()),
                Some(message) => drop(message?),
            },
        }
    }
}

/// The id of the subscription, as JSON, once there is one; nothing when the client leaves before.
async fn subscribed(socket: &mut Socket) -> Result<Option<String>, Failure> {
    while let Some(message) = socket.next().await {
        let Message::Text(text) = message? else { continue };
        let message: serde_json::Value = serde_json::from_str(&text)?;
        match message["type"].as_str() {
            Some("connection_init") => socket.send(Message::text(r#"{"type":"connection_ack"}"#)).await?,
            Some("subscribe") => return Ok(Some(message["id"].to_string())),
            _ => {}
        }
    }
    Ok(None)
}
