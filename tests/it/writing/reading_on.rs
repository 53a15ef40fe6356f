//! What is read with a post: the discussion as a whole, and the posts next to it.

use serde_json::{Value, json};

use super::act;
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, TestApp};

async fn thread(client: &Client, id: &str, arguments: &str) -> Value {
    let query = format!(
        "query ($id: ID!) {{ node(id: $id) {{ ... on Post {{ thread{arguments} {{ totalCount nodes {{ bodyMarkdown depth author {{ username }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }} }}"
    );
    client.ask(&query, json!({ "id": id })).await["node"]["thread"].clone()
}

fn texts(page: &Value) -> Vec<&str> {
    page["nodes"].as_array().unwrap().iter().map(|node| node["bodyMarkdown"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_discussion_is_flat_each_before_its_replies() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Discussed").await;
    let one = comment(&alice, &id, None, "1").await;
    let two = comment(&bob, &id, None, "2").await;
    let under = comment(&bob, &id, Some(&one), "1.1").await;
    comment(&alice, &id, Some(&two), "2.1").await;
    comment(&alice, &id, Some(&under), "1.1.1").await;
    comment(&alice, &id, Some(&one), "1.2").await;
    let react = json!({ "input": { "subjectId": two, "kind": "LIKE" } });
    alice.run(&mutation("react", ""), react).await;

    let anon = app.anon();
    let all = thread(&anon, &id, "").await;
    assert_eq!(texts(&all), ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]);
    assert_eq!((&all["totalCount"], &all["nodes"][2]["depth"]), (&json!(6), &json!(2)));
    assert_eq!(all["nodes"][1]["author"]["username"], "bob");
    assert_eq!(
        texts(&thread(&anon, &id, "(orderBy: NEWEST)").await),
        ["2", "2.1", "1", "1.2", "1.1", "1.1.1"]
    );
    assert_eq!(texts(&thread(&anon, &id, "(orderBy: TOP)").await), ["2", "2.1", "1", "1.2", "1.1", "1.1.1"]);
    // There and back again.
    let first = thread(&anon, &id, "(first: 4)").await;
    assert_eq!(texts(&first), ["1", "1.1", "1.1.1", "1.2"]);
    assert_eq!(
        (&first["pageInfo"]["hasNextPage"], &first["pageInfo"]["hasPreviousPage"]),
        (&json!(true), &json!(false))
    );
    let next = thread(&anon, &id, &format!("(first: 4, after: {})", first["pageInfo"]["endCursor"])).await;
    assert_eq!(texts(&next), ["2", "2.1"]);
    assert_eq!(
        (&next["pageInfo"]["hasNextPage"], &next["pageInfo"]["hasPreviousPage"]),
        (&json!(false), &json!(true))
    );
    let back = thread(&anon, &id, &format!("(last: 3, before: {})", next["pageInfo"]["startCursor"])).await;
    assert_eq!(texts(&back), ["1.1", "1.1.1", "1.2"]);
    assert_eq!(
        (&back["pageInfo"]["hasNextPage"], &back["pageInfo"]["hasPreviousPage"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(texts(&thread(&anon, &id, "(last: 2)").await), ["2", "2.1"]);
    // A deleted one keeps its place.
    alice.run(&mutation("deleteComment", ""), json!({ "input": { "commentId": one } })).await;
    let deleted = thread(&anon, &id, "").await;
    assert_eq!(deleted["nodes"][0], json!({ "bodyMarkdown": null, "depth": 0, "author": null }));
    assert_eq!(deleted["totalCount"], 6);
}

#[tokio::test]
async fn around_a_comment_is_the_page_with_it_and_what_it_answers() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Discussed").await;
    comment(&alice, &id, None, "before").await;
    let top = comment(&alice, &id, None, "top").await;
    for number in 0..8 {
        comment(&alice, &id, Some(&top), &format!("reply {number}")).await;
    }
    let last = comment(&alice, &id, Some(&top), "last").await;
    let deep = comment(&alice, &id, Some(&last), "deep").await;
    comment(&alice, &id, None, "after").await;
    let around = |id: &str, first: usize| format!("(first: {first}, around: \"{id}\")");
    let page = thread(&alice, &id, &around(&deep, 20)).await;
    assert_eq!(texts(&page).first(), Some(&"top"));
    assert_eq!(texts(&page).len(), 12);
    let info = &page["pageInfo"];
    assert_eq!((&info["hasNextPage"], &info["hasPreviousPage"]), (&json!(false), &json!(true)));
    let page = thread(&alice, &id, &around(&deep, 5)).await;
    assert_eq!(texts(&page), ["top", "reply 6", "reply 7", "last", "deep"]);
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let next = thread(&alice, &id, &format!("(after: {})", page["pageInfo"]["endCursor"])).await;
    assert_eq!(texts(&next), ["after"]);
    // One that is not there is none to go to.
    let other = post(&alice, "Other").await;
    let elsewhere = comment(&alice, &other, None, "elsewhere").await;
    assert_eq!(texts(&thread(&alice, &id, &around(&elsewhere, 2)).await), ["before", "top"]);
    let query = |arguments: &str| {
        format!("{{ node(id: \"{id}\") {{ ... on Post {{ thread{arguments} {{ totalCount }} }} }} }}")
    };
    for arguments in [
        around(&deep, 2),
        format!("(around: \"{deep}\", last: 5)"),
        format!("(around: \"{deep}\", after: \"x\")"),
        "(around: \"x\")".to_owned(),
        format!("(around: \"{id}\")"),
    ] {
        assert_eq!(alice.refused(&query(&arguments), json!({})).await, "BAD_USER_INPUT", "{arguments}");
    }
    // A cursor of another discussion.
    let cursor = thread(&alice, &other, "").await["pageInfo"]["endCursor"].clone();
    assert_eq!(alice.refused(&query(&format!("(after: {cursor})")), json!({})).await, "CURSOR_INVALID");
}

const RELATED: &str =
    "query ($id: ID!) { node(id: $id) { ... on Post { related { title author { username } } } } }";

async fn related(client: &Client, id: &str) -> Vec<String> {
    let nodes = client.ask(RELATED, json!({ "id": id })).await["node"]["related"].clone();
    nodes.as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn posts_with_rare_tags_in_common_come_first_and_then_the_freshest() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let tagged = async |author: &Client, title: &str, tags: &[&str], visibility: &str| {
        let input = json!({ "title": title, "bodyMarkdown": "x", "tags": tags, "visibility": visibility, "publish": true });
        post_with(author, input).await
    };
    let id = tagged(&alice, "This", &["common", "usual", "rare"], "PUBLIC").await;
    tagged(&bob, "Rare", &["rare"], "PUBLIC").await;
    for number in 0..8 {
        tagged(&bob, &format!("Common {number}"), &["common", "usual"], "PUBLIC").await;
    }
    tagged(&bob, "Nothing", &["else"], "PUBLIC").await;
    tagged(&bob, "Unlisted", &["rare"], "UNLISTED").await;
    let inner = tagged(&bob, "Inner", &["rare"], "FOLLOWERS").await;
    let gone = tagged(&bob, "Gone", &["rare"], "PUBLIC").await;
    act(&bob, "deletePost", &gone).await;
    post_with(&bob, json!({ "title": "Draft", "bodyMarkdown": "x", "tags": ["rare"] })).await;

    assert_eq!(related(&app.anon(), &id).await, ["Rare", "Common 7", "Common 6", "Common 5", "Common 4"]);
    assert_eq!(related(&bob, &id).await[..2], ["Inner", "Rare"]);
    assert_eq!(alice.ask(RELATED, json!({ "id": inner })).await["node"], json!(null));
    let lonely = post(&alice, "Lonely").await;
    assert_eq!(related(&alice, &lonely).await, Vec::<String>::new());
    let some = |first: i32| {
        format!("{{ node(id: \"{id}\") {{ ... on Post {{ related(first: {first}) {{ id }} }} }} }}")
    };
    for first in [1, 2, 10] {
        let found = alice.ask(&some(first), json!({})).await["node"]["related"].clone();
        assert_eq!(found.as_array().unwrap().len(), usize::try_from(first.min(9)).unwrap());
    }
    for first in [0, -1, 11, i32::MAX] {
        assert_eq!(alice.refused(&some(first), json!({})).await, "BAD_USER_INPUT", "{first}");
    }
}
