//! Posts to be read one after the other.

use serde_json::{Value, json};

use super::act;
use crate::support::world::{mutation, post, post_with};
use crate::support::{Client, TestApp};

async fn series(author: &Client, title: &str) -> String {
    let document = mutation("createSeries", "series { id }");
    let payload = author.run(&document, json!({ "input": { "title": title } })).await;
    payload["series"]["id"].as_str().unwrap().to_owned()
}

async fn hold(author: &Client, series_id: &str, posts: &[&String]) -> Value {
    let document = mutation("updateSeries", "series { posts { totalCount nodes { id } } postCount }");
    let input = json!({ "input": { "seriesId": series_id, "postIds": posts } });
    author.run(&document, input).await["series"].clone()
}

/// The titles of the posts that somebody finds in a series.
async fn titles(client: &Client, id: &str) -> Vec<String> {
    let query = "query ($id: ID!) { node(id: $id) { ... on Series { posts { nodes { title } } } } }";
    let nodes = client.ask(query, json!({ "id": id })).await["node"]["posts"]["nodes"].clone();
    nodes.as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_is_begun_changed_and_ended() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let create =
        mutation("createSeries", "series { id slug title description author { username } postCount }");
    let input = json!({ "input": { "title": " Rust from  scratch ", "description": "All of it." } });
    let made = alice.run(&create, input.clone()).await["series"].clone();
    let expected = json!({
        "id": made["id"], "slug": "rust-from-scratch", "title": "Rust from  scratch", "description": "All of it.",
        "author": { "username": "alice" }, "postCount": 0
    });
    assert_eq!(made, expected);
    assert_eq!(alice.run(&create, input).await["series"]["slug"], "rust-from-scratch-2");
    let by_hand = json!({ "input": { "title": "Other", "slug": "rust-from-scratch" } });
    assert_eq!(alice.problems(&create, by_hand).await, ["TAKEN"]);
    // A post's slug is another matter.
    post_with(&alice, json!({ "title": "Other", "bodyMarkdown": "x", "slug": "by-hand" })).await;
    let by_hand = json!({ "input": { "title": "Other", "slug": "by-hand" } });
    assert_eq!(alice.run(&create, by_hand).await["series"]["slug"], "by-hand");
    for (field, text, code) in
        [("title", "", "BLANK"), ("title", "\u{0}", "INVALID"), ("slug", "No Slug", "INVALID")]
    {
        let mut fields = json!({ "title": "Other" });
        fields[field] = json!(text);
        assert_eq!(alice.problems(&create, json!({ "input": fields })).await, [code], "{field} {text:?}");
    }
    let listed = "{ user(username: \"alice\") { seriesList { totalCount nodes { slug } } } series(slug: \"by-hand\") { title } }";
    let found = app.anon().ask(listed, json!({})).await;
    let slugs =
        json!([{ "slug": "by-hand" }, { "slug": "rust-from-scratch-2" }, { "slug": "rust-from-scratch" }]);
    assert_eq!(found["user"]["seriesList"], json!({ "totalCount": 3, "nodes": slugs }));
    assert_eq!(found["series"]["title"], "Other");

    let update = mutation("updateSeries", "series { slug title description }");
    let fields = json!({ "input": { "seriesId": made["id"], "title": "Rust", "description": null } });
    let changed = alice.run(&update, fields).await["series"].clone();
    assert_eq!(changed, json!({ "slug": "rust-from-scratch", "title": "Rust", "description": null }));
    let nameless = json!({ "input": { "seriesId": made["id"], "title": null } });
    assert_eq!(alice.problems(&update, nameless).await, ["BLANK"]);

    let id = made["id"].as_str().unwrap();
    let post_id = post(&alice, "Stays").await;
    hold(&alice, id, &[&post_id]).await;
    let delete = mutation("deleteSeries", "deletedSeriesId");
    let input = json!({ "input": { "seriesId": id } });
    assert_eq!(alice.run(&delete, input.clone()).await["deletedSeriesId"], id);
    assert_eq!(alice.problems(&delete, input).await, ["NOT_FOUND"]);
    let left = alice
        .ask(
            "query ($id: ID!) { node(id: $id) { ... on Post { title series { id } } } }",
            json!({ "id": post_id }),
        )
        .await;
    assert_eq!(left["node"], json!({ "title": "Stays", "series": null }));
}

