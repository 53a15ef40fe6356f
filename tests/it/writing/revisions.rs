//! What the text of a post was.

use chrono::Duration;
use serde_json::{Value, json};

use super::{act, change};
use crate::support::world::{mutation, post, post_with};
use crate::support::{Client, TestApp};

const REVISIONS: &str = "query ($id: ID!) { node(id: $id) { ... on Post { version title subtitle excerpt bodyMarkdown tags { name }
    revisions { totalCount nodes { id version title subtitle excerpt bodyMarkdown tagNames createdAt editor { username } } } } } }";

async fn read(client: &Client, id: &str) -> Value {
    client.ask(REVISIONS, json!({ "id": id })).await["node"].clone()
}

/// The titles of the revisions, the latest first.
async fn titles(client: &Client, id: &str) -> Vec<String> {
    let nodes = read(client, id).await["revisions"]["nodes"].clone();
    nodes.as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_publication_makes_one_and_edits_within_ten_minutes_make_one_together() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post_with(&alice, json!({ "title": "Draft", "bodyMarkdown": "x" })).await;
    change(&alice, &id, json!({ "title": "Still a draft" })).await;
    assert_eq!(titles(&alice, &id).await, Vec::<String>::new());
    act(&alice, "publishPost", &id).await;
    assert_eq!(titles(&alice, &id).await, ["Still a draft"]);
    // What was published first is kept, however soon it is changed.
    change(&alice, &id, json!({ "title": "One" })).await;
    app.advance(Duration::minutes(9));
    change(&alice, &id, json!({ "tags": ["rust", "C++"], "subtitle": "Under it" })).await;
    let found = read(&alice, &id).await;
    assert_eq!(found["revisions"]["totalCount"], 2);
    let latest = &found["revisions"]["nodes"][0];
    assert_eq!((&latest["title"], &latest["subtitle"]), (&json!("One"), &json!("Under it")));
    assert_eq!((&latest["tagNames"], &latest["version"]), (&json!(["rust", "C++"]), &found["version"]));
    assert_eq!((&latest["excerpt"], &latest["editor"]), (&json!("x"), &json!({ "username": "alice" })));
    // Ten minutes after the first of them, however near the last.
    app.advance(Duration::minutes(2));
    change(&alice, &id, json!({ "title": "Two" })).await;
    assert_eq!(titles(&alice, &id).await, ["Two", "One", "Still a draft"]);
    // What is no text makes none, nor does what changes nothing.
    app.advance(Duration::hours(1));
    let alice = app.sign_in("alice").await;
    change(&alice, &id, json!({ "language": "en", "title": "Two" })).await;
    act(&alice, "archivePost", &id).await;
    act(&alice, "publishPost", &id).await;
    assert_eq!(titles(&alice, &id).await, ["Two", "One", "Still a draft"]);
    // Published anew with another text.
    act(&alice, "unpublishPost", &id).await;
    change(&alice, &id, json!({ "title": "Three" })).await;
    assert_eq!(titles(&alice, &id).await, ["Two", "One", "Still a draft"]);
    act(&alice, "publishPost", &id).await;
    assert_eq!(titles(&alice, &id).await, ["Three", "Two", "One", "Still a draft"]);
}

