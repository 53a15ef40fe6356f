//! The matrix, cell by cell.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::table::{LINES, Line, Target};
use super::{ACTORS, everybody};
use crate::sdl::{Sdl, document, snapshot};
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, PASSWORD, TestApp};

#[test]
fn the_table_names_every_mutation() {
    let named: BTreeSet<String> = LINES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let all: BTreeSet<String> = Sdl::read().mutations().into_iter().collect();
    assert_eq!(named, all);
}

const IDENTITY: &[&str] = &[
    "register",
    "login",
    "refreshSession",
    "logout",
    "revokeSession",
    "revokeAllSessions",
    "changePassword",
];
const PEOPLE: &[&str] = &["updateProfile", "followUser", "unfollowUser", "followTag", "unfollowTag"];
const POSTS: &[&str] =
    &["createPost", "updatePost", "publishPost", "unpublishPost", "archivePost", "deletePost", "restorePost"];
const WRITING: &[&str] = &[
    "saveDraft",
    "discardDraft",
    "addCoAuthor",
    "removeCoAuthor",
    "restoreRevision",
    "createSeries",
    "updateSeries",
    "deleteSeries",
];
const ON_POSTS: &[&str] = &[
    "addComment",
    "updateComment",
    "deleteComment",
    "react",
    "removeReaction",
    "bookmarkPost",
    "removeBookmark",
];

#[tokio::test]
async fn identity() {
    check(IDENTITY).await;
}

#[tokio::test]
async fn people_and_tags() {
    check(PEOPLE).await;
}

#[tokio::test]
async fn posts() {
    check(POSTS).await;
}

#[tokio::test]
async fn writing() {
    check(WRITING).await;
}

#[tokio::test]
async fn what_hangs_on_posts() {
    check(ON_POSTS).await;
}

#[test]
fn every_mutation_is_checked() {
    let checked: BTreeSet<String> =
        [IDENTITY, PEOPLE, POSTS, WRITING, ON_POSTS].concat().into_iter().map(str::to_owned).collect();
    assert_eq!(checked, Sdl::read().mutations().into_iter().collect());
}

