//! Comments and reactions where there is no place for them.

use serde_json::{Value, json};

use super::refused;
use crate::support::TestApp;
use crate::support::world::{comment, mutation, post, post_with};

fn add(post_id: &str, parent_id: Option<&str>) -> Value {
    json!({ "postId": post_id, "parentId": parent_id, "bodyMarkdown": "x" })
}

#[tokio::test]
async fn a_comment_under_a_parent_that_takes_none() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let (here, elsewhere) = (post(&alice, "Here").await, post(&alice, "Elsewhere").await);
    let there = comment(&bob, &elsewhere, None, "Elsewhere.").await;
    assert_eq!(refused(&app, &bob, "addComment", add(&here, Some(&there))).await, ["NOT_FOUND"]);

    let deleted = comment(&bob, &here, None, "Going.").await;
    bob.run(&mutation("deleteComment", ""), json!({ "input": { "commentId": deleted } })).await;
    for client in [&alice, &bob] {
        assert_eq!(refused(&app, client, "addComment", add(&here, Some(&deleted))).await, ["NOT_ALLOWED"]);
        let react = json!({ "subjectId": deleted, "kind": "LIKE" });
        assert_eq!(refused(&app, client, "react", react).await, ["NOT_ALLOWED"]);
    }
    let update = json!({ "commentId": deleted, "bodyMarkdown": "Back." });
    assert_eq!(refused(&app, &bob, "updateComment", update).await, ["NOT_ALLOWED"]);

    let hidden = comment(&bob, &here, None, "Hidden.").await;
    app.execute("UPDATE comments SET hidden_at = created_at WHERE body_markdown = 'Hidden.'").await;
    for client in [&alice, &bob, &app.moderator().await] {
        assert_eq!(refused(&app, client, "addComment", add(&here, Some(&hidden))).await, ["NOT_ALLOWED"]);
    }
}

#[tokio::test]
async fn a_comment_under_an_archived_post_stays_as_it_is() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let post_id = post(&alice, "Done").await;
    let said = comment(&bob, &post_id, None, "Said.").await;
    alice.run(&mutation("archivePost", ""), json!({ "input": { "postId": post_id } })).await;
    let update = json!({ "commentId": said, "bodyMarkdown": "Said otherwise." });
    assert_eq!(refused(&app, &bob, "updateComment", update).await, ["NOT_ALLOWED"]);
    let query = "query ($id: ID!) { node(id: $id) { ... on Comment { viewerCanEdit viewerCanDelete } } }";
    let seen = bob.ask(query, json!({ "id": said })).await;
    assert_eq!(seen["node"], json!({ "viewerCanEdit": false, "viewerCanDelete": true }));
    // What somebody wrote is theirs to take back, all the same.
    bob.run(&mutation("deleteComment", ""), json!({ "input": { "commentId": said } })).await;
}

#[tokio::test]
async fn comments_nest_ten_deep_and_then_stand_beside() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let post_id = post(&alice, "Deep").await;
    let add_comment = mutation("addComment", "comment { id depth parentId }");
    let mut chain: Vec<String> = Vec::new();
    for depth in 0..=10 {
        let input = add(&post_id, chain.last().map(String::as_str));
        let added = alice.run(&add_comment, json!({ "input": input })).await["comment"].clone();
        assert_eq!(added["depth"], depth);
        assert_eq!(added["parentId"], json!(chain.last()));
        chain.push(added["id"].as_str().unwrap().to_owned());
    }
    for _ in 0..2 {
        let beside =
            alice.run(&add_comment, json!({ "input": add(&post_id, Some(&chain[10])) })).await["comment"]
                .clone();
        assert_eq!((&beside["depth"], &beside["parentId"]), (&json!(10), &json!(chain[9])));
    }
    let replies =
        "query ($id: ID!) { node(id: $id) { ... on Comment { replyCount replies { totalCount } } } }";
    let ninth = alice.ask(replies, json!({ "id": chain[9] })).await;
    assert_eq!(ninth["node"], json!({ "replyCount": 3, "replies": { "totalCount": 3 } }));
    let deepest = alice.ask(replies, json!({ "id": chain[10] })).await;
    assert_eq!(deepest["node"], json!({ "replyCount": 0, "replies": { "totalCount": 0 } }));
    // One below which nothing stands takes no reply once it is gone.
    alice.run(&mutation("deleteComment", ""), json!({ "input": { "commentId": chain[10] } })).await;
    assert_eq!(refused(&app, &alice, "addComment", add(&post_id, Some(&chain[10]))).await, ["NOT_ALLOWED"]);
    // Beside the deepest means under the one above it, which must stand too.
    let deepest =
        alice.run(&add_comment, json!({ "input": add(&post_id, Some(&chain[9])) })).await["comment"]["id"]
            .clone();
    alice.run(&mutation("deleteComment", ""), json!({ "input": { "commentId": chain[9] } })).await;
    let added =
        alice.run(&add_comment, json!({ "input": add(&post_id, deepest.as_str()) })).await["comment"].clone();
    assert_eq!(added["depth"], 10);
}

