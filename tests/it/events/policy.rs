//! The read rule, applied to each event for each viewer.

use chrono::Duration;
use serde_json::{Value, json};
use tribune::domain::policy::{self, Ties};
use tribune::entity::post::find::{by_ids, whoever_reads};
use tribune::entity::post::scope;
use tribune::entity::sql::Sql;
use tribune::viewer::{Role, SignedIn, Viewer};

use super::{COMMENT_CHANGES, COMMENTS, POST, POSTS, change, cursor, event, resume, watch};
use crate::support::world::{comment, post, post_with};
use crate::support::{Client, TestApp};

fn viewer(client: &Client) -> Viewer {
    client.sign_in.as_ref().map_or(Viewer::Anonymous, |sign_in| {
        let (user_id, session_id) = (sign_in.user.id, sign_in.session_id);
        Viewer::SignedIn(SignedIn { user_id, session_id, role: sign_in.user.role })
    })
}

/// Each state of a post by each visibility, for everybody: in memory as in SQL.
#[tokio::test]
async fn the_rule_in_memory_is_the_rule_in_sql() {
    let app = TestApp::new().await;
    let (alice, follower, stranger) = (app.alice().await, app.bob().await, app.moderator().await);
    let co_author = app.actor("carol", Role::Author).await;
    change(&follower, "followUser", json!({ "userId": alice.user_id() })).await;
    for visibility in ["PUBLIC", "UNLISTED", "FOLLOWERS"] {
        for then in [None, Some("unpublishPost"), Some("archivePost")] {
            for deleted in [false, true] {
                let input = json!({ "title": "Hers", "bodyMarkdown": "x", "visibility": visibility, "publish": true });
                let id = post_with(&alice, input).await;
                change(&alice, "addCoAuthor", json!({ "postId": id, "userId": co_author.user_id() })).await;
                for then in then.into_iter().chain(deleted.then_some("deletePost")) {
                    change(&alice, then, json!({ "postId": id })).await;
                }
            }
        }
    }
    let reader = app.domain.database.reader();
    let all = Sql::new(app.domain.database.backend(), "SELECT p.id FROM posts p").all(reader).await.unwrap();
    let ids: Vec<uuid::Uuid> = all.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    let posts = whoever_reads(reader, &ids).await.unwrap();
    assert_eq!(posts.len(), 18);
    let mut seen = Vec::new();
    for days in [0, 31] {
        app.advance(Duration::days(days));
        let now = app.domain.clock.now();
        let [none, follows, writes] = [(false, false), (true, false), (false, true)]
            .map(|(follows_author, is_co_author)| Ties { follows_author, is_co_author });
        for (client, ties) in [
            (&app.anon(), none),
            (&alice, none),
            (&follower, follows),
            (&stranger, none),
            (&co_author, writes),
        ] {
            let viewer = viewer(client);
            let found = by_ids(reader, &ids, &viewer, now).await.unwrap();
            for post in &posts {
                let in_sql = found.iter().any(|found| found.id == post.id);
                assert_eq!(policy::can_read(&viewer, post, ties, now), in_sql, "{viewer:?} {post:?}");
                let mut sql = Sql::new(app.domain.database.backend(), "SELECT 1 FROM posts p WHERE p.id = ");
                sql.bind(post.id);
                scope::listed(&mut sql, &viewer);
                let is_found = sql.one(reader).await.unwrap().is_some();
                assert_eq!(policy::would_find(&viewer, post, ties), is_found, "{viewer:?} {post:?}");
            }
            seen.push(found.len());
        }
    }
    assert_eq!(seen, [4, 18, 6, 4, 9, 4, 9, 6, 4, 9]);
}

