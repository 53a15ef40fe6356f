//! Thousands of subscribers in one process, who count what they are told.
//!
//! `listen URL SOCKETS PAYLOAD` opens so many sockets, and says so with a line of JSON. Then it is told by lines on the
//! standard input, and answers each with a line of JSON:
//!
//! * `subscribe`: each socket subscribes with PAYLOAD, by an id of its own; all ids are of one length.
//! * `await NUMBER SECONDS`: says what has come since the last such line, as soon as it is so many answers, or nothing has
//!   come for so long.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use sockets::{Failure, PROTOCOL, config};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, sleep};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So many connect at once: a server's queue of connections is short.
const OPENING: usize = 32;
/// Whether what is awaited has come is looked at so often; the times are those at which it came.
const LOOK: Duration = Duration::from_millis(2);
/// Characters of a message before the answer in it: the type and the id.
const ANSWER: usize = 37;

type Socket = WebSocketStream<TcpStream>;

/// What came, of all sockets together.
#[derive(Default)]
struct Tally {
    /// Sockets that were tried, and those of them that opened.
    tried: usize,
    open: usize,
    answers: u64,
    bytes: u64,
    /// When the first and the last answer came, in seconds since 1970.
    first: f64,
    last: f64,
    /// One of the answers.
    sample: Utf8Bytes,
    /// Whatever else came, and to how many sockets, which have ended with it: refusals, reasons of closing.
    other: BTreeMap<String, u64>,
}

#[derive(Clone)]
struct Listeners {
    tally: Arc<Mutex<Tally>>,
    opening: Arc<Semaphore>,
    /// Whether to subscribe.
    go: watch::Receiver<bool>,
    url: Arc<str>,
    payload: Arc<str>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let [url, sockets, payload] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "listen URL SOCKETS PAYLOAD")?;
    let sockets: usize = sockets.parse()?;
    let (start, go) = watch::channel(false);
    let listeners = Listeners {
        tally: Arc::default(),
        opening: Arc::new(Semaphore::new(OPENING)),
        go,
        url: url.into(),
        payload: payload.into(),
    };
    for number in 0..sockets {
        let listeners = listeners.clone();
        tokio::spawn(async move {
            if let Err(error) = listeners.listen(number).await {
                *listeners.tally().other.entry(error.to_string()).or_default() += 1;
            }
        });
    }
    while listeners.tally().tried < sockets {
        sleep(LOOK).await;
    }
    println!("{}", json!({"open": listeners.tally().open, "other": listeners.tally().other}));
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["subscribe"] => {
                start.send(true)?;
                println!("{{}}");
            }
            ["await", number, seconds] => {
                let (number, quiet) = (number.parse()?, Duration::from_secs_f64(seconds.parse()?));
                println!("{}", listeners.await_answers(number, quiet).await);
            }
            _ => return Err(format!("{line} is nothing that can be asked for").into()),
        }
    }
    Ok(())
}

impl Listeners {
    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what comes on one socket, until anything but an answer comes, or the server closes it.
    async fn listen(&self, number: usize) -> Result<(), Failure> {
        let permit = self.opening.acquire().await?;
        let opened = self.open().await;
        drop(permit);
        self.tally().tried += 1;
        let mut socket = opened?;
        self.tally().open += 1;
        let mut go = self.go.clone();
        let mut is_subscribed = false;
        loop {
            let message = tokio::select! {
                message = socket.next() => message.ok_or("closed without a word")??,
                waited = go.changed(), if !is_subscribed => {
                    waited?;
                    is_subscribed = true;
                    let text = format!(r#"{{"type":"subscribe","id":"{number:08}","payload":{}}}"#, self.payload);
                    socket.send(Message::text(text)).await?;
                    continue;
                }
            };
            match message {
                Message::Text(text) if text.contains(r#""errors":"#) => {
                    return Err(text.chars().skip(ANSWER).take(300).collect::<String>().into());
                }
                Message::Text(text) if text.starts_with(r#"{"type":"next""#) => self.count(text),
                Message::Text(text) if text.starts_with(r#"{"type":"ping""#) => {
                    socket.send(Message::text(r#"{"type":"pong"}"#)).await?;
                }
                Message::Text(text) => {
                    let message: serde_json::Value = serde_json::from_str(&text)?;
                    return Err(format!("{} {}", message["type"], message["payload"][0]["message"]).into());
                }
                Message::Close(frame) => {
                    return Err(frame
                        .map_or("closed".into(), |frame| format!("closed: {} {}", frame.code, frame.reason))
                        .into());
                }
                _ => {}
            }
        }
    }

    async fn open(&self) -> Result<Socket, Failure> {
        let mut request = (&*self.url).into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(PROTOCOL));
        let address = request.uri().authority().ok_or("the URL has no address")?.to_string();
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (mut socket, _) = client_async_with_config(request, stream, Some(config())).await?;
        socket.send(Message::text(r#"{"type":"connection_init"}"#)).await?;
        match socket.next().await.ok_or("closed before it was open")?? {
            Message::Text(text) if text.starts_with(r#"{"type":"connection_ack""#) => Ok(socket),
            message => Err(format!("not opened: {message}").into()),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "what is measured is the time of this machine")]
    fn count(&self, text: Utf8Bytes) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let mut tally = self.tally();
        if tally.answers == 0 {
            tally.first = now;
            tally.sample = text.clone();
        }
        tally.last = now;
        tally.answers += 1;
        tally.bytes += text.len() as u64;
    }

    /// What came since the last time, once so many answers are among it, or nothing has come for so long.
    async fn await_answers(&self, number: u64, quiet: Duration) -> serde_json::Value {
        let (mut seen, mut until) = (0, Instant::now() + quiet);
        while seen < number && Instant::now() < until {
            sleep(LOOK).await;
            let answers = self.tally().answers;
            if answers > seen {
                (seen, until) = (answers, Instant::now() + quiet);
            }
        }
        let mut tally = self.tally();
        let report = json!({
            "answers": tally.answers, "bytes": tally.bytes, "first": tally.first, "last": tally.last,
            "sample": tally.sample.as_str(), "other": tally.other,
        });
        *tally = Tally::default();
        report
    }
}