#[tokio::test]
async fn posts_stand_in_one_in_their_order() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let (one, other) = (series(&alice, "One").await, series(&alice, "Other").await);
    let mut posts = Vec::new();
    for title in ["A", "B", "C"] {
        posts.push(post(&alice, title).await);
    }
    let held = hold(&alice, &one, &[&posts[2], &posts[0], &posts[2], &posts[1]]).await;
    assert_eq!(held["posts"]["totalCount"], 3);
    assert_eq!(titles(&app.anon(), &one).await, ["C", "A", "B"]);
    // Placed anew, one leaves where it stood.
    hold(&alice, &other, &[&posts[0]]).await;
    assert_eq!(titles(&app.anon(), &one).await, ["C", "B"]);
    assert_eq!(titles(&app.anon(), &other).await, ["A"]);
    // At the end, by the post.
    let update = mutation("updatePost", "post { version series { title } }");
    let put = |id: &String, to: Value| json!({ "input": { "postId": id, "seriesId": to } });
    let moved = alice.run(&update, put(&posts[0], json!(one))).await["post"].clone();
    assert_eq!(moved, json!({ "version": 2, "series": { "title": "One" } }));
    assert_eq!(titles(&app.anon(), &one).await, ["C", "B", "A"]);
    assert_eq!(alice.run(&update, put(&posts[0], json!(one))).await["post"]["version"], 2);
    let moved = alice.run(&update, put(&posts[2], json!(null))).await["post"].clone();
    assert_eq!(moved, json!({ "version": 2, "series": null }));
    assert_eq!(titles(&app.anon(), &one).await, ["B", "A"]);
    post_with(&alice, json!({ "title": "D", "bodyMarkdown": "x", "seriesId": one, "publish": true })).await;
    assert_eq!(titles(&app.anon(), &one).await, ["B", "A", "D"]);
    hold(&alice, &one, &[]).await;
    assert_eq!(titles(&app.anon(), &one).await, Vec::<String>::new());
    // Page by page.
    hold(&alice, &one, &[&posts[1], &posts[0], &posts[2]]).await;
    let page = "query ($id: ID!, $after: String) { node(id: $id) { ... on Series { posts(first: 2, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } } } } }";
    let first = alice.ask(page, json!({ "id": one })).await["node"]["posts"].clone();
    assert_eq!(first["nodes"], json!([{ "title": "B" }, { "title": "A" }]));
    let after = first["pageInfo"]["endCursor"].clone();
    let next = alice.ask(page, json!({ "id": one, "after": after })).await["node"]["posts"].clone();
    assert_eq!(
        (&next["nodes"], &next["pageInfo"]["hasNextPage"]),
        (&json!([{ "title": "C" }]), &json!(false))
    );
}

#[tokio::test]
async fn a_post_of_somebody_else_has_no_place_in_it() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let (hers, his) = (series(&alice, "Hers").await, series(&bob, "His").await);
    let (own, seen) = (post(&alice, "Own").await, post(&bob, "Seen").await);
    let draft = post_with(&bob, json!({ "title": "Draft", "bodyMarkdown": "x" })).await;
    hold(&alice, &hers, &[&own]).await;
    let update = mutation("updateSeries", "");
    let gone = "post_01h455vb4pex5vsknk084sn02q".to_owned();
    for (other, code) in [(&seen, "NOT_ALLOWED"), (&draft, "NOT_FOUND"), (&gone, "NOT_FOUND")] {
        let input = json!({ "input": { "seriesId": hers, "title": "Ours", "postIds": [own, other] } });
        let error = alice.ask(&update, input).await["updateSeries"]["userErrors"][0].clone();
        assert_eq!((&error["code"], &error["field"]), (&json!(code), &json!(["input", "postIds"])));
    }
    // Nor one that one writes together with somebody else.
    let with_alice = json!({ "input": { "postId": draft, "userId": alice.user_id() } });
    bob.run(&mutation("addCoAuthor", ""), with_alice).await;
    let input = json!({ "input": { "seriesId": hers, "postIds": [draft] } });
    assert_eq!(alice.problems(&update, input).await, ["NOT_ALLOWED"]);
    let change = mutation("updatePost", "");
    for to in [json!(hers), json!(his), json!(null)] {
        let input = json!({ "input": { "postId": draft, "title": "Ours", "seriesId": to } });
        let error = alice.ask(&change, input).await["updatePost"]["userErrors"][0].clone();
        assert_eq!((&error["code"], &error["field"]), (&json!("NOT_ALLOWED"), &json!(["input", "seriesId"])));
    }
    // Nor one's own in somebody else's.
    for (name, input) in [
        ("updatePost", json!({ "postId": own, "seriesId": his })),
        ("createPost", json!({ "title": "New", "bodyMarkdown": "x", "seriesId": his })),
        ("updateSeries", json!({ "seriesId": his, "postIds": [own] })),
        ("deleteSeries", json!({ "seriesId": his })),
    ] {
        assert_eq!(
            alice.problems(&mutation(name, ""), json!({ "input": input })).await,
            ["NOT_ALLOWED"],
            "{name}"
        );
    }
    let none = json!({ "input": { "title": "New", "bodyMarkdown": "x", "seriesId": "series_01h455vb4pex5vsknk084sn02q" } });
    assert_eq!(alice.problems(&mutation("createPost", ""), none).await, ["NOT_FOUND"]);
    assert_eq!(app.number("SELECT count(*) FROM posts").await, 3);
    assert_eq!(app.number("SELECT count(*) FROM series_posts").await, 1);
    assert_eq!(titles(&app.anon(), &hers).await, ["Own"]);
    let query = "query ($id: ID!) { node(id: $id) { ... on Series { title } } }";
    assert_eq!(alice.ask(query, json!({ "id": hers })).await["node"]["title"], "Hers");
}

