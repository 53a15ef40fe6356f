//! Eight write and twenty watch, who are cut every second and go on from their cursor at another instance: each of them
//! ends with every event, once and in the one order.
//!
//! In the suite for some seconds: on SQLite at one instance, on PostgreSQL and Redis at three. The longer form runs
//! where `TRIBUNE_TEST_SOAK_SECONDS` says for how long (60 is a good number): over programs of their own, of which one is
//! killed with -9 every 10 s and started again, and once Redis.
//!
//!     TRIBUNE_TEST_SOAK_SECONDS=60 scripts/test.sh --nocapture events::soak

mod subscriber;
mod writer;

use std::net::SocketAddr;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use tribune::id::{self, Id};
use tribune::infra::database::Database;
use uuid::Uuid;

use self::subscriber::{Subscriber, Watched};
use self::writer::Writer;
use crate::support::program::{Home, Program};
use crate::support::redis::RedisServer;
use crate::support::{Caller, TestApp, TestDatabase, is_postgres, redis_url};

const WRITERS: usize = 8;
const SUBSCRIBERS: usize = 20;
/// So often one instance is killed.
const KILLED_EVERY: Duration = Duration::from_secs(10);
/// Whoever has not heard everything by then never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the instances are at the moment.
#[derive(Clone)]
struct Places(Arc<RwLock<Vec<SocketAddr>>>);

impl Places {
    fn new(addresses: Vec<SocketAddr>) -> Self {
        Self(Arc::new(RwLock::new(addresses)))
    }

    fn pick(&self, number: usize) -> SocketAddr {
        let places = self.0.read().unwrap();
        places[number % places.len()]
    }

    fn set(&self, number: usize, address: SocketAddr) {
        self.0.write().unwrap()[number] = address;
    }
}

/// Everything is under this post.
#[derive(Clone)]
struct World {
    places: Places,
    author: Caller,
    post_id: String,
}

impl World {
    async fn new(places: Places) -> Self {
        let author = Caller::new(places.pick(0)).register("author").await;
        let input = json!({ "input": { "title": "Watched", "bodyMarkdown": "x", "publish": true } });
        let post = author.run(writer::POST, input).await;
        let post_id = post["post"]["id"].as_str().unwrap().to_owned();
        Self { places, author, post_id }
    }

    /// Has them write and watch for as long as `disturb` takes.
    async fn run(self, database: &TestDatabase, disturb: impl Future<Output = ()>) {
        let begun = subscriber::begin(&self).await;
        let (stop, stopping) = watch::channel(None);
        let mut writers = Vec::new();
        for number in 0..WRITERS {
            let writer = Writer::register(&self, number).await;
            writers.push(tokio::spawn(writer.write(stopping.clone())));
        }
        let watching = (0..SUBSCRIBERS).map(|number| {
            let (watched, after) = begun[number % begun.len()].clone();
            let subscriber = Subscriber::new(self.clone(), number, watched, after);
            tokio::spawn(subscriber.watch(stopping.clone()))
        });
        let watching: Vec<_> = watching.collect();
        disturb.await;
        stop.send_replace(Some(None));
        let mut acknowledged = Vec::new();
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
        let truth = Truth::read(database).await;
        truth.holds(&acknowledged);
        stop.send_replace(Some(Some(truth.clone())));
        let mut cuts = 0;
        for subscriber in watching {
            let heard = subscriber.await.unwrap();
            let expected = truth.of(heard.watched);
            // The first was heard before, by who gave them their cursor.
            assert_eq!(heard.ids.len(), expected.len() - 1, "{:?} after {} cuts", heard.watched, heard.cuts);
            assert_eq!(heard.ids, expected[1..], "{:?} after {} cuts", heard.watched, heard.cuts);
            cuts += heard.cuts;
        }
        assert!(acknowledged.len() > 10 * WRITERS, "only {} writes", acknowledged.len());
        assert!(cuts >= SUBSCRIBERS, "only {cuts} cuts");
        eprintln!("{} writes and {cuts} cuts, and nobody missed one", acknowledged.len());
    }
}

/// The events as the database has them in the end, each by what it is of.
#[derive(Clone, Debug)]
struct Truth {
    comments: Vec<Uuid>,
    changes: Vec<Uuid>,
    posts: Vec<Uuid>,
}