/// Each line of the table for each actor, at a target of its own.
async fn check(names: &[&str]) {
    let app = TestApp::new().await;
    let actors = everybody(&app).await;
    let sdl = Sdl::read();
    let mut wrong = Vec::new();
    for line in LINES.iter().filter(|(name, ..)| names.contains(name)) {
        for (index, actor) in actors.iter().enumerate() {
            let (name, target, expected) = *line;
            let number = LINES.iter().position(|other| other == line).unwrap();
            let input = input(&app, line, &actors, &format!("{number}x{index}")).await;
            // A session of their own for each: some of this ends it.
            let client = match &actor.sign_in {
                Some(sign_in) => app.sign_in(&sign_in.user.username).await,
                None => actor.clone(),
            };
            let before = snapshot(&app).await;
            let outcome = outcome(&client, &document(&sdl, name), input).await;
            if outcome != expected[index] {
                wrong.push(format!(
                    "{name} at {target:?} by {}: {outcome}, not {}",
                    ACTORS[index], expected[index]
                ));
            }
            if outcome != "OK" {
                assert_eq!(
                    snapshot(&app).await,
                    before,
                    "{name} at {target:?} by {} changed something",
                    ACTORS[index]
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn outcome(client: &Client, document: &str, input: Value) -> String {
    let answer = client.send(document, json!({ "input": input })).await;
    if answer.body.get("errors").is_some() {
        let data = answer.body["data"].as_object();
        assert!(data.is_none_or(|data| data.values().all(Value::is_null)), "{:#}", answer.body);
        return answer.code();
    }
    let payload = answer.body["data"].as_object().unwrap().values().next().unwrap().clone();
    let errors = payload["userErrors"].as_array().unwrap().clone();
    errors.first().map_or("OK".to_owned(), |error| error["code"].as_str().unwrap().to_owned())
}

async fn input(app: &TestApp, line: &Line, actors: &[Client; 6], unique: &str) -> Value {
    let (name, target, _) = *line;
    let (alice, bob) = (&actors[3], &actors[2]);
    let id = make(app, target, alice, bob, unique).await;
    match name {
        "register" => {
            let email = format!("new{unique}@example.org");
            json!({ "username": format!("new{unique}"), "email": email, "password": PASSWORD, "displayName": "New" })
        }
        "login" => json!({ "login": "alice", "password": PASSWORD }),
        "refreshSession" => {
            let sign_in = app.sign_in("alice").await.sign_in.unwrap();
            json!({ "refreshToken": sign_in.refresh_token })
        }
        "changePassword" => json!({ "currentPassword": PASSWORD, "newPassword": PASSWORD }),
        "updateProfile" => json!({ "bio": format!("Changed {unique}") }),
        "createPost" => json!({ "title": "New", "bodyMarkdown": "x" }),
        "updatePost" => json!({ "postId": id, "title": "Changed" }),
        "saveDraft" => json!({ "postId": id, "title": "Changed" }),
        "addCoAuthor" | "removeCoAuthor" => json!({ "postId": id, "userId": bob.user_id() }),
        "createSeries" => json!({ "title": "New" }),
        "updateSeries" => json!({ "seriesId": id, "title": "Changed" }),
        "deleteSeries" => json!({ "seriesId": id }),
        "restoreRevision" => json!({ "revisionId": id }),
        "addComment" => json!({ "postId": id, "bodyMarkdown": "x" }),
        "updateComment" => json!({ "commentId": id, "bodyMarkdown": "Changed" }),
        "deleteComment" => json!({ "commentId": id }),
        "react" => json!({ "subjectId": id, "kind": "LIKE" }),
        "removeReaction" => json!({ "subjectId": id }),
        "revokeSession" => json!({ "sessionId": id }),
        "followUser" | "unfollowUser" => json!({ "userId": id }),
        "followTag" | "unfollowTag" => json!({ "tagId": id }),
        "logout" | "revokeAllSessions" => json!(null),
        _ => json!({ "postId": id }),
    }
}

async fn make(app: &TestApp, target: Target, alice: &Client, bob: &Client, unique: &str) -> String {
    let title = format!("Post {unique}");
    let then = async |name: &str, id: String| {
        alice.run(&mutation(name, ""), json!({ "input": { "postId": id } })).await;
        id
    };
    match target {
        Target::Nothing => String::new(),
        Target::Published => post(alice, &title).await,
        Target::Followers => {
            let input =
                json!({ "title": title, "bodyMarkdown": "x", "visibility": "FOLLOWERS", "publish": true });
            post_with(alice, input).await
        }
        Target::Draft => post_with(alice, json!({ "title": title, "bodyMarkdown": "x" })).await,
        Target::Scheduled => {
            let id = post_with(alice, json!({ "title": title, "bodyMarkdown": "x" })).await;
            let input = json!({ "postId": id, "at": "2099-01-01T08:00:00Z" });
            alice.run(&mutation("publishPost", ""), json!({ "input": input })).await;
            id
        }
        Target::Archived => then("archivePost", post(alice, &title).await).await,
        Target::Deleted => then("deletePost", post(alice, &title).await).await,
        Target::Comment => {
            let post_id = post(bob, &title).await;
            comment(alice, &post_id, None, "Hers.").await
        }
        Target::BuriedComment => {
            let post_id = post(alice, &title).await;
            let id = comment(alice, &post_id, None, "Hers.").await;
            then("unpublishPost", post_id).await;
            id
        }
        Target::Revision => revision(alice, &title).await.0,
        Target::BuriedRevision => {
            let (id, post_id) = revision(alice, &title).await;
            then("unpublishPost", post_id).await;
            id
        }
        Target::Series => {
            let created = mutation("createSeries", "series { id }");
            let made = alice.run(&created, json!({ "input": { "title": title } })).await;
            let id = made["series"]["id"].as_str().unwrap().to_owned();
            post_with(alice, json!({ "title": title, "bodyMarkdown": "x", "seriesId": id, "publish": true }))
                .await;
            id
        }
        Target::Session => app.sign_in("alice").await.session_id(),
        Target::Person => alice.user_id(),
        Target::Tag => {
            post_with(alice, json!({ "title": title, "bodyMarkdown": "x", "tags": ["matrix"] })).await;
            let tag = alice.ask("{ tag(slug: \"matrix\") { id } }", json!({})).await;
            tag["tag"]["id"].as_str().unwrap().to_owned()
        }
    }
}

/// What the text of a post was before it was changed, and the post.
async fn revision(alice: &Client, title: &str) -> (String, String) {
    let post_id = post(alice, title).await;
    let input = json!({ "postId": post_id, "title": "Changed" });
    alice.run(&mutation("updatePost", ""), json!({ "input": input })).await;
    let query = "query ($id: ID!) { node(id: $id) { ... on Post { revisions { nodes { id } } } } }";
    let data = alice.ask(query, json!({ "id": post_id })).await;
    (data["node"]["revisions"]["nodes"][1]["id"].as_str().unwrap().to_owned(), post_id)
}
