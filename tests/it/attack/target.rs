//! The program under attack, with a neighbour who must not notice.

use std::time::Duration;

use serde_json::json;
use tokio::sync::{Mutex, MutexGuard};
use tokio_tungstenite::tungstenite::Message;

use super::BAD;
use super::gauge;
use super::ledger::{Ledger, is_full};
use super::neighbour::Neighbour;
use super::raw::{self, Answer};
use crate::support::program::{Home, Program};
use crate::support::socket::Socket;

/// Bytes of a body.
const BODY: usize = 1024 * 1024;
/// Bytes of a message on a socket.
const MESSAGE: usize = 256 * 1024;

/// Whose numbers are told has the machine to itself.
static ALONE: Mutex<()> = Mutex::const_new(());

pub struct Target {
    neighbour: Neighbour,
    pub program: Program,
    socket: Option<Socket>,
    ledger: Ledger,
    cpu: Duration,
    _alone: Option<MutexGuard<'static, ()>>,
    // Last, because the program runs in it.
    _home: Home,
}

/// Waits, in a full sweep, until no other attack runs.
pub async fn alone() -> Option<MutexGuard<'static, ()>> {
    if is_full() { Some(ALONE.lock().await) } else { None }
}

impl Target {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    pub async fn with(options: &[&str]) -> Self {
        let alone = alone().await;
        let home = Home::new();
        // A sweep says in seconds what nobody says in hours; `websocket::limits` tries the pace.
        let unpaced = ["serve", "--max-messages-per-second", "1000000"];
        let program = home.serve_with(home.command(&[&unpaced, options].concat()));
        let neighbour = Neighbour::of(program.address);
        Self {
            neighbour,
            program,
            socket: None,
            ledger: Ledger::default(),
            cpu: Duration::ZERO,
            _alone: alone,
            _home: home,
        }
    }

    /// A document by POST and on a socket; it is to have one of these outcomes.
    pub async fn document(&mut self, kind: &str, text: &str, expected: &[&str]) {
        let body = json!({ "query": text }).to_string();
        let expected = if body.len() > BODY { &[BAD] } else { expected };
        self.body(&format!("{kind}, HTTP"), body.as_bytes(), expected).await;
        self.operation(&format!("{kind}, socket"), &body, expected).await;
    }

    /// A body of any bytes by POST.
    pub async fn body(&mut self, kind: &str, body: &[u8], expected: &[&str]) {
        self.begin();
        let answer = raw::post(self.program.address, body).await;
        self.answered(kind, body, &answer, expected).await;
    }

    /// Any query string.
    pub async fn url(&mut self, kind: &str, query: &str, expected: &[&str]) {
        self.begin();
        let answer = raw::get(self.program.address, query).await;
        self.answered(kind, query.as_bytes(), &answer, expected).await;
    }

    async fn answered(&mut self, kind: &str, sent: &[u8], answer: &Answer, expected: &[&str]) {
        let begin = String::from_utf8_lossy(&sent[..sent.len().min(200)]);
        assert!(answer.status < 500, "{kind}: {begin}\n{answer:?}");
        let outcome = answer.outcome();
        assert!(expected.contains(&outcome.as_str()), "{kind}, {} bytes: {begin}\n{answer:?}", sent.len());
        self.note(kind, sent.len(), &outcome).await;
    }

    /// An operation on a socket.
    pub async fn operation(&mut self, kind: &str, payload: &str, expected: &[&str]) {
        let message = format!(r#"{{"type":"subscribe","id":"1","payload":{payload}}}"#);
        let mut socket = self.take_socket().await;
        self.begin();
        socket.offer(Message::text(message.as_str())).await;
        let outcome = match socket.heard().await.expect("something is heard") {
            Err(frame) => format!("closed {}", frame.map_or(0, |frame| frame.code.into())),
            Ok(heard) if heard["type"] == "error" => raw::refusal(&heard["payload"]),
            Ok(heard) => {
                let outcome = raw::outcome(&heard["payload"]);
                assert_eq!(socket.receive().await["type"], "complete");
                outcome
            }
        };
        let begin: String = message.chars().take(200).collect();
        if message.len() > MESSAGE {
            assert_eq!(outcome, "closed 4400", "{kind}: {begin}");
        } else {
            assert!(
                expected.contains(&outcome.as_str()),
                "{kind}, {} bytes: {outcome}: {begin}",
                message.len()
            );
        }
        self.note(kind, message.len(), &outcome).await;
        if !outcome.starts_with("closed") {
            self.socket = Some(socket);
        }
    }

    /// Any message on a socket, which lives or is closed.
    pub async fn message(&mut self, kind: &str, message: Message, expected: &[&str]) {
        self.messages(kind, vec![message], expected).await;
    }

    pub async fn messages(&mut self, kind: &str, messages: Vec<Message>, expected: &[&str]) {
        let mut socket = self.take_socket().await;
        self.begin();
        let bytes = messages.iter().map(Message::len).sum();
        for message in messages {
            socket.offer(message).await;
        }
        // Which is refused, and by then all before it was heard.
        socket.offer(Message::text(r#"{"type":"subscribe","id":"last","payload":{}}"#)).await;
        let outcome = loop {
            match socket.heard().await.expect("something is heard") {
                Err(frame) => break format!("closed {}", frame.map_or(0, |frame| frame.code.into())),
                Ok(heard) if heard["id"] == "last" => break "lives".to_owned(),
                Ok(_) => {}
            }
        };
        assert!(expected.contains(&outcome.as_str()), "{kind}, {bytes} bytes: {outcome}");
        self.note(kind, bytes, &outcome).await;
        if outcome == "lives" {
            self.socket = Some(socket);
        }
    }

    async fn take_socket(&mut self) -> Socket {
        match self.socket.take() {
            Some(socket) => socket,
            None => Socket::start(self.program.address, None).await,
        }
    }

    fn begin(&mut self) {
        self.cpu = gauge::cpu(self.program.id());
        self.neighbour.worst();
    }

    async fn note(&mut self, kind: &str, bytes: usize, outcome: &str) {
        if is_full() {
            // What was asked for is let go after the answer.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let cpu = gauge::cpu(self.program.id()).saturating_sub(self.cpu);
        self.ledger.note(kind, bytes, cpu, self.neighbour.worst(), outcome);
    }

    /// Expects that it lives, and that nothing panicked on the way.
    pub async fn end(self) {
        self.neighbour.leave();
        assert_eq!(self.program.caller().get("/healthz").await.1, "ok\n");
        assert!(!self.program.log().contains("panicked"), "{}", self.program.log());
        self.ledger.print();
    }
}