#[tokio::test]
async fn one_restored_restores_the_whole_text_and_loses_nothing() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let input = json!({ "title": "First", "bodyMarkdown": "*One*", "subtitle": "Sub", "excerpt": "Ex", "tags": ["a", "B"], "language": "en", "publish": true });
    let id = post_with(&alice, input).await;
    let first = read(&alice, &id).await["revisions"]["nodes"][0]["id"].clone();
    let second = json!({ "title": "Second", "bodyMarkdown": "Two", "subtitle": null, "excerpt": null, "tags": [], "slug": "second", "language": "fr" });
    change(&alice, &id, second).await;
    let restore = mutation(
        "restoreRevision",
        "post { title subtitle excerpt bodyMarkdown bodyHtml version slug language tags { name } }",
    );
    let input = json!({ "input": { "revisionId": first } });
    let restored = alice.run(&restore, input.clone()).await["post"].clone();
    let expected = json!({
        "title": "First", "subtitle": "Sub", "excerpt": "Ex", "bodyMarkdown": "*One*", "bodyHtml": "<p><em>One</em></p>\n",
        "version": 3, "slug": "second", "language": "fr", "tags": [{ "name": "a" }, { "name": "B" }]
    });
    assert_eq!(restored, expected);
    // The restoration does not go together with the edit before it, which would be lost.
    assert_eq!(titles(&alice, &id).await, ["First", "Second", "First"]);
    // Once more changes nothing.
    assert_eq!(alice.run(&restore, input.clone()).await["post"]["version"], 3);
    assert_eq!(titles(&alice, &id).await, ["First", "Second", "First"]);
    // Over a text that never was live.
    act(&alice, "unpublishPost", &id).await;
    change(&alice, &id, json!({ "title": "Unfinished" })).await;
    alice.run(&restore, input.clone()).await;
    assert_eq!(titles(&alice, &id).await, ["Unfinished", "First", "Second", "First"]);
    assert_eq!(read(&alice, &id).await["title"], "First");
    // Which moderators don't see, also when the post is published again.
    act(&alice, "publishPost", &id).await;
    assert_eq!(titles(&app.moderator().await, &id).await, ["First", "First", "Second", "First"]);
    let unfinished = read(&alice, &id).await["revisions"]["nodes"][1]["id"].clone();
    let node = "query ($id: ID!) { node(id: $id) { id } }";
    assert_eq!(app.sign_in("mona").await.ask(node, json!({ "id": unfinished })).await["node"], json!(null));
    assert_eq!(alice.ask(node, json!({ "id": unfinished })).await["node"]["id"], unfinished);
}

#[tokio::test]
async fn those_of_another_are_not_to_be_had() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Hers").await;
    let revision = read(&alice, &id).await["revisions"]["nodes"][0]["id"].clone();
    change(&alice, &id, json!({ "title": "Hers now" })).await;
    let (restore, input) = (mutation("restoreRevision", ""), json!({ "input": { "revisionId": revision } }));
    assert_eq!(bob.problems(&restore, input.clone()).await, ["NOT_FOUND"]);
    assert_eq!(read(&bob, &id).await["revisions"], json!(null));
    let moderator = app.moderator().await;
    assert_eq!(titles(&moderator, &id).await, ["Hers now", "Hers"]);
    assert_eq!(moderator.problems(&restore, input.clone()).await, ["NOT_ALLOWED"]);
    assert_eq!(read(&alice, &id).await["version"], 2);
    act(&alice, "deletePost", &id).await;
    assert_eq!(alice.problems(&restore, input).await, ["NOT_ALLOWED"]);
}

#[tokio::test]
async fn a_text_without_a_title_is_not_restored_to_what_is_live() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Named").await;
    act(&alice, "unpublishPost", &id).await;
    change(&alice, &id, json!({ "title": "" })).await;
    let named = read(&alice, &id).await["revisions"]["nodes"][0]["id"].clone();
    let restore = mutation("restoreRevision", "");
    alice.run(&restore, json!({ "input": { "revisionId": named } })).await;
    act(&alice, "publishPost", &id).await;
    let nameless = read(&alice, &id).await["revisions"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|revision| revision["title"] == "")
        .unwrap()["id"]
        .clone();
    let answer = alice.ask(&restore, json!({ "input": { "revisionId": nameless } })).await;
    let error = &answer["restoreRevision"]["userErrors"][0];
    assert_eq!((&error["code"], &error["field"]), (&json!("BLANK"), &json!(["input", "revisionId"])));
}

/// Posts that are older than their revisions.
#[tokio::test]
async fn a_post_without_any_keeps_the_text_it_had_when_it_is_changed() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Old").await;
    app.execute("DELETE FROM post_revisions").await;
    change(&alice, &id, json!({ "language": "en" })).await;
    change(&alice, &id, json!({ "title": "New" })).await;
    assert_eq!(titles(&alice, &id).await, ["New", "Old"]);
}

#[tokio::test]
async fn their_pages_lead_on() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Revision 0").await;
    for number in 1..5 {
        app.advance(Duration::minutes(11));
        let alice = app.sign_in("alice").await;
        change(&alice, &id, json!({ "title": format!("Revision {number}") })).await;
    }
    let alice = app.sign_in("alice").await;
    let query = "query ($id: ID!, $after: String) { node(id: $id) { ... on Post { revisions(first: 2, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } } } } }";
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let page = alice.ask(query, json!({ "id": id, "after": after })).await["node"]["revisions"].clone();
        seen.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["title"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, (0..5).rev().map(|number| json!(format!("Revision {number}"))).collect::<Vec<_>>());
}
