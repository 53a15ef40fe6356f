//! A database that is read-only, full, or of a newer version.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tribune::domain::Domain;
use tribune::infra::database::schema::SchemaState;

use crate::sdl::{Sdl, Things, document, snapshot};
use crate::support::world::{mutation, post};
use crate::support::{Client, TestApp};

const READ: &str = "{ viewer { posts { totalCount } } posts { nodes { title comments { totalCount } } } }";

/// The same server over connections that were made anew.
async fn connected_anew(app: &TestApp, client: &Client) -> Client {
    let domain = Domain { database: app.database.connect().await, ..app.domain.clone() };
    Client::new(app.with_domain(domain), client.sign_in.clone())
}

async fn ready(client: &Client) -> (u16, Value) {
    let answer = client.raw(Request::get("/readyz").body(Body::empty()).unwrap()).await;
    (answer.status.as_u16(), answer.body)
}

#[tokio::test]
async fn read_only() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    let alice = if app.is_postgres() {
        let name = app.database.url.rsplit('/').next().unwrap();
        app.execute(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
        connected_anew(&app, &things.alice).await
    } else {
        app.execute("PRAGMA query_only = ON").await;
        things.alice.clone()
    };
    let before = snapshot(&app).await;
    let read = alice.ask(READ, json!({})).await;
    assert_eq!(read["viewer"]["posts"]["totalCount"], 2);
    for name in sdl.mutations() {
        let mut input = super::right_input(&sdl, &things, &name);
        match name.as_str() {
            "updatePost" => input["title"] = json!("Changed"),
            "saveDraft" => input["title"] = json!("Changed"),
            "updateSeries" => input["title"] = json!("Changed"),
            "updateProfile" => input["bio"] = json!("Changed"),
            "restorePost" => input["postId"] = json!(things.deleted),
            "publishPost" => input["postId"] = json!(things.draft),
            "updateComment" => input["bodyMarkdown"] = json!("Changed"),
            _ => {}
        }
        let answer = alice.send(&document(&sdl, &name), json!({ "input": input })).await;
        assert_eq!(answer.code(), "SERVICE_UNAVAILABLE", "{name}");
        assert_eq!(answer.body["data"][&name], json!(null), "{name}");
        let message = answer.body["errors"][0]["message"].as_str().unwrap();
        assert!(!message.to_lowercase().contains("sql") && !message.contains("readonly"), "{message}");
    }
    assert_eq!(snapshot(&app).await, before);
    assert_eq!(alice.ask(READ, json!({})).await, read);
}

/// As it is on one file: PostgreSQL's own disc can't be filled from here.
#[tokio::test]
async fn full() {
    let app = TestApp::new().await;
    if app.is_postgres() {
        return;
    }
    let alice = app.alice().await;
    post(&alice, "First").await;
    // Not a page more than there are.
    app.execute("PRAGMA max_page_count = 1").await;
    let create = mutation("createPost", "");
    let input =
        json!({ "title": "Large", "bodyMarkdown": "word ".repeat(40_000), "tags": ["new"], "publish": true });
    let mut is_full = false;
    for _ in 0..50 {
        let before = snapshot(&app).await;
        let answer = alice.send(&create, json!({ "input": input })).await;
        if answer.body.get("errors").is_none() {
            continue;
        }
        assert_eq!(answer.code(), "SERVICE_UNAVAILABLE");
        assert_eq!(answer.body["data"]["createPost"], json!(null));
        assert_eq!(snapshot(&app).await, before);
        is_full = true;
        break;
    }
    assert!(is_full);
    // What is there is read, and once there is room all goes on.
    assert_eq!(alice.ask(READ, json!({})).await["posts"]["nodes"][0]["title"], "First");
    app.execute("PRAGMA max_page_count = 1000000").await;
    alice.run(&create, json!({ "input": input })).await;
}

#[tokio::test]
async fn of_a_newer_version() {
    let app = TestApp::new().await;
    let (status, body) = ready(&app.anon()).await;
    assert_eq!((status, &body["ready"], &body["database"]), (200, &json!(true), &json!("ok")));
    app.execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)")
        .await;
    let state = app.domain.database.schema_state().await.unwrap();
    assert_eq!(state, SchemaState::Newer(vec!["m29990101_000001_later".to_owned()]));
    let (status, body) = ready(&app.anon()).await;
    let expected = json!("the database is of a newer version");
    assert_eq!((status, &body["ready"], &body["database"]), (503, &json!(false), &expected));
    // Nor does bringing it up to date touch what it does not know.
    assert!(app.domain.database.migrate().await.is_err());
    assert_eq!(app.number("SELECT count(*) FROM seaql_migrations WHERE version LIKE 'm2999%'").await, 1);
}
