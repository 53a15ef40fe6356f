//! What is read by whom: guarded fields, and the one read rule by every way.

use serde_json::{Value, json};

use super::{ACTORS, everybody};
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, TestApp};

const OWNER_AND_ADMIN: [bool; 6] = [false, false, false, true, false, true];
const OWNER: [bool; 6] = [false, false, false, true, false, false];

/// Asks as each of the actors; whether what stands at the pointer is there.
async fn sees(actors: &[Client; 6], query: &str, variables: &Value, pointer: &str, expected: [bool; 6]) {
    for (index, client) in actors.iter().enumerate() {
        let data = client.ask(query, variables.clone()).await;
        let found = data.pointer(pointer).is_some_and(|value| !value.is_null());
        assert_eq!(found, expected[index], "{query} {pointer} as {}: {data:#}", ACTORS[index]);
    }
}

#[tokio::test]
async fn an_email_address_is_for_its_owner_and_admins() {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    app.execute("UPDATE users SET email_verified_at = created_at").await;
    let post_id = post(&actors[3], "Hers").await;
    let variables = json!({ "user": actors[3].user_id(), "post": post_id });
    for (query, pointer) in [
        ("query ($user: ID!) { node(id: $user) { ... on User { F } } }", "/node/F"),
        ("query ($user: ID!) { nodes(ids: [$user]) { ... on User { F } } }", "/nodes/0/F"),
        ("{ user(username: \"alice\") { F } }", "/user/F"),
        ("{ users(query: \"alice\") { nodes { F } } }", "/users/nodes/0/F"),
        ("query ($post: ID!) { node(id: $post) { ... on Post { author { F } } } }", "/node/author/F"),
    ] {
        for field in ["email", "emailVerifiedAt"] {
            let (query, pointer) = (query.replace('F', field), pointer.replace('F', field));
            sees(&actors, &query, &variables, &pointer, OWNER_AND_ADMIN).await;
        }
    }
}

#[tokio::test]
async fn the_count_of_bookmarks_is_for_the_author() {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    let post_id = post(&actors[3], "Hers").await;
    actors[2].run(&mutation("bookmarkPost", ""), json!({ "input": { "postId": post_id } })).await;
    let query = "query ($id: ID!) { node(id: $id) { ... on Post { bookmarkCount } } posts { nodes { bookmarkCount } } }";
    for pointer in ["/node/bookmarkCount", "/posts/nodes/0/bookmarkCount"] {
        sees(&actors, query, &json!({ "id": post_id }), pointer, OWNER).await;
    }
}

#[tokio::test]
async fn what_a_text_was_is_for_the_author_and_moderators_and_what_it_will_be_for_the_author() {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    let post_id = post(&actors[3], "Hers").await;
    actors[3]
        .run(&mutation("saveDraft", ""), json!({ "input": { "postId": post_id, "title": "Next" } }))
        .await;
    let query =
        "query ($id: ID!) { node(id: $id) { ... on Post { revisions { nodes { id } } draft { title } } }
        posts { nodes { revisions { nodes { id } } draft { title } } } }";
    let moderators_too = [false, false, false, true, true, true];
    for (pointer, expected) in [
        ("/node/revisions/nodes/0", moderators_too),
        ("/posts/nodes/0/revisions/nodes/0", moderators_too),
        ("/node/draft", OWNER),
        ("/posts/nodes/0/draft", OWNER),
    ] {
        sees(&actors, query, &json!({ "id": post_id }), pointer, expected).await;
    }
    let found = actors[3].ask(query, json!({ "id": post_id })).await;
    let variables = json!({ "id": found["node"]["revisions"]["nodes"][0]["id"] });
    for (query, pointer) in [
        ("query ($id: ID!) { node(id: $id) { id ... on Revision { bodyMarkdown } } }", "/node/bodyMarkdown"),
        ("query ($id: ID!) { nodes(ids: [$id]) { id ... on Revision { title } } }", "/nodes/0/title"),
    ] {
        sees(&actors, query, &variables, pointer, moderators_too).await;
    }
    actors[3].run(&mutation("unpublishPost", ""), json!({ "input": { "postId": post_id } })).await;
    for client in &actors[4..] {
        let node = client.ask("query ($id: ID!) { node(id: $id) { id } }", variables.clone()).await;
        assert_eq!(node["node"], json!(null));
    }
}

