//! What was deleted long ago is erased, and sessions that have ended are removed.

use chrono::Duration;
use serde_json::json;

use super::work;
use crate::counters::assert_in_step;
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, TestApp};

async fn act(client: &Client, name: &str, input: serde_json::Value) {
    client.run(&mutation(name, "userErrors { code }"), json!({ "input": input })).await;
}

async fn count(app: &TestApp, from: &str) -> i64 {
    app.number(&format!("SELECT count(*) FROM {from}")).await
}

#[tokio::test]
async fn a_post_that_was_deleted_thirty_days_ago_goes_with_all_that_hangs_on_it() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let mut ids = Vec::new();
    for title in ["Going", "Restored", "Later", "Staying"] {
        let input = json!({ "title": title, "bodyMarkdown": "x", "tags": ["one"], "publish": true });
        let id = post_with(&alice, input).await;
        let first = comment(&bob, &id, None, "first").await;
        comment(&alice, &id, Some(&first), "second").await;
        act(&bob, "react", json!({ "subjectId": first, "kind": "LIKE" })).await;
        act(&bob, "react", json!({ "subjectId": id, "kind": "LOVE" })).await;
        act(&bob, "bookmarkPost", json!({ "postId": id })).await;
        ids.push(id);
    }
    for id in &ids[..2] {
        act(&alice, "deletePost", json!({ "postId": id })).await;
    }
    act(&alice, "restorePost", json!({ "postId": ids[1] })).await;
    app.advance(Duration::days(1));
    let alice = app.sign_in("alice").await;
    act(&alice, "deletePost", json!({ "postId": ids[2] })).await;

    app.advance(Duration::days(29) - Duration::minutes(1));
    work(&app).await;
    assert_eq!(count(&app, "posts").await, 4);
    app.advance(Duration::hours(1) + Duration::minutes(1));
    work(&app).await;
    assert_eq!(count(&app, "posts").await, 3);
    for (table, left) in [
        ("post_slugs", 3),
        ("post_tags", 3),
        ("comments", 6),
        ("post_reactions", 3),
        ("comment_reactions", 3),
        ("bookmarks", 3),
    ] {
        assert_eq!(count(&app, table).await, left, "{table}");
    }
    assert_in_step(&app).await;
    let alice = app.sign_in("alice").await;
    let own = "{ viewer { deletedPosts { nodes { id } } user { postCount } } }";
    let expected = json!({ "deletedPosts": { "nodes": [{ "id": ids[2] }] }, "user": { "postCount": 2 } });
    assert_eq!(alice.ask(own, json!({})).await["viewer"], expected);
    assert_eq!(
        alice.problems(&mutation("restorePost", ""), json!({ "input": { "postId": ids[0] } })).await,
        ["NOT_FOUND"]
    );
    app.advance(Duration::days(2));
    work(&app).await;
    assert_eq!(count(&app, "posts").await, 2);
    assert_in_step(&app).await;
}

#[tokio::test]
async fn a_deleted_comment_goes_when_no_reply_stands_on_it() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Discussed").await;
    let top = comment(&bob, &id, None, "top").await;
    let middle = comment(&bob, &id, Some(&top), "middle").await;
    let reply = comment(&alice, &id, Some(&middle), "reply").await;
    let alone = comment(&bob, &id, None, "alone").await;
    act(&alice, "react", json!({ "subjectId": alone, "kind": "SAD" })).await;
    for comment in [&top, &middle, &alone] {
        act(&bob, "deleteComment", json!({ "commentId": comment })).await;
    }
    app.advance(Duration::days(29));
    work(&app).await;
    assert_eq!(count(&app, "comments").await, 4);
    app.advance(Duration::days(2));
    work(&app).await;
    // Others' words keep what they stand on.
    assert_eq!(count(&app, "comments").await, 3);
    assert_eq!(count(&app, "comment_reactions").await, 0);
    assert_in_step(&app).await;
    let alice = app.sign_in("alice").await;
    act(&alice, "deleteComment", json!({ "commentId": reply })).await;
    app.advance(Duration::days(31));
    work(&app).await;
    assert_eq!(count(&app, "comments").await, 0);
    assert_in_step(&app).await;
}

#[tokio::test]
async fn sessions_that_have_ended_are_removed_a_week_later() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let stays = app.sign_in("alice").await;
    alice.ask("mutation { logout { userErrors { code } } }", json!({})).await;
    let refresh = "mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { refreshToken userErrors { code } } }";
    let first = stays.sign_in.as_ref().unwrap().refresh_token.clone();
    let mut token =
        app.anon().run(refresh, json!({ "input": { "refreshToken": first } })).await["refreshToken"].clone();
    app.advance(Duration::days(6));
    work(&app).await;
    assert_eq!((count(&app, "sessions").await, count(&app, "refresh_tokens").await), (2, 3));
    app.advance(Duration::days(2));
    work(&app).await;
    // Gone with its token; the other lives, and notices the reuse of its first one.
    assert_eq!((count(&app, "sessions").await, count(&app, "refresh_tokens").await), (1, 2));
    for _ in 0..2 {
        app.advance(Duration::days(15));
        token = app.anon().run(refresh, json!({ "input": { "refreshToken": token } })).await["refreshToken"]
            .clone();
    }
    work(&app).await;
    // The first was spent more than thirty days ago.
    assert_eq!((count(&app, "sessions").await, count(&app, "refresh_tokens").await), (1, 3));
    app.advance(Duration::days(36));
    assert_eq!(
        app.anon().problems(refresh, json!({ "input": { "refreshToken": token } })).await,
        ["EXPIRED"]
    );
    work(&app).await;
    assert_eq!(count(&app, "sessions").await, 1);
    app.advance(Duration::days(2));
    work(&app).await;
    assert_eq!((count(&app, "sessions").await, count(&app, "refresh_tokens").await), (0, 0));
}
