//! Messages and frames that no client sends.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{Frame, FrameHeader};

use super::ledger::steps;
use super::mutation::Chance;
use super::target::Target;

const LIVES: &str = "lives";
const INVALID: &str = "closed 4400";

#[tokio::test]
async fn messages_that_are_none_close_a_socket_and_no_other() {
    let mut target = Target::new().await;
    for depth in steps(40, 50_000) {
        let deep = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let expected: &[&str] = if depth > 128 { &[INVALID] } else { &[LIVES, INVALID] };
        for kind in ["ping", "pong"] {
            let message = format!(r#"{{"type":"{kind}","payload":{deep}}}"#);
            target.message(&format!("deep {kind}"), Message::text(message), expected).await;
        }
        let message = format!(r#"{{"type":"connection_init","payload":{deep}}}"#);
        target.message("deep beginning", Message::text(message), &["closed 4429", INVALID]).await;
        target.message("deep message", Message::text(deep), &[INVALID]).await;
        let long = format!(r#"{{"type":"complete","id":"{}"}}"#, "a".repeat(depth));
        target.message("long id", Message::text(long), &[LIVES]).await;
        let long = format!(r#"{{"type":"{}"}}"#, "a".repeat(depth));
        target.message("long type", Message::text(long), &[INVALID]).await;
        let keys: Vec<String> = (0..depth / 2).map(|key| format!("\"{key}\":1")).collect();
        let many = format!(r#"{{"type":"ping","payload":{{{}}}}}"#, keys.join(","));
        target.message("many keys", Message::text(many), &[LIVES, INVALID]).await;
        let bytes = Chance::new(depth as u64).bytes(depth);
        target.message("binary", Message::binary(bytes), &[INVALID]).await;
    }
    for text in ["", " ", "null", "[]", "\"ping\"", "0", "{", "\0", "{\"type\":null}", "{\"type\":\"\"}"] {
        target.message("no message", Message::text(text), &[INVALID]).await;
    }
    for ids in ["\"id\":1", "\"id\":null", "\"id\":{}", "\"a\":1"] {
        let message = format!(r#"{{"type":"subscribe",{ids},"payload":{{"query":"{{a}}"}}}}"#);
        target.message("no id", Message::text(message), &[INVALID]).await;
    }
    target.end().await;
}

fn frame(data: &[u8], kind: OpCode, is_final: bool) -> Message {
    let header = FrameHeader { is_final, opcode: kind, ..FrameHeader::default() };
    Message::Frame(Frame::from_payload(header, data.to_vec().into()))
}

/// A text in frames of so many bytes.
fn in_frames(text: &str, size: usize) -> Vec<Message> {
    let count = text.len().div_ceil(size);
    let chunks = text.as_bytes().chunks(size).enumerate();
    let kind = |index| OpCode::Data(if index == 0 { Data::Text } else { Data::Continue });
    chunks.map(|(index, chunk)| frame(chunk, kind(index), index + 1 == count)).collect()
}

#[tokio::test]
async fn frames_in_any_order_are_heard_or_close_a_socket() {
    let mut target = Target::new().await;
    for count in steps(10, 20_000) {
        let ping = format!(r#"{{"type":"ping","payload":"{}"}}"#, "é".repeat(count));
        target.messages("a message in bytes", in_frames(&ping, 1), &[LIVES]).await;
        let mut parts = in_frames(r#"{"type":"ping"}"#, 5);
        let pings = std::iter::repeat_n(frame(b"x", OpCode::Control(Control::Ping), true), count);
        parts.splice(1..1, pings);
        target.messages("pings within a message", parts, &[LIVES]).await;
        let empty = frame(b"", OpCode::Data(Data::Continue), false);
        let mut parts = in_frames(r#"{"type":"ping"}"#, 5);
        parts.splice(1..1, std::iter::repeat_n(empty, count));
        target.messages("empty frames within a message", parts, &[LIVES]).await;
        let pings = vec![Message::text(r#"{"type":"pong"}"#); count];
        target.messages("pongs", pings, &[LIVES]).await;
    }
    let large = "x".repeat(300_000);
    target.messages("too much in frames", in_frames(&large, 10_000), &[INVALID]).await;
    for (kind, frames) in [
        ("a continuation of nothing", vec![frame(b"x", OpCode::Data(Data::Continue), true)]),
        ("a text within a text", vec![frame(b"x", OpCode::Data(Data::Text), false); 2]),
        ("a reserved kind", vec![frame(b"x", OpCode::Data(Data::Reserved(3)), true)]),
        ("a reserved control", vec![frame(b"x", OpCode::Control(Control::Reserved(11)), true)]),
        ("a long ping", vec![frame(&[b'x'; 200], OpCode::Control(Control::Ping), true)]),
        ("a ping in parts", vec![frame(b"x", OpCode::Control(Control::Ping), false)]),
        ("no UTF-8", vec![frame(b"\xff\xfe", OpCode::Data(Data::Text), true)]),
        ("a close of one byte", vec![frame(b"x", OpCode::Control(Control::Close), true)]),
        ("a close of no code", vec![frame(&[0, 0], OpCode::Control(Control::Close), true)]),
        ("a close of no UTF-8", vec![frame(b"\x03\xe8\xff", OpCode::Control(Control::Close), true)]),
    ] {
        let closed = ["closed 0", "closed 1000", "closed 1002", "closed 1007", INVALID];
        target.messages(kind, frames, &closed).await;
    }
    target.end().await;
}

/// Neither masked nor framed: the connection ends, however little of a frame it is.
#[tokio::test]
async fn bytes_that_are_no_frames_end_the_connection() {
    let target = Target::with(&["--ping-seconds", "1"]).await;
    let mut chance = Chance::new(7);
    for round in 0..40 {
        let mut stream = TcpStream::connect(target.program.address).await.unwrap();
        let head = "GET /graphql HTTP/1.1\r\nhost: tribune\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
            sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
            sec-websocket-protocol: graphql-transport-ws\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let length = chance.below(2_000) + 1;
        let mut bytes = chance.bytes(length);
        if round % 4 == 0 {
            // The head of a frame that says it is as long as can be.
            bytes = [&[0x81, 0xff, 0x7f][..], &[0xff; 7], &bytes].concat();
        }
        let _ = stream.write_all(&bytes).await;
        let mut heard = Vec::new();
        let ended = timeout(Duration::from_secs(20), stream.read_to_end(&mut heard)).await;
        assert!(ended.is_ok(), "round {round}: it waits for more");
        assert!(heard.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&heard));
    }
    target.end().await;
}
