//! Sockets in great number, of which many are never closed and some never read.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{interval, sleep};
use tokio_tungstenite::tungstenite::Message;

use super::gauge;
use super::ledger::is_full;
use super::target::Target;
use crate::support::Caller;
use crate::support::socket::Socket;

const ALL: usize = 500;
/// Whose connections end without a close.
const DROPPED: usize = 100;
/// Who neither read nor answer.
const SILENT: usize = 20;
const EVENTS: usize = 3;
const POST: &str =
    "mutation ($input: CreatePostInput!) { createPost(input: $input) { userErrors { message } } }";
const WATCH: &str = "subscription { postPublished { postId } }";
/// Descriptors of the program's own that come and go: its database's.
const SPARE_DESCRIPTORS: usize = 30;
/// KiB that may stay: connections to the database that the crowd had opened, with their caches, and broken pages.
const SPARE_MEMORY: u64 = 32 * 1024;
/// After that long a crowd is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(30);

async fn publish(author: &Caller) {
    let input = json!({ "title": "News", "bodyMarkdown": "x".repeat(100_000), "publish": true });
    author.run(POST, json!({ "input": input })).await;
}

/// Reads until all events are there, and says all the while that it lives.
fn reader(mut socket: Socket) -> JoinHandle<Socket> {
    tokio::spawn(async move {
        let mut alive = interval(Duration::from_millis(500));
        let (mut events, begin) = (0, Instant::now());
        while events < EVENTS {
            assert!(begin.elapsed() < Duration::from_secs(60), "{events} events came");
            tokio::select! {
                _ = alive.tick() => socket.offer(Message::text(r#"{"type":"pong"}"#)).await,
                heard = socket.heard() => match heard {
                    Some(Ok(message)) => {
                        assert_eq!(message["type"], "next", "{message}");
                        events += 1;
                    }
                    other => panic!("after {events} events: {other:?}"),
                },
            }
        }
        socket
    })
}

/// One crowd, from its coming to its going.
async fn crowd(target: &Target, author: &Caller, most: usize) {
    let address = target.program.address;
    // More than the system keeps for who does not read.
    let texts: Vec<String> = (0..29).map(|number| format!("t{number}: bodyMarkdown")).collect();
    let long = format!("subscription {{ postPublished {{ post {{ {} }} }} }}", texts.join(" "));
    let sockets = join_all((0..ALL).map(|number| {
        let query = if number < SILENT { long.clone() } else { WATCH.to_owned() };
        async move {
            let mut socket = Socket::start(address, None).await;
            socket.watch("1", &query, json!({})).await;
            socket
        }
    }));
    let mut sockets = sockets.await;
    let readers: Vec<_> = sockets.drain(SILENT + DROPPED..).map(reader).collect();
    drop(sockets.drain(SILENT..));
    for _ in 0..EVENTS {
        publish(author).await;
    }
    for reader in readers {
        reader.await.unwrap().offer(Message::Close(None)).await;
    }
    // The silent ones are held until the program has let them go.
    is_back(target, most).await;
    drop(sockets);
}

/// Waits until no more descriptors are open than so many.
async fn is_back(target: &Target, most: usize) {
    let begin = Instant::now();
    while let Some(open) = gauge::descriptors(target.program.id())
        && open > most
    {
        assert!(begin.elapsed() < FORGOTTEN, "{open} descriptors are open");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until no more memory is resident than so many KiB, while the program has little to do; how much it is then.
async fn is_given_back(target: &Target, somebody: &Caller, most: u64) -> Option<u64> {
    let begin = Instant::now();
    loop {
        let resident = gauge::resident(target.program.id())?;
        if resident <= most {
            return Some(resident);
        }
        assert!(begin.elapsed() < FORGOTTEN, "{resident} KiB are resident, {most} may be");
        sleep(Duration::from_millis(500)).await;
        somebody.ask("{ __typename }", json!({})).await;
    }
}

#[tokio::test]
async fn a_crowd_that_has_gone_leaves_nothing_behind() {
    // All of them look an event up at once, which takes a slow machine longer than a request may wait.
    let patient = ["--database-wait-ms", "60000"];
    let options = [&["--ping-seconds", "3", "--send-seconds", "1"][..], &patient].concat();
    let target = Target::with(&options).await;
    let author = target.program.caller().register("author").await;
    let id = target.program.id();
    let most = gauge::descriptors(id).unwrap_or_default() + SPARE_DESCRIPTORS;
    let before = gauge::resident(id).unwrap_or_default();
    for _ in 0..2 {
        crowd(&target, &author, most).await;
        let at_once = gauge::resident(id);
        let after = is_given_back(&target, &author, before + SPARE_MEMORY).await;
        if is_full() {
            println!("{ALL} sockets: {before} KiB resident before, {at_once:?} and then {after:?} after");
        }
    }
    target.end().await;
}
