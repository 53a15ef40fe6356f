//! Several instances beside each other: what is scheduled is published once, and on time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tribune::clock::Clock;
use tribune::domain::Domain;
use tribune::domain::event::{Topic, watch};
use tribune::domain::identity;
use tribune::domain::job::TribuneHandlers;
use tribune::worker::{Settings, Worker};

use crate::counters::assert_in_step;
use crate::support::world::{mutation, post_with};
use crate::support::{Client, PASSWORD, TestApp};

const INSTANCES: usize = 3;
/// A schedule a second, for so many seconds, or as many as `TRIBUNE_TEST_SOAK_SECONDS` says.
const SECONDS: usize = 8;
/// How late the publication may be, on a machine that does other things too.
const LATE: f64 = 2.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_instances_publish_each_post_once_and_in_time() {
    let seconds = std::env::var("TRIBUNE_TEST_SOAK_SECONDS").ok();
    let posts = seconds.map_or(SECONDS, |seconds| seconds.parse().expect("it is a number"));
    let mut apps = vec![TestApp::new().await];
    apps[0].alice().await;
    for _ in 1..INSTANCES {
        let beside = apps[0].beside().await;
        apps.push(beside);
    }
    let domains: Vec<Domain> =
        apps.iter().map(|app| Domain { clock: Clock::system(), ..app.domain.clone() }).collect();
    let (heard, mut told) = mpsc::unbounded_channel();
    let (mut clients, mut workers) = (Vec::new(), Vec::new());
    for (app, domain) in apps.iter().zip(&domains) {
        let mut watch = watch(domain, Topic::PostsPublished, None).await.unwrap();
        let heard = heard.clone();
        workers.push(tokio::spawn(async move {
            while let Ok(event) = watch.next().await {
                let _ = heard.send(event.row.post_id);
            }
        }));
        let worker = Worker::new(domain.clone(), Arc::new(TribuneHandlers), Settings::default());
        workers.push(tokio::spawn(worker.run(std::future::pending())));
        let sign_in = identity::login(domain, "alice", PASSWORD, identity::Client::default()).await.unwrap();
        clients.push(Client::new(app.with_domain(domain.clone()), Some(sign_in)));
    }
    let (first, mut ids) = (domains[0].clock.now() + chrono::Duration::seconds(2), Vec::new());
    for number in 0..posts {
        let client = &clients[number % INSTANCES];
        let id = post_with(client, json!({ "title": format!("Post {number}"), "bodyMarkdown": "x" })).await;
        let at = first + chrono::Duration::seconds(i64::try_from(number).unwrap());
        let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let publish = mutation("publishPost", "post { status }");
        client.run(&publish, json!({ "input": { "postId": id, "at": at } })).await;
        ids.push((id, at.parse::<DateTime<Utc>>().unwrap()));
    }
    let all = async {
        let sql = "SELECT count(*) FROM posts WHERE status = 'PUBLISHED'";
        while apps[0].number(sql).await < i64::try_from(posts).unwrap() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_secs(posts as u64 + 60), all).await.expect("all are published");
    // What would be told twice has come by now; an instance that nobody nudges looks once a second.
    sleep(Duration::from_millis(1_500)).await;
    for worker in &workers {
        worker.abort();
    }

    let mut times: BTreeMap<_, usize> = BTreeMap::new();
    while let Ok(id) = told.try_recv() {
        *times.entry(id).or_default() += 1;
    }
    assert_eq!(times.values().copied().collect::<Vec<_>>(), vec![INSTANCES; posts]);
    let mut latest: f64 = 0.0;
    for (id, at) in ids {
        let query = "query ($id: ID!) { node(id: $id) { ... on Post { version publishedAt } } }";
        let post = clients[0].ask(query, json!({ "id": id })).await["node"].clone();
        // Written, scheduled, published.
        assert_eq!(post["version"], 3);
        let published_at: DateTime<Utc> = post["publishedAt"].as_str().unwrap().parse().unwrap();
        let late = (published_at - at).as_seconds_f64();
        assert!((0.0..LATE).contains(&late), "{late} s late");
        latest = latest.max(late);
    }
    eprintln!("the latest was {latest} s late");
    assert_in_step(&apps[0]).await;
    assert_eq!(apps[0].number("SELECT count(*) FROM jobs WHERE kind = 'publish_post'").await, 0);
}
