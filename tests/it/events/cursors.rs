//! Going on from a cursor: at the same instance, at another, over the seam to what is new; and cursors that are wrong.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde_json::{Value, json};
use tribune::domain::event;

use super::{COMMENT_CHANGES, COMMENTS, POST, POSTS, change, cursor, event as heard, resume, watch};
use crate::support::socket::Socket;
use crate::support::world::{comment, post, post_with};
use crate::support::{Client, TestApp};

fn text(event: &Value) -> &str {
    event["comment"]["bodyMarkdown"].as_str().unwrap()
}

#[tokio::test]
async fn who_comes_back_to_any_instance_gets_what_they_missed_and_then_what_is_new() {
    let here = TestApp::new().await;
    let there = here.beside().await;
    let (alice, bob) = (here.alice().await, here.bob().await);
    let id = post(&alice, "Watched").await;
    let mut socket = watch(&here, &here.anon(), COMMENTS, json!({ "id": id })).await;
    comment(&bob, &id, None, "0").await;
    let first = heard(&mut socket).await;
    assert_eq!((text(&first), &first["comment"]["author"]["username"]), ("0", &json!("bob")));
    drop(socket);
    let mut said: Vec<String> = (1..=150).map(|number| number.to_string()).collect();
    for text in &said {
        comment(&bob, &id, None, text).await;
    }
    let other = post(&alice, "Other").await;
    comment(&bob, &other, None, "elsewhere").await;
    // A third that never read what is missed, and has to look into the table.
    let late = here.beside().await;
    for (name, app) in [("here", &here), ("there", &there), ("late", &late)] {
        let variables = json!({ "id": id, "after": cursor(&first) });
        let mut socket = resume(app, &app.anon(), COMMENTS, variables).await;
        for missed in &said {
            assert_eq!(text(&heard(&mut socket).await), missed, "{name}");
        }
        said.push(format!("new {name}"));
        comment(&bob, &id, None, &said[said.len() - 1]).await;
        let new = heard(&mut socket).await;
        assert_eq!(text(&new), said[said.len() - 1]);
        // Nothing was missed since the last.
        let variables = json!({ "id": id, "after": cursor(&new) });
        let mut socket = watch(app, &app.anon(), COMMENTS, variables).await;
        said.push(format!("newer {name}"));
        comment(&bob, &id, None, &said[said.len() - 1]).await;
        assert_eq!(text(&heard(&mut socket).await), said[said.len() - 1]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_no_gap_and_no_repeat_at_the_seam() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Watched").await;
    let mut socket = watch(&app, &app.anon(), COMMENTS, json!({ "id": id })).await;
    let writes = async {
        for number in 0..200 {
            comment(&bob, &id, None, &number.to_string()).await;
        }
    };
    // Cut after each few events, while more come all the time.
    let reads = async {
        let mut number = 0;
        for round in 0.. {
            let mut last = String::new();
            for _ in 0..=round % 7 {
                let event = heard(&mut socket).await;
                assert_eq!(text(&event), number.to_string());
                (number, last) = (number + 1, cursor(&event));
                if number == 200 {
                    return;
                }
            }
            let app = if round % 2 == 0 { &beside } else { &app };
            socket = resume(app, &app.anon(), COMMENTS, json!({ "id": id, "after": last })).await;
        }
    };
    tokio::join!(writes, reads);
}

/// A cursor of each subscription, with the query and the variables that gave it.
async fn cursors(app: &TestApp, alice: &Client, bob: &Client) -> Vec<(&'static str, Value, String)> {
    let input = json!({ "title": "Watched", "bodyMarkdown": "x", "tags": ["Rust"] });
    let id = post_with(alice, input).await;
    let watched = json!({ "id": id });
    let all = [
        (POSTS, json!({})),
        (POSTS, json!({ "tag": "rust" })),
        (POSTS, json!({ "author": alice.user_id() })),
        (POST, watched.clone()),
        (COMMENTS, watched.clone()),
        (COMMENT_CHANGES, watched.clone()),
    ];
    let mut sockets = Vec::new();
    for (query, variables) in &all {
        sockets.push(watch(app, alice, query, variables.clone()).await);
    }
    change(alice, "publishPost", json!({ "postId": id })).await;
    let comment_id = comment(bob, &id, None, "x").await;
    change(bob, "updateComment", json!({ "commentId": comment_id, "bodyMarkdown": "y" })).await;
    let mut cursors = Vec::new();
    for ((query, variables), socket) in all.into_iter().zip(&mut sockets) {
        cursors.push((query, variables, cursor(&heard(socket).await)));
    }
    cursors
}

/// What becomes of a subscription that goes on from a cursor, and then that the socket lives.
async fn refused(socket: &mut Socket, query: &str, variables: &Value, after: &str) -> Vec<String> {
    let mut variables = variables.clone();
    variables["after"] = json!(after);
    socket.request("1", query, variables).await;
    let codes = socket.refusal("1").await;
    socket.settle().await;
    codes
}

#[tokio::test]
async fn a_cursor_of_something_else_is_refused() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let cursors = cursors(&app, &alice, &bob).await;
    let list = "{ posts(first: 1) { edges { cursor } } }";
    let of_list =
        alice.ask(list, json!({})).await["posts"]["edges"][0]["cursor"].as_str().unwrap().to_owned();
    let mut socket = Socket::start(app.address, alice.token()).await;
    for (index, (query, variables, own)) in cursors.iter().enumerate() {
        for (other, (_, _, foreign)) in cursors.iter().enumerate() {
            if index != other {
                assert_eq!(
                    refused(&mut socket, query, variables, foreign).await,
                    ["CURSOR_INVALID"],
                    "{query}"
                );
            }
        }
        let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(own).unwrap()).unwrap();
        let (beginning, _) = decoded.rsplit_once('\u{1f}').unwrap();
        // From tomorrow, and no number at all.
        let made = ["1000000", "9223372036854775807", "0", "-1", "x", ""]
            .map(|position| URL_SAFE_NO_PAD.encode(format!("{beginning}\u{1f}{position}")));
        for wrong in made.iter().map(String::as_str).chain(["", "garbage", "\u{0}", &of_list, &own[1..]]) {
            assert_eq!(
                refused(&mut socket, query, variables, wrong).await,
                ["CURSOR_INVALID"],
                "{query} {wrong:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_cursor_from_before_what_is_kept_has_expired() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let cursors = cursors(&app, &alice, &bob).await;
    app.advance(Duration::days(7));
    let (alice, bob) = (app.sign_in("alice").await, app.sign_in("bob").await);
    // Old, and there still.
    for (query, variables, cursor) in &cursors {
        let mut variables = variables.clone();
        variables["after"] = json!(cursor);
        let mut socket = resume(&app, &alice, query, variables).await;
        if let Some(Ok(message)) = socket.heard_within(std::time::Duration::from_millis(100)).await {
            assert_eq!(message["type"], "next", "{message:#}");
        }
    }
    event::prune(&app.domain).await.unwrap();
    let removed = app.number("SELECT removed_position FROM event_log").await;
    let id = post(&alice, "New").await;
    comment(&bob, &id, None, "x").await;
    let late = app.beside().await;
    let anon = late.anon();
    let mut socket = Socket::start(late.address, anon.token()).await;
    let mut expired = 0;
    for (query, variables, after) in &cursors {
        let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(after).unwrap()).unwrap();
        let (_, position) = decoded.rsplit_once('\u{1f}').unwrap();
        if position.parse::<i64>().unwrap() < removed {
            assert_eq!(refused(&mut socket, query, variables, after).await, ["CURSOR_EXPIRED"], "{query}");
            expired += 1;
        }
    }
    assert_eq!(expired, cursors.len() - 1);
    // The last that was removed is as good as any that is there: nothing after it is gone.
    let (query, variables, after) = cursors.last().unwrap();
    let mut variables = variables.clone();
    variables["after"] = json!(after);
    socket.watch("1", query, variables).await;
}