#[tokio::test]
async fn what_is_gone_for_somebody_comes_as_null_with_its_id() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Watched").await;
    let first = comment(&alice, &id, None, "Said").await;
    let watched = json!({ "id": id });
    let (anon, queries) = (app.anon(), [POST, COMMENTS, COMMENT_CHANGES]);
    let mut of_anon = Vec::new();
    let mut of_alice = Vec::new();
    for query in queries {
        of_anon.push(watch(&app, &anon, query, watched.clone()).await);
        of_alice.push(watch(&app, &alice, query, watched.clone()).await);
    }
    // A draft again: its author alone sees what happens to it.
    change(&alice, "unpublishPost", json!({ "postId": id })).await;
    let gone = event(&mut of_anon[0]).await;
    assert_eq!((&gone["postId"], &gone["post"]), (&json!(id), &json!(null)));
    let there = event(&mut of_alice[0]).await;
    assert_eq!((&there["postId"], &there["post"]["status"]), (&json!(id), &json!("DRAFT")));
    // For followers only, who may then see it again.
    change(&alice, "updatePost", json!({ "postId": id, "visibility": "FOLLOWERS" })).await;
    change(&alice, "publishPost", json!({ "postId": id })).await;
    for _ in 0..2 {
        assert_eq!(event(&mut of_anon[0]).await["post"], json!(null));
    }
    let second = comment(&alice, &id, None, "For followers").await;
    let heard = event(&mut of_anon[1]).await;
    assert_eq!((&heard["commentId"], &heard["comment"]), (&json!(second), &json!(null)));
    assert_eq!(event(&mut of_alice[1]).await["comment"]["bodyMarkdown"], "For followers");
    change(&alice, "deleteComment", json!({ "commentId": first })).await;
    let heard = event(&mut of_anon[2]).await;
    assert_eq!((&heard["commentId"], &heard["comment"]), (&json!(first), &json!(null)));
    assert_eq!(event(&mut of_alice[2]).await["comment"]["isDeleted"], true);
    change(&alice, "deletePost", json!({ "postId": id })).await;
    // Who goes on from a cursor hears of it; who begins anew finds nothing to watch.
    let mut socket = resume(&app, &anon, POST, json!({ "id": id, "after": cursor(&gone) })).await;
    assert_eq!(event(&mut socket).await["post"], json!(null));
    let mut socket = resume(&app, &anon, POST, watched).await;
    assert_eq!(socket.refusal("1").await, ["BAD_USER_INPUT"]);
}

#[tokio::test]
async fn who_follows_sees_what_is_for_followers_from_then_on() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let input = json!({ "title": "Hers", "bodyMarkdown": "x", "visibility": "FOLLOWERS", "publish": true });
    let follow = json!({ "userId": alice.user_id() });
    change(&bob, "followUser", follow.clone()).await;
    let id = post_with(&alice, input).await;
    let mut socket = watch(&app, &bob, POST, json!({ "id": id })).await;
    let mut title = async |title: &str| {
        change(&alice, "updatePost", json!({ "postId": id, "title": title })).await;
        event(&mut socket).await["post"]["title"].clone()
    };
    assert_eq!(title("One").await, "One");
    change(&bob, "unfollowUser", follow.clone()).await;
    assert_eq!(title("Two").await, json!(null));
    change(&bob, "followUser", follow).await;
    assert_eq!(title("Three").await, "Three");
}

#[tokio::test]
async fn publications_are_told_to_those_who_would_find_them() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let mut socket = watch(&app, &app.anon(), POSTS, json!({})).await;
    let mark = post(&alice, "Mark").await;
    let mark_heard = event(&mut socket).await;
    assert_eq!(mark_heard["postId"], json!(mark));
    let mut ids = Vec::new();
    for (visibility, then) in [
        ("PUBLIC", None),
        ("UNLISTED", None),
        ("FOLLOWERS", None),
        ("PUBLIC", Some("unpublishPost")),
        ("FOLLOWERS", Some("unpublishPost")),
        ("PUBLIC", Some("archivePost")),
        ("PUBLIC", Some("deletePost")),
    ] {
        let input =
            json!({ "title": visibility, "bodyMarkdown": "x", "visibility": visibility, "publish": true });
        let id = post_with(&alice, input).await;
        if let Some(then) = then {
            change(&alice, then, json!({ "postId": id })).await;
        }
        ids.push(id);
    }
    // As it is by now: what was public and is gone comes as null, what was not theirs does not come.
    let late = app.beside().await;
    for app in [&app, &late] {
        for (client, expected) in [
            (&app.anon(), vec![(0, true), (3, false), (5, false), (6, false)]),
            (&alice, vec![(0, true), (2, true), (3, false), (4, false), (5, false), (6, false)]),
        ] {
            let mut socket = resume(app, client, POSTS, json!({ "after": cursor(&mark_heard) })).await;
            for (index, is_there) in expected {
                let heard: Value = event(&mut socket).await;
                assert_eq!((&heard["postId"], !heard["post"].is_null()), (&json!(ids[index]), is_there));
            }
            socket.settle().await;
        }
    }
}
