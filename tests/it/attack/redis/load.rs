//! Eight who read, write and ask by hashes, all the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use super::super::raw::{outcome, post};
use super::COMMENT;
use crate::support::Caller;
use crate::support::program::Program;

const CLIENTS: usize = 8;
const READ: &str = "{ posts(first: 5) { nodes { id title author { username } } } }";

pub struct Load {
    ending: Arc<AtomicBool>,
    slowest: Arc<AtomicU64>,
    clients: Vec<JoinHandle<u64>>,
}

impl Load {
    /// Half of them at each program.
    pub fn begin(programs: &[Program], author: &Caller, post_id: &Value) -> Self {
        let (ending, slowest) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let clients = (0..CLIENTS).map(|number| {
            let address = programs[number % programs.len()].address;
            let (caller, post_id) = (author.moved_to(address), post_id.clone());
            let (ends, slow) = (ending.clone(), slowest.clone());
            tokio::spawn(async move {
                let mut rounds = 0;
                while !ends.load(Ordering::Relaxed) {
                    let begin = Instant::now();
                    match rounds % 3 {
                        0 => drop(caller.ask(READ, json!({})).await),
                        1 => {
                            let body = format!("{number}, {rounds}");
                            let input = json!({ "postId": post_id, "bodyMarkdown": body });
                            caller.run(COMMENT, json!({ "input": input })).await;
                        }
                        _ => by_hash(address, number, rounds).await,
                    }
                    slow.fetch_max(begin.elapsed().as_micros().try_into().unwrap(), Ordering::Relaxed);
                    rounds += 1;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                rounds
            })
        });
        Self { clients: clients.collect(), ending, slowest }
    }

    /// The longest that somebody waited for an answer since this was asked last.
    pub fn slowest(&self) -> Duration {
        Duration::from_micros(self.slowest.swap(0, Ordering::Relaxed))
    }

    /// Expects that nobody met an error.
    pub async fn end(self) {
        self.ending.store(true, Ordering::Relaxed);
        for client in self.clients {
            assert!(client.await.unwrap() > 10, "they were kept waiting");
        }
    }
}

/// A document that is sent once and then known by its hash, whatever becomes of Redis in between.
async fn by_hash(address: std::net::SocketAddr, number: usize, rounds: u64) {
    let text = format!("query By{number}And{rounds} {{ __typename }}");
    let hash: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    for (body, expected) in [
        (json!({ "extensions": extensions }), "PERSISTED_QUERY_NOT_FOUND"),
        (json!({ "query": text, "extensions": extensions }), "data"),
        (json!({ "extensions": extensions }), "data"),
    ] {
        let answer = post(address, body.to_string().as_bytes()).await;
        assert_eq!(outcome(&serde_json::from_str(&answer.body).unwrap()), expected);
    }
}
