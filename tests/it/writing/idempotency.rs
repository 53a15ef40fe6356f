//! Keys by which what is sent again makes nothing new.

use chrono::Duration;
use serde_json::{Value, json};

use crate::counters::assert_in_step;
use crate::support::world::{mutation, post};
use crate::support::{Client, TestApp};

fn create() -> String {
    mutation("createPost", "post { id title }")
}

fn add() -> String {
    mutation("addComment", "comment { id bodyMarkdown author { username } post { commentCount } }")
}

fn new_post(key: &str, title: &str) -> Value {
    json!({ "input": { "title": title, "bodyMarkdown": "x", "tags": ["one"], "publish": true, "idempotencyKey": key } })
}

async fn id(client: &Client, key: &str, title: &str) -> String {
    let made = client.run(&create(), new_post(key, title)).await;
    assert_eq!(made["post"]["title"], title);
    made["post"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_same_key_gives_the_first_answer_after_it_and_elsewhere() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.moderator().await);
    let first = id(&alice, "a", "One").await;
    assert_eq!(id(&alice, "a", "One").await, first);
    let beside = app.beside().await;
    assert_eq!(id(&alice.moved_to(beside.wire.clone()), "a", "One").await, first);
    // A person's own, and a key's own.
    assert_ne!(id(&bob, "a", "One").await, first);
    assert_ne!(id(&alice, "b", "One").await, first);
    assert_eq!(app.number("SELECT count(*) FROM posts").await, 3);
    assert_eq!(app.number("SELECT count(*) FROM events").await, 3);
    assert_in_step(&app).await;
    app.advance(Duration::hours(24) - Duration::minutes(1));
    let alice = app.sign_in("alice").await;
    assert_eq!(id(&alice, "a", "One").await, first);
    app.advance(Duration::minutes(2));
    let alice = app.sign_in("alice").await;
    assert_ne!(id(&alice, "a", "One").await, first);
}

#[tokio::test]
async fn the_same_comment_at_the_same_time_is_there_once() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let post_id = post(&alice, "Discussed").await;
    let beside = app.beside().await;
    let input = json!({ "input": { "postId": post_id, "bodyMarkdown": "Hello", "idempotencyKey": "k" } });
    let add = add();
    let sent = (0..20).map(|number| {
        let client = if number % 2 == 0 { bob.clone() } else { bob.moved_to(beside.wire.clone()) };
        let (add, input) = (&add, input.clone());
        async move { client.run(add, input).await }
    });
    let answers = futures_util::future::join_all(sent).await;
    let first = &answers[0]["comment"];
    assert_eq!((&first["bodyMarkdown"], &first["author"]["username"]), (&json!("Hello"), &json!("bob")));
    assert!(answers.iter().all(|answer| answer["comment"] == *first), "{answers:?}");
    assert_eq!(first["post"]["commentCount"], 1);
    assert_eq!(app.number("SELECT count(*) FROM comments").await, 1);
    assert_in_step(&app).await;
}

#[tokio::test]
async fn a_key_of_another_change_is_refused_and_a_failed_one_is_free() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    assert_eq!(alice.problems(&create(), new_post("a", "")).await, ["BLANK"]);
    let first = id(&alice, "a", "One").await;
    assert_eq!(alice.problems(&create(), new_post("a", "Two")).await, ["CONFLICT"]);
    let comment =
        |key: &str| json!({ "input": { "postId": first, "bodyMarkdown": "Hello", "idempotencyKey": key } });
    assert_eq!(alice.problems(&add(), comment("a")).await, ["CONFLICT"]);
    for (key, code) in [("", "BLANK"), (&*"k".repeat(256), "TOO_LONG")] {
        assert_eq!(alice.problems(&create(), new_post(key, "Three")).await, [code]);
    }
    assert_eq!(app.number("SELECT count(*) FROM posts").await, 1);
    // What the key made is gone for the one who made it.
    bob.run(&add(), comment("mine")).await;
    alice.run(&mutation("unpublishPost", "post { id }"), json!({ "input": { "postId": first } })).await;
    assert_eq!(bob.problems(&add(), comment("mine")).await, ["NOT_FOUND"]);
}
