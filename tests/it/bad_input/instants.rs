//! Many at the same instant.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::sdl::snapshot;
use crate::support::world::{mutation, post};
use crate::support::{Client, PASSWORD, TestApp};

fn registration(username: &str, email: &str) -> Value {
    json!({ "input": { "username": username, "email": email, "password": PASSWORD, "displayName": "Someone" } })
}

/// Runs all at once, each as a task of its own; the codes of each, none for those that went well.
async fn at_once(clients: Vec<Client>, document: &str, inputs: Vec<Value>) -> Vec<Vec<String>> {
    let tasks = clients.into_iter().zip(inputs).map(|(client, input)| {
        let document = document.to_owned();
        tokio::spawn(async move {
            let data = client.ask(&document, input).await;
            let payload = data.as_object().unwrap().values().next().unwrap().clone();
            let errors = payload["userErrors"].as_array().unwrap().clone();
            errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        })
    });
    join_all(tasks).await.into_iter().map(Result::unwrap).collect()
}

fn one_wins(outcomes: &[Vec<String>]) {
    assert_eq!(outcomes.iter().filter(|codes| codes.is_empty()).count(), 1, "{outcomes:?}");
    let others = outcomes.iter().filter(|codes| !codes.is_empty());
    assert!(others.clone().all(|codes| *codes == ["TAKEN"]), "{outcomes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_username_is_taken_once() {
    let app = TestApp::new().await;
    let inputs = (0..20).map(|number| {
        registration(["twin", "Twin", " TWIN "][number % 3], &format!("twin{number}@example.org"))
    });
    one_wins(&at_once(vec![app.anon(); 20], &mutation("register", ""), inputs.collect()).await);
    for table in ["users", "usernames", "sessions", "refresh_tokens"] {
        assert_eq!(app.number(&format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_taken_once() {
    let app = TestApp::new().await;
    let inputs = (0..20).map(|number| {
        registration(&format!("twin{number}"), ["twin@example.org", "Twin@Example.ORG"][number % 2])
    });
    one_wins(&at_once(vec![app.anon(); 20], &mutation("register", ""), inputs.collect()).await);
    for table in ["users", "usernames", "sessions", "refresh_tokens"] {
        assert_eq!(app.number(&format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_username_is_changed_to_once() {
    let app = TestApp::new().await;
    let mut clients = Vec::new();
    for number in 0..10 {
        clients.push(app.actor(&format!("person{number}"), tribune::viewer::Role::Reader).await);
    }
    let inputs = vec![json!({ "input": { "username": "wanted", "bio": "I am the one." } }); 10];
    one_wins(&at_once(clients, &mutation("updateProfile", ""), inputs).await);
    assert_eq!(
        app.number("SELECT count(*) FROM users WHERE username = 'wanted' AND bio IS NOT NULL").await,
        1
    );
    assert_eq!(app.number("SELECT count(*) FROM users WHERE bio IS NOT NULL").await, 1);
    assert_eq!(app.number("SELECT count(*) FROM usernames").await, 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_slug_given_by_hand_is_taken_once_and_one_made_of_a_title_never_twice() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let by_hand =
        json!({ "input": { "title": "T", "bodyMarkdown": "x", "slug": "wanted", "tags": ["one", "two"] } });
    one_wins(&at_once(vec![alice.clone(); 10], &mutation("createPost", ""), vec![by_hand; 10]).await);
    let made = json!({ "input": { "title": "Same", "bodyMarkdown": "x", "tags": ["two", "one"] } });
    let outcomes = at_once(vec![alice; 5], &mutation("createPost", ""), vec![made; 5]).await;
    assert!(outcomes.iter().all(Vec::is_empty), "{outcomes:?}");
    assert_eq!(app.number("SELECT count(DISTINCT slug) FROM posts").await, 6);
    assert_eq!(app.number("SELECT count(*) FROM post_slugs").await, 6);
}

/// Of two who change one version, one is told that it is stale.
#[tokio::test(flavor = "multi_thread")]
async fn one_version_is_changed_once() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "First").await;
    let inputs = (0..10).map(
        |number| json!({ "input": { "postId": id, "title": format!("By {number}"), "expectedVersion": 1 } }),
    );
    let outcomes = at_once(vec![alice; 10], &mutation("updatePost", ""), inputs.collect()).await;
    assert_eq!(outcomes.iter().filter(|codes| codes.is_empty()).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|codes| *codes == &["STALE_VERSION"]).count(), 9, "{outcomes:?}");
    assert_eq!(app.number("SELECT CAST(version AS bigint) FROM posts").await, 2);
}

/// What is taken is said of both at once, and leaves nothing behind.
#[tokio::test]
async fn a_name_and_an_address_that_are_taken() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    alice.run(&mutation("updateProfile", ""), json!({ "input": { "username": "alicia" } })).await;
    let before = snapshot(&app).await;
    let register = mutation("register", "");
    let anon = app.anon();
    for name in ["alice", "ALICE", "alicia"] {
        assert_eq!(
            anon.problems(&register, registration(name, "new@example.org")).await,
            ["TAKEN"],
            "{name}"
        );
        let codes = anon.problems(&register, registration(name, "Alice@example.org")).await;
        assert_eq!(codes, ["TAKEN", "TAKEN"], "{name}");
    }
    assert_eq!(anon.problems(&register, registration("somebody", "ALICE@Example.org")).await, ["TAKEN"]);
    for reserved in ["admin", "Tribune", "graphql", "null"] {
        assert_eq!(
            anon.problems(&register, registration(reserved, "new@example.org")).await,
            ["TAKEN"],
            "{reserved}"
        );
    }
    assert_eq!(snapshot(&app).await, before);
}
