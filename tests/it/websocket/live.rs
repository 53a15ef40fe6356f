//! What arrives live, and at whom.

use std::time::Duration;

use serde_json::{Value, json};
use tribune::viewer::Role;

use super::{COMMENTS, POSTS, open, title};
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, TestApp};

#[tokio::test]
async fn comments_arrive_live_at_everybody_who_watches() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let (watched, other) = (post(&alice, "Watched").await, post(&alice, "Other").await);
    let mut sockets = [open(&app, &app.anon()).await, open(&app, &alice).await];
    for socket in &mut sockets {
        socket.watch("c", COMMENTS, json!({ "id": watched })).await;
    }
    comment(&bob, &other, None, "Elsewhere").await;
    let first = comment(&bob, &watched, None, "First").await;
    let reply = comment(&alice, &watched, Some(&first), "Reply").await;
    for socket in &mut sockets {
        for (id, text, author) in [(&first, "First", "bob"), (&reply, "Reply", "alice")] {
            let event = socket.event("c").await["commentAdded"].clone();
            assert_eq!(event["commentId"], id.as_str());
            assert_eq!(
                event["comment"],
                json!({ "id": id, "bodyMarkdown": text, "author": { "username": author } })
            );
            assert!(event["commentEdge"]["cursor"].is_string());
        }
    }
}

#[tokio::test]
async fn a_post_that_is_not_there_can_not_be_watched() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let draft = post_with(&alice, json!({ "title": "Mine", "bodyMarkdown": "x" })).await;
    let mut socket = open(&app, &app.anon()).await;
    socket.request("1", COMMENTS, json!({ "id": draft })).await;
    assert_eq!(socket.refusal("1").await, ["BAD_USER_INPUT"]);
    let mut socket = open(&app, &alice).await;
    socket.watch("1", COMMENTS, json!({ "id": draft })).await;
}

#[tokio::test]
async fn posts_arrive_live_by_author_and_by_tag() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let mut socket = open(&app, &app.anon()).await;
    let some = "subscription ($author: ID, $tag: String) { postPublished(authorId: $author, tag: $tag) { postId post { title } } }";
    let filters = [
        ("all", json!({})),
        ("alice", json!({ "author": alice.user_id() })),
        ("rust", json!({ "tag": "rust" })),
        // As people write it.
        ("both", json!({ "author": alice.user_id(), "tag": "Rust" })),
    ];
    for (id, variables) in &filters {
        socket.watch(id, some, variables.clone()).await;
    }
    let input = |title: &str, tags: Value| json!({ "title": title, "bodyMarkdown": "x", "tags": tags, "publish": true });
    let mut heard: Vec<(String, String)> = Vec::new();
    for (author, title_given, tags, count) in [
        (&bob, "B", json!([]), 1),
        (&bob, "B Rust", json!(["Rust"]), 2),
        (&alice, "A", json!(["Go"]), 2),
        (&alice, "A Rust", json!(["Go", "rust"]), 4),
    ] {
        post_with(author, input(title_given, tags)).await;
        for _ in 0..count {
            let message = socket.receive().await;
            assert_eq!(message["type"], "next", "{message:#}");
            heard.push((message["id"].as_str().unwrap().into(), title(&message["payload"]["data"]).into()));
        }
    }
    heard.sort();
    let expected = [
        ("alice", "A"),
        ("alice", "A Rust"),
        ("all", "A"),
        ("all", "A Rust"),
        ("all", "B"),
        ("all", "B Rust"),
        ("both", "A Rust"),
        ("rust", "A Rust"),
        ("rust", "B Rust"),
    ];
    assert_eq!(heard, expected.map(|(id, title)| (id.to_owned(), title.to_owned())));

    // The first publication alone is told.
    let draft = post_with(&alice, json!({ "title": "Later", "bodyMarkdown": "x" })).await;
    let input = json!({ "input": { "postId": draft } });
    let mut socket = open(&app, &bob).await;
    socket.watch("1", POSTS, json!({})).await;
    alice.run(&mutation("publishPost", "post { id }"), input.clone()).await;
    assert_eq!(title(&socket.event("1").await), "Later");
    for step in ["unpublishPost", "publishPost"] {
        alice.run(&mutation(step, "post { id }"), input.clone()).await;
    }
    post(&alice, "Last").await;
    assert_eq!(title(&socket.event("1").await), "Last");
}

#[tokio::test]
async fn unlisted_and_followers_posts_arrive_only_where_they_are_listed() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let carol = app.actor("carol", Role::Author).await;
    carol
        .run(&mutation("followUser", "user { id }"), json!({ "input": { "userId": alice.user_id() } }))
        .await;
    let mut sockets = Vec::new();
    for client in [&app.anon(), &bob, &carol, &alice] {
        let mut socket = open(&app, client).await;
        socket.watch("1", POSTS, json!({})).await;
        sockets.push(socket);
    }
    for visibility in ["UNLISTED", "FOLLOWERS", "PUBLIC"] {
        let input =
            json!({ "title": visibility, "bodyMarkdown": "x", "visibility": visibility, "publish": true });
        post_with(&alice, input).await;
    }
    for (socket, expected) in sockets.iter_mut().zip([
        ["PUBLIC"].as_slice(),
        &["PUBLIC"],
        &["FOLLOWERS", "PUBLIC"],
        &["FOLLOWERS", "PUBLIC"],
    ]) {
        for expected in expected {
            assert_eq!(title(&socket.event("1").await), *expected);
        }
        socket.settle().await;
    }
    // Who follows no longer is a stranger from the next event on.
    carol
        .run(&mutation("unfollowUser", "user { id }"), json!({ "input": { "userId": alice.user_id() } }))
        .await;
    for visibility in ["FOLLOWERS", "PUBLIC"] {
        let input =
            json!({ "title": visibility, "bodyMarkdown": "x", "visibility": visibility, "publish": true });
        post_with(&alice, input).await;
    }
    assert_eq!(title(&sockets[2].event("1").await), "PUBLIC");
}

#[tokio::test]
async fn instances_beside_each_other_tell_each_other() {
    if std::env::var_os("TRIBUNE_TEST_REDIS_URL").is_none() {
        return;
    }
    let here = TestApp::new().await;
    let there = here.beside().await;
    let (alice, bob) = (here.alice().await, here.bob().await);
    let mut sockets = [open(&here, &bob).await, open(&there, &bob).await];
    let id = post(&alice, "Watched").await;
    for socket in &mut sockets {
        // The first one's own publication may still be on its way: only comments are watched.
        socket.watch("1", COMMENTS, json!({ "id": id })).await;
    }
    let alice_there = Client::new(there.wire.clone(), alice.sign_in.clone());
    comment(&alice, &id, None, "From here").await;
    for socket in &mut sockets {
        assert_eq!(socket.event("1").await["commentAdded"]["comment"]["bodyMarkdown"], "From here");
    }
    comment(&alice_there, &id, None, "From there").await;
    for socket in &mut sockets {
        assert_eq!(socket.event("1").await["commentAdded"]["comment"]["bodyMarkdown"], "From there");
    }
    // A sign-out at one ends the sockets at both.
    bob.run("mutation { logout { userErrors { code } } }", json!({})).await;
    for socket in &mut sockets {
        assert_eq!(socket.closed_within(Duration::from_secs(1)).await, 4403);
    }
}