#[tokio::test]
async fn a_reaction_on_what_is_hidden_or_closed() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    for (then, code) in [
        (None, "NOT_FOUND"),
        (Some("unpublishPost"), "NOT_FOUND"),
        (Some("deletePost"), "NOT_FOUND"),
        (Some("archivePost"), "NOT_ALLOWED"),
    ] {
        let visibility = if then.is_none() { "FOLLOWERS" } else { "PUBLIC" };
        let input =
            json!({ "title": "Hers", "bodyMarkdown": "x", "visibility": visibility, "publish": true });
        let id = post_with(&alice, input).await;
        let comment_id = comment(&alice, &id, None, "Hers.").await;
        if let Some(then) = then {
            alice.run(&mutation(then, ""), json!({ "input": { "postId": id } })).await;
        }
        for subject in [&id, &comment_id] {
            let react = json!({ "subjectId": subject, "kind": "LIKE" });
            assert_eq!(refused(&app, &bob, "react", react).await, [code], "{then:?}");
            let remove = json!({ "subjectId": subject });
            assert_eq!(refused(&app, &bob, "removeReaction", remove).await, [code], "{then:?}");
        }
        assert_eq!(refused(&app, &bob, "addComment", add(&id, None)).await, [code], "{then:?}");
        assert_eq!(refused(&app, &bob, "addComment", add(&id, Some(&comment_id))).await, [code], "{then:?}");
        if code == "NOT_FOUND" {
            assert_eq!(
                refused(&app, &bob, "bookmarkPost", json!({ "postId": id })).await,
                [code],
                "{then:?}"
            );
        }
    }
}

#[tokio::test]
async fn comments_that_are_closed_or_for_followers() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let with = |policy: &str| json!({ "title": "Hers", "bodyMarkdown": "x", "commentPolicy": policy, "publish": true });
    let closed = post_with(&alice, with("NOBODY")).await;
    let followers = post_with(&alice, with("FOLLOWERS")).await;
    for client in [&alice, &bob, &app.admin().await] {
        assert_eq!(refused(&app, client, "addComment", add(&closed, None)).await, ["COMMENTS_CLOSED"]);
    }
    assert_eq!(refused(&app, &bob, "addComment", add(&followers, None)).await, ["COMMENTS_CLOSED"]);
    comment(&alice, &followers, None, "My own.").await;
    // Whom the author follows is no follower of hers.
    alice.run(&mutation("followUser", ""), json!({ "input": { "userId": bob.user_id() } })).await;
    assert_eq!(refused(&app, &bob, "addComment", add(&followers, None)).await, ["COMMENTS_CLOSED"]);
    bob.run(&mutation("followUser", ""), json!({ "input": { "userId": alice.user_id() } })).await;
    comment(&bob, &followers, None, "A follower's.").await;
    bob.run(&mutation("unfollowUser", ""), json!({ "input": { "userId": alice.user_id() } })).await;
    assert_eq!(refused(&app, &bob, "addComment", add(&followers, None)).await, ["COMMENTS_CLOSED"]);
}

#[tokio::test]
async fn nobody_follows_themselves() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let input = json!({ "userId": alice.user_id() });
    assert_eq!(refused(&app, &alice, "followUser", input.clone()).await, ["NOT_ALLOWED"]);
    alice.run(&mutation("unfollowUser", ""), json!({ "input": input })).await;
    assert_eq!(app.number("SELECT sum(follower_count + following_count) FROM users").await, 0);
}

#[tokio::test]
async fn stale_versions_and_taken_slugs() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let (first, second) = (post(&alice, "First").await, post(&alice, "Second").await);
    for version in [0, -1, 2, i32::MAX] {
        let input =
            json!({ "postId": first, "title": "Changed", "tags": ["new"], "expectedVersion": version });
        assert_eq!(refused(&app, &alice, "updatePost", input).await, ["STALE_VERSION"], "{version}");
    }
    let input = json!({ "postId": second, "title": "Changed", "slug": "first", "tags": ["new"] });
    assert_eq!(refused(&app, &alice, "updatePost", input).await, ["TAKEN"]);
    let input = json!({ "title": "New", "bodyMarkdown": "x", "slug": "first", "tags": ["new"] });
    assert_eq!(refused(&app, &alice, "createPost", input).await, ["TAKEN"]);
}
