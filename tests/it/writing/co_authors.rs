//! Writing together.

use serde_json::{Value, json};
use tribune::domain::identity;
use tribune::viewer::Role;

use super::{act, change};
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, TestApp};

fn who(post_id: &str, user_id: &str) -> Value {
    json!({ "input": { "postId": post_id, "userId": user_id } })
}

async fn add(author: &Client, post_id: &str, other: &Client) {
    author.run(&mutation("addCoAuthor", ""), who(post_id, &other.user_id())).await;
}

async fn reads(client: &Client, id: &str) -> bool {
    let data = client.ask("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
    !data["node"].is_null()
}

const NAMES: &str = "query ($id: ID!) { node(id: $id) { ... on Post { coAuthors { username } } } }";

async fn names(client: &Client, id: &str) -> Vec<String> {
    let people = client.ask(NAMES, json!({ "id": id })).await["node"]["coAuthors"].clone();
    people.as_array().unwrap().iter().map(|one| one["username"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_reads_and_edits_a_draft_and_leaves_its_life_to_the_author() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post_with(&alice, json!({ "title": "Together", "bodyMarkdown": "x", "tags": ["t"] })).await;
    let found = "query ($id: ID!) { node(id: $id) { ... on Post { bodyMarkdown viewerCanEdit viewerCanDelete } } post(slug: \"together\") { id }
        viewer { posts { totalCount } coAuthoredPosts { totalCount nodes { id status } } } }";
    assert!(!reads(&bob, &id).await);
    for _ in 0..2 {
        add(&alice, &id, &bob).await;
        assert_eq!(names(&alice, &id).await, ["bob"]);
    }
    let seen = bob.ask(found, json!({ "id": id })).await;
    assert_eq!(seen["node"], json!({ "bodyMarkdown": "x", "viewerCanEdit": true, "viewerCanDelete": false }));
    assert_eq!(seen["post"]["id"], id.as_str());
    let theirs = json!({ "posts": { "totalCount": 0 }, "coAuthoredPosts": { "totalCount": 1, "nodes": [{ "id": id, "status": "DRAFT" }] } });
    assert_eq!(seen["viewer"], theirs);
    // Nobody else, whatever the role.
    for client in [app.anon(), app.reader().await, app.moderator().await, app.admin().await] {
        assert!(!reads(&client, &id).await);
    }
    let changed = change(&bob, &id, json!({ "title": "Ours", "tags": ["u"] })).await;
    assert_eq!(changed, json!({ "title": "Ours", "version": 2 }));
    let input = json!({ "input": { "postId": id } });
    for name in ["publishPost", "unpublishPost", "archivePost", "deletePost", "restorePost"] {
        assert_eq!(bob.problems(&mutation(name, ""), input.clone()).await, ["NOT_ALLOWED"], "{name}");
    }
    assert_eq!(
        bob.problems(&mutation("addCoAuthor", ""), who(&id, &app.sign_in("mona").await.user_id())).await,
        ["NOT_ALLOWED"]
    );
    let series = json!({ "input": { "postId": id, "expectedVersion": 1, "title": "No" } });
    assert_eq!(bob.problems(&mutation("updatePost", ""), series).await, ["STALE_VERSION"]);

    act(&alice, "publishPost", &id).await;
    let edit = change(&bob, &id, json!({ "title": "Ours, edited" })).await;
    assert_eq!(edit["version"], 4);
    let revisions = "query ($id: ID!) { node(id: $id) { ... on Post { revisions { nodes { id title editor { username } } } draft { title } } } }";
    let nodes = bob.ask(revisions, json!({ "id": id })).await["node"]["revisions"]["nodes"].clone();
    assert_eq!(
        (&nodes[0]["editor"]["username"], &nodes[1]["editor"]["username"]),
        (&json!("bob"), &json!("alice"))
    );
    let first = json!({ "input": { "revisionId": nodes[1]["id"] } });
    bob.run(&mutation("restoreRevision", ""), first).await;
    // Those of one go not together with those of the other.
    change(&alice, &id, json!({ "title": "Mine again" })).await;
    let nodes = alice.ask(revisions, json!({ "id": id })).await["node"]["revisions"]["nodes"].clone();
    assert_eq!(nodes.as_array().unwrap().len(), 4, "{nodes:#}");

    // What is deleted is its author's alone.
    act(&alice, "deletePost", &id).await;
    assert!(!reads(&bob, &id).await);
    assert_eq!(bob.ask(found, json!({ "id": id })).await["viewer"]["coAuthoredPosts"]["totalCount"], 0);
}

#[tokio::test]
async fn a_draft_saved_by_two_editors_is_nobodys_to_overwrite_unawares() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Live").await;
    add(&alice, &id, &bob).await;
    let save = mutation("saveDraft", "post { draft { title savedAt savedBy { username } } }");
    let input = |title: &str, expected: &Value| {
        let mut fields = json!({ "postId": id, "title": title });
        if !expected.is_null() {
            fields["expectedSavedAt"] = expected.clone();
        }
        json!({ "input": fields })
    };
    let hers = alice.run(&save, input("Hers", &json!(null))).await["post"]["draft"].clone();
    let answer = bob.ask(&save, input("His", &json!(null))).await["saveDraft"]["userErrors"][0].clone();
    assert_eq!(
        (&answer["code"], &answer["field"]),
        (&json!("CONFLICT"), &json!(["input", "expectedSavedAt"]))
    );
    assert!(answer["message"].as_str().unwrap().contains(hers["savedAt"].as_str().unwrap()), "{answer}");
    let read = "query ($id: ID!) { node(id: $id) { ... on Post { title draft { title savedAt savedBy { username } } } } }";
    assert_eq!(bob.ask(read, json!({ "id": id })).await["node"]["draft"], hers);
    // Who has read it may save over it, and then it is the other who must know.
    let his = bob.run(&save, input("His", &hers["savedAt"])).await["post"]["draft"].clone();
    assert_eq!(his["savedBy"]["username"], "bob");
    assert_eq!(alice.problems(&save, input("Hers 2", &json!(null))).await, ["CONFLICT"]);
    assert_eq!(alice.problems(&save, input("Hers 2", &hers["savedAt"])).await, ["STALE_VERSION"]);
    assert_eq!(alice.ask(read, json!({ "id": id })).await["node"]["draft"], his);
    act(&alice, "publishPost", &id).await;
    let live = alice.ask(read, json!({ "id": id })).await["node"].clone();
    assert_eq!((&live["title"], &live["draft"]), (&json!("His"), &json!(null)));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_first_drafts_at_the_same_instant_one_is_saved() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Live").await;
    add(&alice, &id, &bob).await;
    let save = mutation("saveDraft", "");
    let one = alice.ask(&save, json!({ "input": { "postId": id, "title": "Hers" } }));
    let other = bob.ask(&save, json!({ "input": { "postId": id, "title": "His" } }));
    let (one, other) = tokio::join!(one, other);
    let refused =
        [one, other].iter().filter(|data| data["saveDraft"]["userErrors"][0]["code"] == "CONFLICT").count();
    assert_eq!(refused, 1);
    assert_eq!(app.number("SELECT count(*) FROM post_drafts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_edits_of_one_version_at_the_same_instant_one_is_saved() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "First").await;
    add(&alice, &id, &bob).await;
    let update = mutation("updatePost", "post { version }");
    for version in 1..6 {
        let edit = |who: &str| json!({ "input": { "postId": id, "title": format!("{who} {version}"), "expectedVersion": version } });
        let (one, other) = tokio::join!(alice.ask(&update, edit("Hers")), bob.ask(&update, edit("His")));
        let saved = |data: &Value| data["updatePost"]["post"]["version"] == version + 1;
        let stale = |data: &Value| data["updatePost"]["userErrors"][0]["code"] == "STALE_VERSION";
        assert!(saved(&one) && stale(&other) || stale(&one) && saved(&other), "{one:#}\n{other:#}");
    }
}

#[tokio::test]
async fn who_can_be_one() {
    let app = TestApp::new().await;
    let (alice, bob, reader) = (app.alice().await, app.bob().await, app.reader().await);
    let id = post(&alice, "Together").await;
    let document = mutation("addCoAuthor", "");
    let gone = "user_01h455vb4pex5vsknk084sn02q";
    assert_eq!(alice.problems(&document, who(&id, gone)).await, ["NOT_FOUND"]);
    assert_eq!(alice.problems(&document, who(&id, &alice.user_id())).await, ["NOT_ALLOWED"]);
    let answer =
        alice.ask(&document, who(&id, &reader.user_id())).await["addCoAuthor"]["userErrors"][0].clone();
    assert_eq!((&answer["code"], &answer["field"]), (&json!("NOT_ALLOWED"), &json!(["input", "userId"])));
    assert_eq!(answer["message"], "rita has not the role AUTHOR, which a co-author needs.");
    for number in 0..10 {
        let other = app.actor(&format!("author_{number}"), Role::Author).await;
        add(&alice, &id, &other).await;
    }
    let one_more = alice.ask(&document.replace("field }", "field max }"), who(&id, &bob.user_id())).await;
    let error = &one_more["addCoAuthor"]["userErrors"][0];
    assert_eq!((&error["code"], &error["max"]), (&json!("TOO_MANY"), &json!(10)));
    // Those who came first first.
    let expected: Vec<_> = (0..10).map(|number| format!("author_{number}")).collect();
    assert_eq!(names(&app.anon(), &id).await, expected);
    // One whose account is gone is none any more.
    app.execute("DELETE FROM usernames WHERE username = 'author_3'").await;
    app.execute("DELETE FROM users WHERE username = 'author_3'").await;
    assert_eq!(names(&app.anon(), &id).await.len(), 9);
    add(&alice, &id, &bob).await;
}

#[tokio::test]
async fn one_goes_or_is_sent_away() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let carol = app.actor("carol", Role::Author).await;
    let id = post_with(&alice, json!({ "title": "Together", "bodyMarkdown": "x" })).await;
    add(&alice, &id, &bob).await;
    add(&alice, &id, &carol).await;
    let document = mutation("removeCoAuthor", "post { coAuthors { username } }");
    // Not one another.
    assert_eq!(bob.problems(&document, who(&id, &carol.user_id())).await, ["NOT_ALLOWED"]);
    // Who goes from a draft sees it no more.
    assert_eq!(bob.run(&document, who(&id, &bob.user_id())).await["post"], json!(null));
    assert!(!reads(&bob, &id).await);
    assert_eq!(bob.problems(&document, who(&id, &bob.user_id())).await, ["NOT_FOUND"]);
    for _ in 0..2 {
        let left = alice.run(&document, who(&id, &carol.user_id())).await["post"].clone();
        assert_eq!(left, json!({ "coAuthors": [] }));
    }
    assert!(!reads(&carol, &id).await);
    let gone = who(&id, "user_01h455vb4pex5vsknk084sn02q");
    assert_eq!(alice.problems(&document, gone).await, ["NOT_FOUND"]);
    // Who is an author no longer still reads what they wrote, edits nothing, and may go.
    add(&alice, &id, &carol).await;
    identity::set_role(&app.domain, "carol", Role::Reader).await.unwrap();
    let carol = app.sign_in("carol").await;
    assert!(reads(&carol, &id).await);
    let update = json!({ "input": { "postId": id, "title": "No" } });
    assert_eq!(carol.refused(&mutation("updatePost", ""), update).await, "FORBIDDEN");
    assert_eq!(carol.run(&document, who(&id, &carol.user_id())).await["post"], json!(null));
}

#[tokio::test]
async fn what_is_for_followers_is_for_them_too() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let input = json!({ "title": "Inner", "bodyMarkdown": "x", "visibility": "FOLLOWERS", "commentPolicy": "FOLLOWERS", "publish": true });
    let id = post_with(&alice, input).await;
    let listed = "{ posts { nodes { id viewerCanComment } } }";
    assert_eq!(bob.ask(listed, json!({})).await["posts"]["nodes"], json!([]));
    add(&alice, &id, &bob).await;
    let nodes = bob.ask(listed, json!({})).await["posts"]["nodes"].clone();
    assert_eq!(nodes, json!([{ "id": id, "viewerCanComment": true }]));
    comment(&bob, &id, None, "Said by one of us.").await;
}
