//! Every document under `examples/` runs as it stands, by whom its first line says.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::socket::Socket;
use crate::support::world::{comment, mutation, post_with};
use crate::support::{Client, TestApp};

/// What the placeholders of the variables stand for.
async fn world(app: &TestApp, alice: &Client, bob: &Client) -> Vec<(&'static str, String)> {
    let input =
        json!({ "title": "Hello world", "bodyMarkdown": "The first.", "tags": ["Rust"], "publish": true });
    let post = post_with(alice, input).await;
    let comment = comment(alice, &post, None, "The first comment.").await;
    let tag = app.anon().ask("{ tag(slug: \"rust\") { id } }", json!({})).await["tag"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let begun = mutation("createSeries", "series { id }");
    let series =
        alice.run(&begun, json!({ "input": { "title": "First steps" } })).await["series"]["id"].clone();
    let held = json!({ "input": { "seriesId": series, "postIds": [post] } });
    alice.run(&mutation("updateSeries", ""), held).await;
    let changed = json!({ "input": { "postId": post, "subtitle": "Changed" } });
    alice.run(&mutation("updatePost", ""), changed).await;
    let query = "query ($id: ID!) { node(id: $id) { ... on Post { revisions { nodes { id } } } } }";
    let revisions = alice.ask(query, json!({ "id": post })).await["node"]["revisions"]["nodes"].clone();
    let other = app.sign_in("alice").await;
    vec![
        ("$POST_ID", post),
        ("$COMMENT_ID", comment),
        ("$TAG_ID", tag),
        ("$SERIES_ID", series.as_str().unwrap().to_owned()),
        ("$REVISION_ID", revisions[1]["id"].as_str().unwrap().to_owned()),
        ("$USER_ID", bob.user_id()),
        ("$SESSION_ID", other.session_id()),
        ("$REFRESH_TOKEN", other.sign_in.unwrap().refresh_token),
    ]
}

#[tokio::test]
async fn every_example_runs() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut names: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    names.sort();
    assert!(names.len() > 30, "{} examples", names.len());
    let listed = fs::read_to_string(directory.join("README.md")).unwrap();
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(listed.contains(name), "examples/README.md does not list {name}");
        let document = fs::read_to_string(&path).unwrap();
        // Each in a world of its own: one deletes what another reads.
        let app = TestApp::new().await;
        let (alice, bob) = (app.alice().await, app.bob().await);
        let places = world(&app, &alice, &bob).await;
        let mut variables =
            fs::read_to_string(path.with_extension("variables.json")).unwrap_or_else(|_| "{}".to_owned());
        for (placeholder, value) in &places {
            variables = variables.replace(placeholder, value);
        }
        variables = variables.replace("tribune-demo-password", crate::support::PASSWORD);
        let variables: Value = serde_json::from_str(&variables).unwrap();
        let actor = document
            .lines()
            .next()
            .unwrap()
            .strip_prefix("# actor: ")
            .unwrap_or_else(|| panic!("{name} names no actor"));
        let client = match actor.trim() {
            "anon" => app.anon(),
            "alice" => alice,
            "admin" => app.admin().await,
            other => panic!("{name}: {other}"),
        };
        prepare(name, &client, &places).await;
        if document.contains("\nsubscription") {
            watch(&app, name, &document, variables, &places).await;
            continue;
        }
        let data = client.ask(&document, variables).await;
        for payload in data.as_object().unwrap().values() {
            assert!(
                payload.get("userErrors").is_none_or(|errors| *errors == json!([])),
                "{name}: {payload:#}"
            );
            assert!(!payload.is_null() || document.contains("viewer"), "{name} finds nothing");
        }
    }
}

/// A subscription runs over a socket, and hears of what it watches.
async fn watch(app: &TestApp, name: &str, document: &str, variables: Value, places: &[(&str, String)]) {
    let mut socket = Socket::start(app.address, None).await;
    socket.watch("1", document, variables).await;
    let bob = app.sign_in("bob").await;
    match name {
        "comment-added.graphql" => drop(comment(&bob, &places[0].1, None, "Heard.").await),
        "post-published.graphql" => {
            let tags = json!({ "title": "Heard", "bodyMarkdown": "x", "tags": ["Rust"], "publish": true });
            post_with(&app.sign_in("alice").await, tags).await;
        }
        "comment-updated.graphql" => {
            let input = json!({ "commentId": places[1].1, "bodyMarkdown": "Heard." });
            let update = mutation("updateComment", "comment { id }");
            app.sign_in("alice").await.run(&update, json!({ "input": input })).await;
        }
        "post-updated.graphql" => {
            let input = json!({ "postId": places[0].1, "title": "Heard" });
            let update = mutation("updatePost", "post { id }");
            app.sign_in("alice").await.run(&update, json!({ "input": input })).await;
        }
        other => panic!("{other} is a subscription: say what it hears of"),
    }
    let event = socket.event("1").await;
    assert!(!event.as_object().unwrap().values().any(Value::is_null), "{name}: {event:#}");
}

/// What an example takes for granted.
async fn prepare(name: &str, client: &Client, places: &[(&str, String)]) {
    let post = &places[0].1;
    let before = match name {
        "restore-post.graphql" => "deletePost",
        "publish-post.graphql" | "schedule-post.graphql" => "unpublishPost",
        _ => return,
    };
    client.run(&mutation(before, "userErrors { code }"), json!({ "input": { "postId": post } })).await;
}
