//! What is written, and the order in which it is read.

use std::time::Duration;

use chrono::Duration as Time;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use serde_json::json;
use tribune::domain::event::{self, Event, Subscription, Topic};
use uuid::Uuid;

use super::{COMMENTS, change, event as heard, watch};
use crate::support::TestApp;
use crate::support::world::{comment, mutation, post, post_with};

async fn kinds(app: &TestApp) -> Vec<String> {
    let sql = "SELECT kind FROM events ORDER BY id";
    let statement = Statement::from_string(app.domain.database.backend(), sql);
    let rows = app.domain.database.reader().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn each_change_writes_one_event_and_none_where_nothing_changes() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let draft = post_with(&alice, json!({ "title": "Draft", "bodyMarkdown": "x" })).await;
    assert_eq!(kinds(&app).await, [""; 0]);
    let id = json!({ "postId": draft });
    for _ in 0..2 {
        change(&alice, "publishPost", id.clone()).await;
    }
    for _ in 0..2 {
        change(&alice, "updatePost", json!({ "postId": draft, "title": "Changed", "tags": ["a"] })).await;
    }
    let first = comment(&bob, &draft, None, "First").await;
    let reply = comment(&alice, &draft, Some(&first), "Reply").await;
    for _ in 0..2 {
        change(&bob, "updateComment", json!({ "commentId": first, "bodyMarkdown": "Changed" })).await;
        change(&bob, "react", json!({ "subjectId": draft, "kind": "LIKE" })).await;
        change(&bob, "react", json!({ "subjectId": reply, "kind": "LOVE" })).await;
    }
    for _ in 0..2 {
        change(&bob, "deleteComment", json!({ "commentId": first })).await;
    }
    change(&bob, "removeReaction", json!({ "subjectId": reply })).await;
    change(&alice, "unpublishPost", id.clone()).await;
    // Of what one may no longer read.
    change(&bob, "removeReaction", json!({ "subjectId": draft })).await;
    change(&alice, "publishPost", id.clone()).await;
    for mutation in ["archivePost", "deletePost", "restorePost"] {
        for _ in 0..2 {
            change(&alice, mutation, id.clone()).await;
        }
    }
    let expected = "POST_PUBLISHED POST_UPDATED COMMENT_ADDED COMMENT_ADDED COMMENT_UPDATED POST_REACTED COMMENT_REACTED
        COMMENT_DELETED COMMENT_REACTED POST_UPDATED POST_REACTED POST_UPDATED POST_UPDATED POST_UPDATED POST_UPDATED";
    assert_eq!(kinds(&app).await, expected.split_whitespace().collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_rolled_back_is_never_told() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Watched").await;
    let mut socket = watch(&app, &app.anon(), COMMENTS, json!({ "id": id })).await;
    if app.is_postgres() {
        // The counter can grow no more, and so the whole change fails.
        app.execute(&format!("UPDATE posts SET comment_count = {}", i32::MAX)).await;
        let input = json!({ "input": { "postId": id, "bodyMarkdown": "Lost" } });
        assert_eq!(bob.send(&mutation("addComment", ""), input).await.code(), "INTERNAL_SERVER_ERROR");
        app.execute("UPDATE posts SET comment_count = 0").await;
    }
    let transaction = app.domain.database.begin().await.unwrap();
    write(&transaction, &app, post_uuid(&app).await, 7).await;
    transaction.rollback().await.unwrap();
    comment(&bob, &id, None, "Kept").await;
    assert_eq!(heard(&mut socket).await["comment"]["bodyMarkdown"], "Kept");
    socket.hears_nothing(Duration::from_millis(50)).await;
    assert_eq!(kinds(&app).await, ["POST_PUBLISHED", "COMMENT_ADDED"]);
}

/// Writes that a comment was added, as a command does within its transaction.
async fn write(transaction: &DatabaseTransaction, app: &TestApp, post_id: Uuid, comment: u128) {
    let literal = |id: Uuid| match app.is_postgres() {
        true => format!("'{id}'"),
        false => format!("x'{}'", id.simple()),
    };
    let sql = format!(
        "INSERT INTO events (kind, post_id, comment_id, created_at) SELECT 'COMMENT_ADDED', {}, {}, created_at FROM users LIMIT 1",
        literal(post_id),
        literal(Uuid::from_u128(comment))
    );
    transaction.execute_unprepared(&sql).await.unwrap();
}

async fn post_uuid(app: &TestApp) -> Uuid {
    let statement = Statement::from_string(app.domain.database.backend(), "SELECT id FROM posts LIMIT 1");
    let row = app.domain.database.reader().query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn next(subscription: &mut Subscription) -> (i64, Option<Uuid>) {
    let event = tokio::time::timeout(Duration::from_secs(10), subscription.next()).await.unwrap();
    let Event { row, .. } = &*event.unwrap();
    (row.position, row.comment_id)
}

#[tokio::test]
async fn what_commits_later_is_told_later_and_not_skipped_though_its_id_is_lower() {
    let app = TestApp::new().await;
    if !app.is_postgres() {
        // One writes at a time there, and nobody begins before another commits.
        return;
    }
    let beside = app.beside().await;
    let alice = app.alice().await;
    post(&alice, "Watched").await;
    let post_id = post_uuid(&app).await;
    let topic = Topic::CommentsAdded(post_id);
    let mut here = event::watch(&app.domain, topic, None).await.unwrap();
    let mut there = event::watch(&beside.domain, topic, None).await.unwrap();
    let first = app.domain.database.begin().await.unwrap();
    write(&first, &app, post_id, 1).await;
    let lost = app.domain.database.begin().await.unwrap();
    write(&lost, &app, post_id, 2).await;
    let last = app.domain.database.begin().await.unwrap();
    write(&last, &app, post_id, 3).await;
    last.commit().await.unwrap();
    // The one with the highest id is told while the others are open.
    for subscription in [&mut here, &mut there] {
        assert_eq!(next(subscription).await, (2, Some(Uuid::from_u128(3))));
    }
    lost.rollback().await.unwrap();
    first.commit().await.unwrap();
    for subscription in [&mut here, &mut there] {
        assert_eq!(next(subscription).await, (3, Some(Uuid::from_u128(1))));
    }
    // Who comes back gets them in that order too.
    let mut again = event::watch(&beside.domain, topic, Some(1)).await.unwrap();
    let both = [next(&mut again).await, next(&mut again).await];
    assert_eq!(both, [(2, Some(Uuid::from_u128(3))), (3, Some(Uuid::from_u128(1)))]);
}

#[tokio::test]
async fn what_was_kept_for_a_day_is_removed_and_positions_go_on() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Watched").await;
    for number in 0..3 {
        comment(&bob, &id, None, &number.to_string()).await;
    }
    app.advance(Time::hours(23));
    let bob = app.sign_in("bob").await;
    comment(&bob, &id, None, "young").await;
    assert_eq!(event::prune(&app.domain).await.unwrap(), 0);
    app.advance(Time::hours(2));
    assert_eq!(event::prune(&app.domain).await.unwrap(), 4);
    assert_eq!(kinds(&app).await, ["COMMENT_ADDED"]);
    app.advance(Time::hours(48));
    assert_eq!(event::prune(&app.domain).await.unwrap(), 1);
    assert_eq!(event::prune(&app.domain).await.unwrap(), 0);
    // Also for an instance that starts over an empty table.
    let bob = app.sign_in("bob").await;
    let beside = app.beside().await;
    let topic = Topic::CommentsAdded(post_uuid(&app).await);
    let mut subscription = event::watch(&beside.domain, topic, None).await.unwrap();
    comment(&bob, &id, None, "new").await;
    assert_eq!(next(&mut subscription).await.0, 6);
}
