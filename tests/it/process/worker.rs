//! Jobs and processes: after a restart, beside the server, and from the command line.

use std::time::{Duration, Instant};

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tribune::clock::Clock;
use tribune::id::{self, Id};
use uuid::Uuid;

use crate::support::Caller;
use crate::support::program::{Home, Program};

const PATIENCE: Duration = Duration::from_secs(30);

/// A draft that is scheduled for so many milliseconds from now; its id and the time.
async fn scheduled(caller: &Caller, milliseconds: i64) -> (String, DateTime<Utc>) {
    let create = "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { message } } }";
    let input = json!({ "title": "Later", "bodyMarkdown": "x" });
    let id = caller.run(create, json!({ "input": input })).await["post"]["id"].as_str().unwrap().to_owned();
    let at = Clock::system().now() + chrono::Duration::milliseconds(milliseconds);
    let publish = "mutation ($input: PublishPostInput!) { publishPost(input: $input) { post { status } userErrors { message } } }";
    let input = json!({ "postId": id, "at": at.to_rfc3339_opts(SecondsFormat::Micros, true) });
    let post = caller.run(publish, json!({ "input": input })).await["post"].clone();
    assert_eq!(post["status"], "SCHEDULED");
    (id, at)
}

async fn seen(caller: &Caller, id: &str) -> Value {
    let query = "query ($id: ID!) { node(id: $id) { ... on Post { status publishedAt } } }";
    caller.ask(query, json!({ "id": id })).await["node"].clone()
}

/// Waits until the post is published; when it was.
async fn published(caller: &Caller, id: &str) -> DateTime<Utc> {
    let until = Instant::now() + PATIENCE;
    loop {
        let post = seen(caller, id).await;
        if post["status"] == "PUBLISHED" {
            return post["publishedAt"].as_str().unwrap().parse().unwrap();
        }
        assert!(Instant::now() < until, "it is not published: {post}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn what_is_scheduled_is_published_on_time_and_after_a_restart() {
    let home = Home::new();
    let mut program = home.serve();
    let alice = program.caller().register("alice").await;
    let (id, at) = scheduled(&alice, 1_000).await;
    let late = published(&alice, &id).await - at;
    assert!(late >= chrono::Duration::zero() && late < chrono::Duration::seconds(2), "{late}");

    // Its time passes while nobody serves.
    let (id, at) = scheduled(&alice, 800).await;
    program.kill();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let program = home.serve();
    let alice = alice.moved_to(program.address);
    assert!(published(&alice, &id).await > at);
}

#[tokio::test]
async fn a_worker_beside_a_server_that_leaves_the_jobs_to_it() {
    let home = Home::new();
    let program = home.serve_with(home.command(&["serve", "--worker", "off"]));
    let alice = program.caller().register("alice").await;
    let (id, _) = scheduled(&alice, 100).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(seen(&alice, &id).await["status"], "SCHEDULED");
    let mut worker = Program::run(home.command(&["worker"]), &home.directory.join("worker.log"));
    worker.line("Tribune ");
    published(&alice, &id).await;
    let (id, at) = scheduled(&alice, 1_000).await;
    let late = published(&alice, &id).await - at;
    assert!(late < chrono::Duration::seconds(2), "{late}");
    worker.signal("TERM");
    assert_eq!(worker.ended().await.code(), Some(0), "{}", worker.log());
}

#[tokio::test]
async fn jobs_are_listed_shown_retried_and_discarded() {
    let home = Home::new();
    assert_eq!(home.run(&["jobs", "list"]).well(), "There is no such job.\n");
    let database = home.database.connect().await;
    let job = |number: u128| Id::<id::Job>::new(Uuid::from_u128(number));
    for (number, dead) in [(1, "NULL"), (2, "'2026-01-02T03:04:05+00:00'")] {
        let id = match crate::support::is_postgres() {
            true => format!("'{}'", Uuid::from_u128(number)),
            false => format!("x'{}'", Uuid::from_u128(number).simple()),
        };
        let sql = format!(
            "INSERT INTO jobs (id, kind, payload, run_at, attempts, max_attempts, last_error, died_at, created_at)
             VALUES ({id}, 'of_the_future', '{{}}', '2026-01-02T03:04:05+00:00', 3, 3, 'no luck', {dead}, '2026-01-02T03:04:05+00:00')"
        );
        database.writer().execute_unprepared(&sql).await.unwrap();
    }
    let (waiting, dead) = (job(1).to_string(), job(2).to_string());
    let all = home.run(&["jobs", "list"]).well();
    assert!(all.contains(&waiting) && all.contains(&dead) && all.contains("no luck"), "{all}");
    let listed = home.run(&["jobs", "list", "--state", "dead", "--kind", "of_the_future"]).well();
    assert!(listed.contains(&dead) && !listed.contains(&waiting) && listed.contains("3 of 3"), "{listed}");
    let shown = home.run(&["jobs", "show", &dead]).well();
    assert!(shown.contains("Dead since") && shown.contains("2026-01-02T03:04:05Z"), "{shown}");

    home.run(&["jobs", "retry", &dead]).well();
    let shown = home.run(&["jobs", "show", &dead]).well();
    assert!(shown.contains("waiting") && shown.contains("0 of 3"), "{shown}");
    home.run(&["jobs", "discard", &dead, &waiting]).well();
    assert_eq!(home.run(&["jobs", "list"]).well(), "There is no such job.\n");
    home.run(&["jobs", "show", &dead]).refused(1, "There is no such job.");
    home.run(&["jobs", "retry", &dead]).refused(1, "There is no such job.");
    home.run(&["jobs", "discard", "post_01h455vb4pex5vsknk084sn02q"]).refused(2, "is not the id of a job");
    home.run(&["jobs", "retry"]).refused(2, "<ID>");
}
