//! Ids that are unknown, of another type, or none at all: in every argument that takes one.

use serde_json::json;

use super::{refused, refused_at_the_top, right_input};
use crate::sdl::{Sdl, Things, base, document};
use crate::support::TestApp;

const UNKNOWN: &str = "01h455vb4pex5vsknk084sn02q";

fn malformed() -> Vec<String> {
    let good = format!("post_{UNKNOWN}");
    let mut texts: Vec<String> = [
        "",
        " ",
        "x",
        "post",
        "post_",
        "_",
        "1",
        "null",
        "\0",
        "pöst_01h455vb4pex5vsknk084sn02q",
        "post_zzzzzzzzzzzzzzzzzzzzzzzzzz",
    ]
    .map(str::to_owned)
    .into();
    texts.extend([
        good.to_uppercase(),
        format!("{good}\0"),
        format!(" {good}"),
        format!("{good}q"),
        "post_".repeat(2_000),
    ]);
    // An id of a type that this server does not have.
    texts.push(format!("planet_{UNKNOWN}"));
    texts
}

#[tokio::test]
async fn in_every_mutation() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    let mut count = 0;
    for name in sdl.mutations() {
        let fields = sdl.inputs(&name).into_iter().filter(|field| base(&field.ty.node) == "ID");
        for field in fields.map(|field| field.name.node.as_str()) {
            count += 1;
            let with = |id: &str| {
                let mut input = right_input(&sdl, &things, &name);
                input[field] = json!(id);
                input
            };
            let kinds: &[&str] = match field {
                "subjectId" => &["post", "comment"],
                "parentId" => &["comment"],
                "postIds" => &["post"],
                field => &[field.strip_suffix("Id").unwrap()],
            };
            for kind in kinds {
                let codes = refused(&app, &things.alice, &name, with(&format!("{kind}_{UNKNOWN}"))).await;
                assert_eq!(codes, ["NOT_FOUND"], "{name} {field}");
            }
            for kind in ["user", "viewer", "post", "revision", "series", "comment", "tag", "session"] {
                if !kinds.contains(&kind) {
                    let code =
                        refused_at_the_top(&app, &things.alice, &name, with(&format!("{kind}_{UNKNOWN}")))
                            .await;
                    assert_eq!(code, "BAD_USER_INPUT", "{name} {field} {kind}");
                }
            }
            for id in malformed() {
                let code = refused_at_the_top(&app, &things.alice, &name, with(&id)).await;
                assert_eq!(code, "BAD_USER_INPUT", "{name} {field} {id:?}");
            }
            for value in [json!(true), json!({}), json!(1.5)] {
                let mut input = right_input(&sdl, &things, &name);
                input[field] = value;
                let answer = things.alice.send(&document(&sdl, &name), json!({ "input": input })).await;
                assert!(
                    ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"].contains(&answer.code().as_str()),
                    "{name} {field}"
                );
            }
        }
    }
    assert!(count >= 19, "{count}");
}

#[tokio::test]
async fn where_any_object_is_asked_for_they_are_null() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let query = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }";
    let kinds = ["user", "viewer", "post", "revision", "series", "comment", "tag", "session"]
        .map(|kind| format!("{kind}_{UNKNOWN}"));
    for id in malformed().into_iter().chain(kinds) {
        for client in [&things.alice, &app.anon()] {
            assert_eq!(
                client.ask(query, json!({ "id": id })).await,
                json!({ "node": null, "nodes": [null] }),
                "{id:?}"
            );
        }
    }
    // In place, in order.
    let ids = json!({ "ids": [things.post, "x", things.comment, format!("post_{UNKNOWN}"), things.post] });
    let found = things.alice.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids).await;
    let expected =
        json!([{ "id": things.post }, null, { "id": things.comment }, null, { "id": things.post }]);
    assert_eq!(found["nodes"], expected);
    let many = |count: usize| json!({ "ids": vec!["x"; count] });
    assert_eq!(
        app.anon().ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", many(0)).await,
        json!({ "nodes": [] })
    );
    app.anon().ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", many(100)).await;
    assert_eq!(
        app.anon().refused("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", many(101)).await,
        "BAD_USER_INPUT"
    );
}

#[tokio::test]
async fn in_a_filter() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let query = "query ($id: ID!) { posts(filter: { authorId: $id }) { nodes { id } } }";
    let empty = json!({ "posts": { "nodes": [] } });
    assert_eq!(app.anon().ask(query, json!({ "id": format!("user_{UNKNOWN}") })).await, empty);
    for id in malformed().into_iter().chain([things.post]) {
        assert_eq!(app.anon().refused(query, json!({ "id": id })).await, "BAD_USER_INPUT", "{id:?}");
    }
}

/// Written into the document rather than beside it, an id is judged alike.
#[tokio::test]
async fn written_into_the_document() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    for (id, code) in
        [(things.comment.as_str(), "BAD_USER_INPUT"), ("x", "BAD_USER_INPUT"), ("", "BAD_USER_INPUT")]
    {
        let document =
            format!("mutation {{ deletePost(input: {{ postId: \"{id}\" }}) {{ deletedPostId }} }}");
        assert_eq!(things.alice.refused(&document, json!({})).await, code, "{id:?}");
    }
}
