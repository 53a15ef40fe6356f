//! Documents that are known by a hash or by an id.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tribune::graphql::document::Trusted;

use crate::support::{Answer, Client, TestApp};

const DOCUMENT: &str = "{ instance { name } }";

async fn post(client: &Client, body: Value) -> Answer {
    let request = Request::post("/graphql").header("content-type", "application/json");
    client.raw(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn get(client: &Client, pairs: &[(&str, &str)]) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    client.raw(Request::get(format!("/graphql?{query}")).body(Body::empty()).unwrap()).await
}

fn persisted(text: &str) -> Value {
    let hash: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

#[tokio::test]
async fn a_hash_is_enough_once_the_document_was_sent() {
    let app = TestApp::new().await;
    let anon = app.anon();
    let extensions = persisted(DOCUMENT);
    let missing = post(&anon, json!({ "extensions": extensions })).await;
    assert_eq!(missing.code(), "PERSISTED_QUERY_NOT_FOUND");
    assert_eq!(missing.body["errors"][0]["message"], "PersistedQueryNotFound");

    let other = post(&anon, json!({ "query": "{ __typename }", "extensions": extensions })).await;
    assert_eq!(other.code(), "BAD_REQUEST");
    let sent = post(&anon, json!({ "query": DOCUMENT, "extensions": extensions })).await;
    assert_eq!(sent.body["data"]["instance"]["name"], "Tribune under test");

    let again = post(&anon, json!({ "extensions": extensions })).await;
    assert_eq!(again.body["data"], sent.body["data"]);
    let by_get = get(&anon, &[("extensions", &extensions.to_string())]).await;
    assert_eq!(by_get.body["data"], sent.body["data"]);
    // With Redis, another instance knows it too.
    let beside = app.beside().await.anon();
    let there = post(&beside, json!({ "extensions": extensions })).await;
    match std::env::var("TRIBUNE_TEST_REDIS_URL") {
        Ok(_) => assert_eq!(there.body["data"], sent.body["data"]),
        Err(_) => assert_eq!(there.code(), "PERSISTED_QUERY_NOT_FOUND"),
    }
}

#[tokio::test]
async fn a_document_that_was_refused_is_not_remembered() {
    let app = TestApp::new().await;
    let anon = app.anon();
    let broken = "{ instance { name }";
    let answer = post(&anon, json!({ "query": broken, "extensions": persisted(broken) })).await;
    assert_eq!(answer.code(), "GRAPHQL_PARSE_FAILED");
    let answer = post(&anon, json!({ "extensions": persisted(broken) })).await;
    assert_eq!(answer.code(), "PERSISTED_QUERY_NOT_FOUND");
}

#[tokio::test]
async fn registered_documents_run_and_where_it_is_said_nothing_else() {
    let folder = std::env::temp_dir().join(format!("tribune-documents-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("instance.graphql"), DOCUMENT).unwrap();
    for only in [false, true] {
        let app = TestApp::with_trusted(Trusted::load(&folder, only).unwrap()).await;
        let anon = app.anon();
        let name = json!({ "instance": { "name": "Tribune under test" } });
        for request in [
            json!({ "documentId": "instance" }),
            json!({ "doc_id": "instance" }),
            json!({ "query": DOCUMENT }),
            json!({ "extensions": persisted(DOCUMENT) }),
        ] {
            assert_eq!(post(&anon, request.clone()).await.body["data"], name, "{request}");
        }
        assert_eq!(get(&anon, &[("documentId", "instance")]).await.body["data"], name);
        let unknown = post(&anon, json!({ "documentId": "other" })).await;
        assert_eq!(unknown.code(), "PERSISTED_QUERY_NOT_FOUND");
        let text = post(&anon, json!({ "query": "{ __typename }" })).await;
        let hashed = post(&anon, json!({ "extensions": persisted("{ __typename }") })).await;
        if only {
            assert_eq!(text.code(), "FORBIDDEN");
            assert_eq!(hashed.code(), "PERSISTED_QUERY_NOT_SUPPORTED");
        } else {
            assert_eq!(text.body["data"]["__typename"], "Query");
            assert_eq!(hashed.code(), "PERSISTED_QUERY_NOT_FOUND");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A document that is known runs elsewhere; what it tells of the schema is the same, and of that schema alone.
#[tokio::test]
async fn what_is_told_of_the_schema_is_the_same_each_time() {
    let app = TestApp::new().await;
    let query = "{ __schema { types { name } queryType { fields { name } } } }";
    let first = app.anon().ask(query, json!({})).await;
    assert_eq!(app.anon().ask(query, json!({})).await, first);
    let types = first["__schema"]["types"].as_array().unwrap();
    let names: Vec<&str> = types.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Post"), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with('_') && !name.starts_with("__")), "{names:?}");
    for _ in 0..2 {
        assert_eq!(app.anon().refused("{ _service { sdl } }", json!({})).await, "GRAPHQL_VALIDATION_FAILED");
    }
}
