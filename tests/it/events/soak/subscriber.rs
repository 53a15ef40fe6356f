//! One who watches, is cut every second, and goes on from their cursor elsewhere.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use super::super::{COMMENT_CHANGES, COMMENTS, POSTS};
use super::writer::{CHANGE, COMMENT, POST};
use super::{PATIENCE, Truth, World, uuid};
use crate::support::socket::Socket;

/// What somebody watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    Comments,
    Changes,
    Posts,
}

impl Watched {
    fn query(self) -> &'static str {
        match self {
            Self::Comments => COMMENTS,
            Self::Changes => COMMENT_CHANGES,
            Self::Posts => POSTS,
        }
    }

    fn variables(self, world: &World, after: Option<&str>) -> Value {
        match self {
            Self::Comments | Self::Changes => json!({ "id": world.post_id, "after": after }),
            Self::Posts => json!({ "after": after }),
        }
    }
}

/// One event of each, and the cursors from which all go on.
pub async fn begin(world: &World) -> [(Watched, String); 4] {
    let all = [Watched::Comments, Watched::Changes, Watched::Posts];
    let mut sockets = Vec::new();
    for watched in all {
        let mut socket = Socket::start(world.places.pick(0), None).await;
        socket.watch("1", watched.query(), watched.variables(world, None)).await;
        sockets.push(socket);
    }
    let author = &world.author;
    let input = json!({ "postId": world.post_id, "bodyMarkdown": "The first." });
    let comment = author.run(COMMENT, json!({ "input": input })).await["comment"]["id"].clone();
    let input = json!({ "commentId": comment, "bodyMarkdown": "The first, changed." });
    author.run(CHANGE, json!({ "input": input })).await;
    author.run(POST, json!({ "input": { "title": "First", "bodyMarkdown": "x", "publish": true } })).await;
    let mut begun = Vec::new();
    for (watched, socket) in all.into_iter().zip(&mut sockets) {
        let event = super::super::event(socket).await;
        begun.push((watched, event["cursor"].as_str().unwrap().to_owned()));
    }
    let [comments, changes, posts] = <[_; 3]>::try_from(begun).unwrap();
    [comments.clone(), comments, changes, posts]
}

pub struct Subscriber {
    world: World,
    number: usize,
    watched: Watched,
    after: String,
    seen: HashSet<String>,
    heard: Heard,
}

/// What somebody heard in all.
#[derive(Debug)]
pub struct Heard {
    pub watched: Watched,
    pub ids: Vec<Uuid>,
    pub cuts: usize,
}

impl Subscriber {
    pub fn new(world: World, number: usize, watched: Watched, after: String) -> Self {
        let seen = HashSet::from([after.clone()]);
        let heard = Heard { watched, ids: Vec::new(), cuts: 0 };
        Self { world, number, watched, after, seen, heard }
    }

    /// Watches until everything was heard that is known to have happened, or nothing more can come.
    pub async fn watch(mut self, mut stopping: watch::Receiver<Option<Option<Truth>>>) -> Heard {
        for round in self.number.. {
            // Not all at the same time.
            let cut_in = Duration::from_millis(700 + (self.number as u64 * 137 + round as u64 * 61) % 600);
            let _ = timeout(cut_in, self.hear(round)).await;
            self.heard.cuts += 1;
            let truth = stopping.borrow_and_update().clone().flatten();
            if let Some(truth) = truth {
                return self.finish(&truth, round + 1).await;
            }
        }
        unreachable!("rounds do not end");
    }

    /// Nothing is written any more: hears the rest, and that nothing comes after it.
    async fn finish(mut self, truth: &Truth, mut round: usize) -> Heard {
        let (until, count) = (Instant::now() + PATIENCE, truth.of(self.watched).len() - 1);
        while self.heard.ids.len() < count && Instant::now() < until {
            let _ = timeout(Duration::from_secs(1), self.hear(round)).await;
            round += 1;
        }
        let _ = timeout(Duration::from_millis(300), self.hear(round)).await;
        self.heard
    }

    /// Hears until it is cut. May be dropped at any moment: what was heard is noted.
    async fn hear(&mut self, round: usize) {
        let Some(mut socket) = Socket::try_start(self.world.places.pick(round)).await else {
            sleep(Duration::from_millis(50)).await;
            return;
        };
        let variables = self.watched.variables(&self.world, Some(&self.after));
        let payload = json!({ "query": self.watched.query(), "variables": variables });
        let message = json!({ "type": "subscribe", "id": "1", "payload": payload });
        socket.offer(Message::text(message.to_string())).await;
        loop {
            match socket.heard_within(PATIENCE).await {
                Some(Ok(message)) if message["type"] == "next" => self.note(&message["payload"]),
                Some(Ok(message)) => panic!("{message:#}"),
                // Closed, or broken off.
                Some(Err(_)) | None => return,
            }
        }
    }

    fn note(&mut self, payload: &Value) {
        assert!(payload.get("errors").is_none(), "{payload:#}");
        let event = payload["data"].as_object().unwrap().values().next().unwrap();
        let cursor = event["cursor"].as_str().unwrap();
        assert!(self.seen.insert(cursor.to_owned()), "it came twice: {event:#}");
        self.after = cursor.to_owned();
        self.heard.ids.push(uuid(event));
    }
}