#[tokio::test]
async fn a_viewer_and_a_session_are_nobody_elses() {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    let own =
        "{ viewer { id email bookmarks { totalCount } posts { totalCount } sessions { nodes { id } } } }";
    let viewer = actors[3].ask(own, json!({})).await["viewer"].clone();
    let ids = json!({ "viewer": viewer["id"], "session": actors[3].session_id() });
    for (query, pointer) in [
        ("query ($viewer: ID!) { node(id: $viewer) { id ... on Viewer { email } } }", "/node"),
        ("query ($viewer: ID!) { nodes(ids: [$viewer]) { id } }", "/nodes/0"),
        ("query ($session: ID!) { node(id: $session) { id ... on Session { ipAddress } } }", "/node"),
        ("query ($session: ID!) { nodes(ids: [$session]) { id } }", "/nodes/0"),
    ] {
        sees(&actors, query, &ids, pointer, OWNER).await;
    }
    assert_eq!(app.anon().ask(own, json!({})).await["viewer"], json!(null));
    for (index, client) in actors.iter().enumerate().skip(1) {
        let seen = client.ask(own, json!({})).await["viewer"].clone();
        assert_eq!(seen["id"] == viewer["id"], index == 3, "{}", ACTORS[index]);
        assert_eq!(seen["sessions"]["nodes"], json!([{ "id": client.session_id() }]), "{}", ACTORS[index]);
    }
}

#[tokio::test]
async fn asking_people_by_role_is_for_moderators() {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    let query = "{ users(role: ADMIN) { nodes { username } } }";
    assert_eq!(actors[0].refused(query, json!({})).await, "UNAUTHENTICATED");
    for client in &actors[1..4] {
        assert_eq!(client.refused(query, json!({})).await, "FORBIDDEN");
    }
    for client in &actors[4..] {
        assert_eq!(
            client.ask(query, json!({})).await,
            json!({ "users": { "nodes": [{ "username": "ada" }] } })
        );
    }
}

#[tokio::test]
async fn a_hidden_comments_text_is_for_its_author_and_moderators() {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    // Under a post of Bob's, who sees no more of it than others.
    let post_id = post(&actors[2], "His").await;
    let id = comment(&actors[3], &post_id, None, "Said and hidden.").await;
    let reply = comment(&actors[1], &post_id, Some(&id), "What did it say?").await;
    app.execute("UPDATE comments SET hidden_at = created_at WHERE depth = 0").await;
    let variables = json!({ "post": post_id, "id": id, "reply": reply });
    let expected = [false, false, false, true, true, true];
    for (query, pointer) in [
        ("query ($id: ID!) { node(id: $id) { ... on Comment { F } } }", "/node/F"),
        (
            "query ($post: ID!) { node(id: $post) { ... on Post { comments { nodes { F } } } } }",
            "/node/comments/nodes/0/F",
        ),
        (
            "query ($post: ID!) { node(id: $post) { ... on Post { comments { edges { node { F } } } } } }",
            "/node/comments/edges/0/node/F",
        ),
        ("query ($reply: ID!) { node(id: $reply) { ... on Comment { parent { F } } } }", "/node/parent/F"),
    ] {
        for field in ["bodyMarkdown", "bodyHtml"] {
            let (query, pointer) = (query.replace('F', field), pointer.replace('F', field));
            sees(&actors, &query, &variables, &pointer, expected).await;
        }
        // Its place is there for all.
        sees(
            &actors,
            &query.replace('F', "isHidden"),
            &variables,
            &pointer.replace('F', "isHidden"),
            [true; 6],
        )
        .await;
    }
    let listed = "{ user(username: \"alice\") { comments { nodes { id } } } }";
    sees(&actors, listed, &json!({}), "/user/comments/nodes/0", [false; 6]).await;
}

