//! Redis goes away and comes back, or falls silent, while two programs work.

mod load;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

use self::load::Load;
use super::ledger::is_full;
use super::target::alone;
use crate::support::Caller;
use crate::support::program::{Home, Program};
use crate::support::redis::RedisServer;
use crate::support::socket::Socket;

/// Whatever else is slow on a busy machine, nobody waits for a Redis that is away.
const STALL: Duration = Duration::from_secs(3);
const RECOVERY: Duration = Duration::from_secs(5);
/// How long it is away, and how long it is there again.
const A_WHILE: Duration = Duration::from_secs(2);

const POST: &str = "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { message } } }";
const COMMENT: &str =
    "mutation ($input: AddCommentInput!) { addComment(input: $input) { userErrors { message } } }";
const WATCH: &str = "subscription ($id: ID!) { commentAdded(postId: $id) { comment { bodyMarkdown } } }";

/// Two programs, a post to talk under, and a Redis of the test's own.
struct World {
    redis: RedisServer,
    programs: Vec<Program>,
    author: Caller,
    post_id: Value,
    /// Of which the load does not talk.
    quiet_post_id: Value,
    // Last, because the others live in it.
    _home: Home,
}

impl World {
    /// Nothing where no Redis is to be tested with, or none can be started.
    async fn new() -> Option<Self> {
        std::env::var_os("TRIBUNE_TEST_REDIS_URL")?;
        let home = Home::new();
        let redis = RedisServer::start(&home.directory)?;
        let serve = || {
            let mut command = home.command(&["serve"]);
            command.env("REDIS_URL", redis.url()).env("TRIBUNE_REDIS_PREFIX", "attack:");
            home.serve_with(command)
        };
        let programs = vec![serve(), serve()];
        let author = programs[0].caller().register("author").await;
        let input = json!({ "input": { "title": "Under load", "bodyMarkdown": "x", "publish": true } });
        let post_id = author.run(POST, input.clone()).await["post"]["id"].clone();
        let quiet_post_id = author.run(POST, input).await["post"]["id"].clone();
        Some(Self { redis, programs, author, post_id, quiet_post_id, _home: home })
    }

    /// Comments at one program until a socket at the other hears of it; a client that is closed comes back.
    async fn hears(&self, from: &Program, to: &Program, within: Duration) -> Duration {
        let (begin, author) = (Instant::now(), self.author.moved_to(from.address));
        let heard = timeout(within, async {
            for number in 0.. {
                let Some(mut socket) = self.watch(to).await else { continue };
                let body = format!("heard {number} {}", to.address);
                loop {
                    let input = json!({ "postId": self.quiet_post_id, "bodyMarkdown": body });
                    author.run(COMMENT, json!({ "input": input })).await;
                    match timeout(Duration::from_millis(300), arrives(&mut socket, &body)).await {
                        Ok(true) => return,
                        Ok(false) => break,
                        Err(_) => {}
                    }
                }
            }
        });
        assert!(heard.await.is_ok(), "nothing arrives: {}{}", from.log(), to.log());
        begin.elapsed()
    }

    /// A socket that watches, unless it is closed before.
    async fn watch(&self, program: &Program) -> Option<Socket> {
        let mut socket = Socket::silent(program.address).await;
        let payload = json!({ "query": WATCH, "variables": { "id": self.quiet_post_id } });
        for message in [
            json!({ "type": "connection_init" }),
            json!({ "type": "subscribe", "id": "1", "payload": payload }),
            json!({ "type": "ping" }),
        ] {
            socket.offer(Message::text(message.to_string())).await;
        }
        while let Some(Ok(message)) = socket.heard().await {
            if message["type"] == "pong" {
                return Some(socket);
            }
        }
        None
    }

    async fn all_hear(&self, within: Duration) -> Duration {
        let [first, second] = &self.programs[..] else { panic!("two programs") };
        let begin = Instant::now();
        self.hears(first, second, within).await;
        self.hears(second, first, within.saturating_sub(begin.elapsed())).await;
        begin.elapsed()
    }
}

/// Whether it arrives; otherwise the socket is closed.
async fn arrives(socket: &mut Socket, body: &str) -> bool {
    while let Some(Ok(message)) = socket.heard().await {
        if message["payload"]["data"]["commentAdded"]["comment"]["bodyMarkdown"] == body {
            return true;
        }
    }
    false
}

/// Under load: Redis goes, and comes again.
async fn goes_and_comes(goes: fn(&mut RedisServer), comes: fn(&mut RedisServer)) {
    let _alone = alone().await;
    let Some(mut world) = World::new().await else { return };
    world.all_hear(Duration::from_secs(10)).await;
    let load = Load::begin(&world.programs, &world.author, &world.post_id);
    sleep(A_WHILE / 2).await;
    let usual = load.slowest();
    for _ in 0..2 {
        goes(&mut world.redis);
        sleep(A_WHILE).await;
        let away = load.slowest();
        for program in &world.programs {
            let (status, body) = program.caller().get("/readyz").await;
            assert!(status.is_success() && body.contains(r#""bus":"unreachable""#), "{status} {body}");
        }
        comes(&mut world.redis);
        let recovery = world.all_hear(RECOVERY).await;
        let back = load.slowest();
        if is_full() {
            println!(
                "slowest before {usual:?}, while away {away:?}, when back {back:?}; recovered after {recovery:?}"
            );
        }
        assert!(away < STALL && back < STALL, "{usual:?}, {away:?}, {back:?}");
        sleep(A_WHILE / 2).await;
    }
    load.end().await;
    for program in &world.programs {
        let log = program.log();
        assert!(log.contains("Redis is away") && !log.contains("panicked"), "{log}");
    }
}

#[tokio::test]
async fn redis_stopped_and_started_stops_nobody() {
    goes_and_comes(RedisServer::kill, RedisServer::start_again).await;
}

#[tokio::test]
async fn a_redis_that_falls_silent_stops_nobody() {
    goes_and_comes(|redis| redis.signal("STOP"), |redis| redis.signal("CONT")).await;
}