impl Truth {
    async fn read(test_database: &TestDatabase) -> Self {
        let database = test_database.connect().await;
        let order = if is_postgres() { "position" } else { "id" };
        // Those who wait for the last events have them positioned by now, or soon.
        let until = Instant::now() + PATIENCE;
        while is_postgres() && count(&database, "SELECT id FROM events WHERE position IS NULL").await > 0 {
            assert!(Instant::now() < until, "there are events without a position");
            sleep(Duration::from_millis(20)).await;
        }
        let of = async |kind: &str, column: &str| {
            ids(&database, &format!("SELECT {column} FROM events WHERE kind = '{kind}' ORDER BY {order}"))
                .await
        };
        let truth = Self {
            comments: of("COMMENT_ADDED", "comment_id").await,
            changes: of("COMMENT_UPDATED", "comment_id").await,
            posts: of("POST_PUBLISHED", "post_id").await,
        };
        // What was written has its event, whether its writer heard of it or not, and nothing else has one.
        let mut written = [truth.comments.clone(), truth.posts.clone()];
        written.iter_mut().for_each(|ids| ids.sort_unstable());
        let there = [
            ids(&database, "SELECT id FROM comments ORDER BY id").await,
            ids(&database, "SELECT id FROM posts ORDER BY id").await,
        ];
        assert_eq!(written, there);
        database.close().await.unwrap();
        truth
    }

    fn of(&self, watched: Watched) -> &[Uuid] {
        match watched {
            Watched::Comments => &self.comments,
            Watched::Changes => &self.changes,
            // The one under which all is was there before.
            Watched::Posts => &self.posts[1..],
        }
    }

    /// What a writer was told is there.
    fn holds(&self, acknowledged: &[String]) {
        for id in acknowledged {
            let is_there = match id.split('_').next() {
                Some("post") => self.posts.contains(&Id::<id::Post>::parse(id).unwrap().uuid()),
                _ => self.comments.contains(&Id::<id::Comment>::parse(id).unwrap().uuid()),
            };
            assert!(is_there, "{id} was acknowledged and has no event");
        }
    }
}

async fn ids(database: &Database, sql: &str) -> Vec<Uuid> {
    let rows =
        database.reader().query_all_raw(Statement::from_string(database.backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn count(database: &Database, sql: &str) -> usize {
    let rows =
        database.reader().query_all_raw(Statement::from_string(database.backend(), sql)).await.unwrap();
    rows.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_who_are_cut_every_second_hear_everything_in_order() {
    let first = TestApp::new().await;
    let mut apps = Vec::new();
    if redis_url().is_some() {
        apps = vec![first.beside().await, first.beside().await];
    }
    let addresses = std::iter::once(&first).chain(&apps).map(|app| app.address).collect();
    let world = World::new(Places::new(addresses)).await;
    world.run(&first.database, sleep(Duration::from_secs(5))).await;
}

/// For how long the longer form runs, where it does.
fn long() -> Option<Duration> {
    let seconds = std::env::var("TRIBUNE_TEST_SOAK_SECONDS").ok()?;
    Some(Duration::from_secs(seconds.parse().expect("TRIBUNE_TEST_SOAK_SECONDS is a number")))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_hear_everything_though_instances_are_killed_and_redis_too() {
    let Some(duration) = long() else { return };
    let home = Home::new();
    let mut redis =
        redis_url().is_some().then(|| RedisServer::start(&home.directory).expect("a redis-server"));
    let redis_address = redis.as_ref().map(RedisServer::url);
    let serve = || {
        let mut command = home.command(&["serve"]);
        if let Some(url) = &redis_address {
            command.env("REDIS_URL", url);
        }
        home.serve_with(command)
    };
    let mut programs: Vec<Program> =
        (0..if redis_address.is_some() { 3 } else { 1 }).map(|_| serve()).collect();
    let places = Places::new(programs.iter().map(|program| program.address).collect());
    let world = World::new(places.clone()).await;
    let disturb = async {
        let (begin, mut round) = (Instant::now(), 0);
        while begin.elapsed() < duration {
            sleep(KILLED_EVERY / 2).await;
            if round == 0
                && let Some(redis) = &mut redis
            {
                redis.kill();
                sleep(Duration::from_secs(1)).await;
                redis.start_again();
            }
            sleep(KILLED_EVERY / 2).await;
            let number = round % programs.len();
            programs[number].kill();
            sleep(Duration::from_millis(300)).await;
            programs[number] = serve();
            places.set(number, programs[number].address);
            round += 1;
        }
    };
    world.run(&home.database, disturb).await;
}

fn uuid(event: &Value) -> Uuid {
    match (event["commentId"].as_str(), event["postId"].as_str()) {
        (Some(id), _) => Id::<id::Comment>::parse(id).unwrap().uuid(),
        (None, Some(id)) => Id::<id::Post>::parse(id).unwrap().uuid(),
        (None, None) => panic!("an event of nothing: {event:#}"),
    }
}
