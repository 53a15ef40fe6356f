//! However many watch at an instance, what happens is read once.

use serde_json::json;

use super::{COMMENTS, POST, POSTS, change, event, watch};
use crate::support::TestApp;
use crate::support::world::{comment, post, post_with};

const WATCHERS: usize = 20;

#[tokio::test]
async fn an_events_rows_are_read_once_for_all_who_watch() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Watched").await;
    app.take_statements();
    let mut sockets = Vec::new();
    for _ in 0..WATCHERS {
        let mut of_one = Vec::new();
        for (query, variables) in
            [(COMMENTS, json!({ "id": id })), (POSTS, json!({})), (POST, json!({ "id": id }))]
        {
            of_one.push(watch(&app, &app.anon(), query, variables).await);
        }
        sockets.push(of_one);
    }
    // Those that watch one post have looked whether it is there.
    let mut looked = 0;
    while looked < 2 * WATCHERS {
        tokio::task::yield_now().await;
        looked += app
            .take_statements()
            .iter()
            .filter(|sql| sql.starts_with("SELECT p.id") && sql.contains("FROM posts p WHERE"))
            .count();
    }
    // By whom and under what is shown too.
    comment(&bob, &id, None, "Hello").await;
    for of_one in &mut sockets {
        let heard = event(&mut of_one[0]).await;
        assert_eq!(heard["comment"]["author"]["username"], "bob");
        assert_eq!(heard["comment"]["post"]["title"], "Watched");
        assert_eq!(event(&mut of_one[2]).await["post"]["commentCount"], 1);
    }
    let after = after_writing(&app);
    let read = |from: &str| after.iter().filter(|sql| sql.contains(from)).count();
    assert_eq!(read("FROM comments c WHERE"), 1, "{after:#?}");
    assert_eq!(read("FROM users u WHERE"), 1, "{after:#?}");
    // The post, and its long texts, which some of them ask for.
    assert_eq!(read("FROM posts p WHERE"), 2, "{after:#?}");

    app.take_statements();
    post_with(&alice, json!({ "title": "New", "bodyMarkdown": "x", "tags": ["a"], "publish": true })).await;
    for of_one in &mut sockets {
        let heard = event(&mut of_one[1]).await;
        assert_eq!(heard["post"]["author"]["username"], "alice");
        assert_eq!(heard["post"]["tags"], json!([{ "slug": "a" }]));
    }
    let after = after_writing(&app);
    let read = |from: &str| after.iter().filter(|sql| sql.contains(from)).count();
    assert_eq!(read("FROM posts p WHERE"), 1, "{after:#?}");
    assert_eq!(read("FROM post_tags pt "), 1, "{after:#?}");
    assert_eq!(read("FROM users u WHERE"), 1, "{after:#?}");

    // What is shown is what is true, also a moment after it was read.
    change(&alice, "unpublishPost", json!({ "postId": id })).await;
    for of_one in &mut sockets {
        assert_eq!(event(&mut of_one[2]).await["post"], json!(null));
    }
}

/// What was asked of the database since the event was written.
fn after_writing(app: &TestApp) -> Vec<String> {
    let mut statements = app.take_statements();
    let written = statements.iter().position(|sql| sql.contains("INTO events")).unwrap();
    statements.split_off(written + 1)
}
