//! Counters: one event a second, and the last one tells where they stand.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tribune::viewer::Role;

use super::{COMMENT_CHANGES, POST, change, cursor, event, resume, watch};
use crate::support::TestApp;
use crate::support::world::{comment, post};

const SECOND: Duration = Duration::from_secs(1);

fn counts(event: &Value) -> [i64; 2] {
    ["commentCount", "reactionCount"].map(|name| event["post"][name].as_i64().unwrap())
}

#[tokio::test]
async fn a_posts_counters_are_told_of_once_a_second_and_its_edits_at_once() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Watched").await;
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(app.actor(&format!("person_{number}"), Role::Reader).await);
    }
    let mut socket = watch(&app, &app.anon(), POST, json!({ "id": id })).await;
    let begin = Instant::now();
    change(&people[0], "react", json!({ "subjectId": id, "kind": "LIKE" })).await;
    let first = event(&mut socket).await;
    assert_eq!(counts(&first), [0, 1]);
    for person in &people {
        change(person, "react", json!({ "subjectId": id, "kind": "LOVE" })).await;
        comment(person, &id, None, "x").await;
    }
    // Whatever came by then, and in the end all of it.
    let mut told: u32 = 1;
    loop {
        let counted = event(&mut socket).await;
        assert!(begin.elapsed() >= SECOND * told, "{told} after {:?}", begin.elapsed());
        told += 1;
        if counts(&counted) == [10, 10] {
            break;
        }
    }
    for person in &people {
        change(person, "removeReaction", json!({ "subjectId": id })).await;
    }
    // An edit does not wait, and tells the counters too.
    change(&alice, "updatePost", json!({ "postId": id, "title": "Edited", "bodyMarkdown": "New text." }))
        .await;
    let edited = loop {
        let event = event(&mut socket).await;
        if event["post"]["title"] == "Edited" {
            break event;
        }
    };
    assert_eq!((counts(&edited), &edited["post"]["bodyMarkdown"]), ([10, 0], &json!("New text.")));
    socket.hears_nothing(Duration::from_millis(50)).await;

    // Who comes back hears of all that in one event of the counters and the edit.
    let mut socket = resume(&app, &app.anon(), POST, json!({ "id": id, "after": cursor(&first) })).await;
    assert_eq!(cursor(&event(&mut socket).await), cursor(&edited));
    socket.hears_nothing(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn a_comments_reactions_are_gathered_and_its_changes_are_not() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Watched").await;
    let (one, other) = (comment(&alice, &id, None, "One").await, comment(&bob, &id, None, "Other").await);
    let mut socket = watch(&app, &app.anon(), COMMENT_CHANGES, json!({ "id": id })).await;
    change(&bob, "updateComment", json!({ "commentId": other, "bodyMarkdown": "Edited" })).await;
    let edited = event(&mut socket).await;
    assert_eq!((&edited["commentId"], &edited["comment"]["bodyMarkdown"]), (&json!(other), &json!("Edited")));
    for (person, kind) in [(&alice, "LIKE"), (&bob, "LIKE"), (&alice, "LOVE"), (&bob, "SAD")] {
        change(person, "react", json!({ "subjectId": one, "kind": kind })).await;
    }
    change(&bob, "deleteComment", json!({ "commentId": other })).await;
    // What was held comes before what happened later.
    let (mut before, mut heard) = (json!(null), event(&mut socket).await);
    while heard["commentId"] == json!(one) {
        (before, heard) = (heard, event(&mut socket).await);
    }
    assert_eq!(before["comment"]["reactionCount"], 2);
    assert_eq!((&heard["commentId"], &heard["comment"]["isDeleted"]), (&json!(other), &json!(true)));
    assert_eq!(heard["comment"]["bodyMarkdown"], json!(null));
    socket.hears_nothing(Duration::from_millis(50)).await;
}