#[tokio::test]
async fn a_deleted_comments_text_is_for_nobody() {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    let post_id = post(&actors[2], "His").await;
    let id = comment(&actors[3], &post_id, None, "Said and deleted.").await;
    actors[3].run(&mutation("deleteComment", ""), json!({ "input": { "commentId": id } })).await;
    let query = "query ($id: ID!) { node(id: $id) { ... on Comment { isDeleted bodyMarkdown bodyHtml author { id } } } }";
    for pointer in ["/node/bodyMarkdown", "/node/bodyHtml", "/node/author"] {
        sees(&actors, query, &json!({ "id": id }), pointer, [false; 6]).await;
    }
    sees(&actors, query, &json!({ "id": id }), "/node/isDeleted", [true; 6]).await;
    assert_eq!(
        app.number("SELECT count(*) FROM comments WHERE body_markdown <> '' OR body_html <> ''").await,
        0
    );
}

/// Every way to a post, to a comment under it, and to what else tells of it.
const WAYS: &str = "query ($post: ID!, $comment: ID!, $slug: String!) {
    node(id: $post) { id } nodes(ids: [$post, $comment]) { id } post(slug: $slug) { id }
    comment: node(id: $comment) { id ... on Comment { post { id } } }
    posts { nodes { id } } tag(slug: \"t\") { posts { nodes { id } } }
    user(username: \"alice\") { posts { nodes { id } } comments { nodes { id } } }
}";

async fn finds(client: &Client, variables: &Value) -> (bool, bool) {
    let data = client.ask(WAYS, variables.clone()).await;
    let by_id = ["/node", "/nodes/0", "/nodes/1", "/post", "/comment"]
        .map(|way| !data.pointer(way).unwrap().is_null());
    let lists = ["/posts/nodes/0", "/tag/posts/nodes/0", "/user/posts/nodes/0", "/user/comments/nodes/0"];
    let in_lists = lists.map(|way| data.pointer(way).is_some());
    assert!(by_id.iter().all(|way| *way == by_id[0]), "the ways differ: {data:#}");
    assert!(in_lists.iter().all(|way| *way == in_lists[0]), "the lists differ: {data:#}");
    (by_id[0], in_lists[0])
}

#[tokio::test]
async fn one_rule_says_who_reads_a_post() {
    const NOBODY: [bool; 6] = [false; 6];
    const EVERYBODY: [bool; 6] = [true; 6];
    for (name, visibility, then, by_id, in_lists) in [
        ("public", "PUBLIC", None, EVERYBODY, EVERYBODY),
        ("unlisted", "UNLISTED", None, EVERYBODY, NOBODY),
        ("followers", "FOLLOWERS", None, OWNER, OWNER),
        ("draft", "PUBLIC", Some("unpublishPost"), OWNER, NOBODY),
        ("archived", "PUBLIC", Some("archivePost"), EVERYBODY, NOBODY),
        ("archived for followers", "FOLLOWERS", Some("archivePost"), OWNER, NOBODY),
        ("deleted", "PUBLIC", Some("deletePost"), OWNER, NOBODY),
    ] {
        let app = TestApp::new().await;
        let actors = everybody(&app).await;
        let input = json!({ "title": "Hers", "bodyMarkdown": "x", "tags": ["t"], "visibility": visibility, "publish": true });
        let post_id = post_with(&actors[3], input).await;
        let comment_id = comment(&actors[3], &post_id, None, "Hers too.").await;
        if let Some(then) = then {
            actors[3].run(&mutation(then, ""), json!({ "input": { "postId": post_id } })).await;
        }
        let variables = json!({ "post": post_id, "comment": comment_id, "slug": "hers" });
        for (index, client) in actors.iter().enumerate() {
            let found = finds(client, &variables).await;
            assert_eq!(found, (by_id[index], in_lists[index]), "{name} as {}", ACTORS[index]);
        }
        // Following opens what is for followers, whatever the role, and nothing else.
        let follow = json!({ "input": { "userId": actors[3].user_id() } });
        for (index, client) in actors.iter().enumerate().filter(|(index, _)| ![0, 3].contains(index)) {
            client.run(&mutation("followUser", ""), follow.clone()).await;
            let opens = visibility == "FOLLOWERS";
            let expected = (by_id[index] || opens, in_lists[index] || (opens && then.is_none()));
            assert_eq!(finds(client, &variables).await, expected, "{name} as a follower, {}", ACTORS[index]);
        }
    }
}