#[tokio::test]
async fn each_finds_in_it_what_they_may_read() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = series(&alice, "Some").await;
    let mut posts = Vec::new();
    for (title, visibility, publish) in [
        ("Public", "PUBLIC", true),
        ("Unlisted", "UNLISTED", true),
        ("Inner", "FOLLOWERS", true),
        ("Draft", "PUBLIC", false),
    ] {
        let input = json!({ "title": title, "bodyMarkdown": "x", "visibility": visibility, "publish": publish, "seriesId": id });
        posts.push(post_with(&alice, input).await);
    }
    assert_eq!(titles(&app.anon(), &id).await, ["Public"]);
    assert_eq!(titles(&bob, &id).await, ["Public"]);
    assert_eq!(titles(&app.moderator().await, &id).await, ["Public"]);
    assert_eq!(titles(&alice, &id).await, ["Public", "Unlisted", "Inner", "Draft"]);
    bob.run(&mutation("followUser", ""), json!({ "input": { "userId": alice.user_id() } })).await;
    assert_eq!(titles(&bob, &id).await, ["Public", "Inner"]);
    let with_bob = json!({ "input": { "postId": posts[3], "userId": bob.user_id() } });
    alice.run(&mutation("addCoAuthor", ""), with_bob).await;
    assert_eq!(titles(&bob, &id).await, ["Public", "Inner", "Draft"]);
    let counts = "query ($id: ID!) { node(id: $id) { ... on Series { postCount posts { totalCount } } } }";
    let counted = alice.ask(counts, json!({ "id": id })).await["node"].clone();
    assert_eq!(counted, json!({ "postCount": 1, "posts": { "totalCount": 4 } }));
    // What is deleted is in it for nobody, and has its place when it is restored.
    act(&alice, "deletePost", &posts[0]).await;
    assert_eq!(titles(&alice, &id).await, ["Unlisted", "Inner", "Draft"]);
    let deleted = json!({ "input": { "seriesId": id, "postIds": [posts[0]] } });
    assert_eq!(alice.problems(&mutation("updateSeries", ""), deleted).await, ["NOT_ALLOWED"]);
    hold(&alice, &id, &[&posts[2], &posts[1]]).await;
    act(&alice, "restorePost", &posts[0]).await;
    assert_eq!(titles(&alice, &id).await.len(), 3);
    assert_eq!(titles(&app.anon(), &id).await, ["Public"]);
}

#[tokio::test]
async fn as_many_as_it_holds_and_one_more() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = series(&alice, "Long").await;
    let mut posts = Vec::new();
    for number in 0..501 {
        posts.push(post_with(&alice, json!({ "title": format!("Post {number}"), "bodyMarkdown": "" })).await);
    }
    let update = mutation("updateSeries", "").replace("field }", "field max }");
    let all = json!({ "input": { "seriesId": id, "postIds": posts } });
    let error = alice.ask(&update, all).await["updateSeries"]["userErrors"][0].clone();
    assert_eq!((&error["code"], &error["max"]), (&json!("TOO_MANY"), &json!(500)));
    hold(&alice, &id, &posts[..500].iter().collect::<Vec<_>>()).await;
    let one_more = json!({ "input": { "postId": posts[500], "seriesId": id } });
    assert_eq!(alice.problems(&mutation("updatePost", ""), one_more).await, ["TOO_MANY"]);
    assert_eq!(app.number("SELECT count(*) FROM series_posts").await, 500);
}
