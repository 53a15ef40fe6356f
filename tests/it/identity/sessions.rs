//! Sessions: prolonged by refresh tokens, ended by whoever they belong to.

use chrono::Duration;
use serde_json::{Value, json};

use super::{SIGN_IN, WHO, access, refresh_of, send_as, who, with};
use crate::sdl::snapshot;
use crate::support::world::mutation;
use crate::support::{Client, TestApp};

fn token(text: &str) -> Value {
    json!({ "input": { "refreshToken": text } })
}

/// Trades the refresh token in; the client with the new tokens.
async fn refreshed(app: &TestApp, client: &Client) -> Client {
    let payload = app.anon().run(&mutation("refreshSession", SIGN_IN), token(&refresh_of(client))).await;
    with(app, client, &payload)
}

async fn refusal(app: &TestApp, client: &Client) -> Vec<String> {
    app.anon().problems(&mutation("refreshSession", SIGN_IN), token(&refresh_of(client))).await
}

#[tokio::test]
async fn a_refresh_token_rotates() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    app.advance(Duration::minutes(20));
    assert_eq!(who(&app, &access(&alice)).await, "UNAUTHENTICATED");
    let second = refreshed(&app, &alice).await;
    assert_ne!(refresh_of(&second), refresh_of(&alice));
    assert_eq!(who(&app, &access(&second)).await, "alice");
    let third = refreshed(&app, &second).await;
    assert_ne!(refresh_of(&third), refresh_of(&second));
    // It is the same session all along, and says when it was last seen.
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 1);
    let sessions =
        third.ask("{ viewer { sessions { nodes { id isCurrent createdAt lastSeenAt } } } }", json!({})).await;
    let session = &sessions["viewer"]["sessions"]["nodes"][0];
    assert_eq!((&session["id"], &session["isCurrent"]), (&json!(alice.session_id()), &json!(true)));
    assert_ne!(session["createdAt"], session["lastSeenAt"]);
}

#[tokio::test]
async fn within_ten_seconds_a_spent_token_gets_the_same_successor() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let second = refreshed(&app, &alice).await;
    app.advance(Duration::seconds(9));
    let again = refreshed(&app, &alice).await;
    assert_eq!(refresh_of(&again), refresh_of(&second));
    assert_eq!(who(&app, &access(&again)).await, "alice");
    assert_eq!(app.number("SELECT count(*) FROM refresh_tokens").await, 2);
    // From either of them it goes on.
    refreshed(&app, &again).await;
    assert_eq!(app.number("SELECT count(*) FROM refresh_tokens").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_refresh_at_the_same_instant_get_the_same_successor() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let document = mutation("refreshSession", SIGN_IN);
    let tasks = (0..8).map(|_| {
        let (client, document, input) = (app.anon(), document.clone(), token(&refresh_of(&alice)));
        tokio::spawn(async move { client.run(&document, input).await["refreshToken"].clone() })
    });
    let tokens: Vec<Value> =
        futures_util::future::join_all(tasks).await.into_iter().map(Result::unwrap).collect();
    assert!(tokens.iter().all(|token| token == &tokens[0]), "{tokens:?}");
    assert_eq!(app.number("SELECT count(*) FROM refresh_tokens").await, 2);
}

#[tokio::test]
async fn a_token_used_again_later_ends_its_session() {
    let app = TestApp::new().await;
    let (alice, other) = (app.alice().await, app.sign_in("alice").await);
    let second = refreshed(&app, &alice).await;
    assert_eq!(who(&app, &access(&second)).await, "alice");
    app.advance(Duration::seconds(11));
    assert_eq!(refusal(&app, &alice).await, ["INVALID_CREDENTIALS"]);
    // All of the family stops working at once: both access tokens, and the successor.
    for client in [&alice, &second] {
        assert_eq!(who(&app, &access(client)).await, "UNAUTHENTICATED");
    }
    assert_eq!(refusal(&app, &second).await, ["EXPIRED"]);
    // Another sign-in of hers is another family.
    assert_eq!(who(&app, &access(&other)).await, "alice");
    refreshed(&app, &other).await;
}

#[tokio::test]
async fn a_session_ends_after_thirty_idle_days() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    app.advance(Duration::days(30) - Duration::seconds(1));
    let alice = refreshed(&app, &alice).await;
    app.advance(Duration::days(30));
    let before = snapshot(&app).await;
    assert_eq!(refusal(&app, &alice).await, ["EXPIRED"]);
    assert_eq!(snapshot(&app).await, before);
    assert_eq!(who(&app, &access(&alice)).await, "UNAUTHENTICATED");
    assert_eq!(
        app.sign_in("alice").await.ask("{ viewer { sessions { totalCount } } }", json!({})).await["viewer"]["sessions"]
            ["totalCount"],
        1
    );
}

#[tokio::test]
async fn a_session_ends_after_ninety_days_used_or_not() {
    let app = TestApp::new().await;
    let mut alice = app.alice().await;
    for _ in 0..4 {
        app.advance(Duration::days(22));
        alice = refreshed(&app, &alice).await;
    }
    // Day 88: two are left, whatever is done.
    let expires = alice.ask("{ viewer { sessions { nodes { createdAt expiresAt } } } }", json!({})).await;
    let session = &expires["viewer"]["sessions"]["nodes"][0];
    let time = |name: &str| chrono::DateTime::parse_from_rfc3339(session[name].as_str().unwrap()).unwrap();
    assert_eq!((time("expiresAt") - time("createdAt")).num_days(), 90);
    app.advance(Duration::days(2));
    assert_eq!(refusal(&app, &alice).await, ["EXPIRED"]);
}

/// The session ends the token, even in the middle of its quarter of an hour.
#[tokio::test]
async fn no_access_token_outlives_its_session() {
    let app = TestApp::new().await;
    let mut alice = app.alice().await;
    for _ in 0..3 {
        app.advance(Duration::days(29));
        alice = refreshed(&app, &alice).await;
    }
    app.advance(Duration::days(3) - Duration::minutes(5));
    alice = refreshed(&app, &alice).await;
    assert_eq!(who(&app, &access(&alice)).await, "alice");
    app.advance(Duration::minutes(5));
    assert_eq!(who(&app, &access(&alice)).await, "UNAUTHENTICATED");
}

#[tokio::test]
async fn refresh_tokens_that_are_none() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let before = snapshot(&app).await;
    let refresh = mutation("refreshSession", SIGN_IN);
    let good = refresh_of(&alice);
    for bad in [
        "",
        "x",
        "\0",
        &good[1..],
        &format!("{good}="),
        &format!(" {good}"),
        &good.to_lowercase(),
        &access(&alice),
        &"x".repeat(100_000),
    ] {
        assert_eq!(app.anon().problems(&refresh, token(bad)).await, ["INVALID_CREDENTIALS"], "{bad:.40}");
    }
    for none in [json!({ "input": {} }), json!({ "input": { "refreshToken": null } })] {
        assert_eq!(app.anon().problems(&refresh, none).await, ["INVALID_CREDENTIALS"]);
    }
    assert_eq!(snapshot(&app).await, before);
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let app = TestApp::new().await;
    let (alice, other) = (app.alice().await, app.sign_in("alice").await);
    let logout = "mutation { logout { userErrors { code } } }";
    alice.run(logout, json!({})).await;
    assert_eq!(alice.refused(WHO, json!({})).await, "UNAUTHENTICATED");
    assert_eq!(refusal(&app, &alice).await, ["EXPIRED"]);
    assert_eq!(who(&app, &access(&other)).await, "alice");
    // Once more, and without anybody signed in, there is nothing to do.
    let before = snapshot(&app).await;
    alice.run(logout, json!({})).await;
    app.anon().run(logout, json!({})).await;
    assert_eq!(snapshot(&app).await, before);
}

#[tokio::test]
async fn an_expired_token_still_signs_out() {
    let app = TestApp::new().await;
    let (alice, other) = (app.alice().await, app.sign_in("alice").await);
    app.advance(Duration::hours(2));
    assert_eq!(who(&app, &access(&alice)).await, "UNAUTHENTICATED");
    alice.run("mutation { logout { userErrors { code } } }", json!({})).await;
    assert_eq!(refusal(&app, &alice).await, ["EXPIRED"]);
    refreshed(&app, &other).await;
}

#[tokio::test]
async fn a_revoked_session_stops_working_at_once() {
    let app = TestApp::new().await;
    let (alice, other, bob) = (app.alice().await, app.sign_in("alice").await, app.bob().await);
    let revoke = mutation("revokeSession", "");
    let input = json!({ "input": { "sessionId": other.session_id() } });
    assert_eq!(bob.problems(&revoke, input.clone()).await, ["NOT_FOUND"]);
    assert_eq!(who(&app, &access(&other)).await, "alice");
    alice.run(&revoke, input.clone()).await;
    assert_eq!(who(&app, &access(&other)).await, "UNAUTHENTICATED");
    assert_eq!(refusal(&app, &other).await, ["EXPIRED"]);
    assert_eq!(alice.problems(&revoke, input).await, ["NOT_FOUND"]);
    let gone = json!({ "id": other.session_id() });
    assert_eq!(alice.ask("query ($id: ID!) { node(id: $id) { id } }", gone).await["node"], json!(null));
    // One's own is one like the others.
    alice.run(&revoke, json!({ "input": { "sessionId": alice.session_id() } })).await;
    assert_eq!(who(&app, &access(&alice)).await, "UNAUTHENTICATED");
}

#[tokio::test]
async fn all_sessions_are_revoked_here_too() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let others = [app.sign_in("alice").await, app.sign_in("alice").await];
    let payload =
        alice.run("mutation { revokeAllSessions { revokedCount userErrors { code } } }", json!({})).await;
    assert_eq!(payload["revokedCount"], 3);
    for client in others.iter().chain([&alice]) {
        assert_eq!(who(&app, &access(client)).await, "UNAUTHENTICATED");
        assert_eq!(refusal(&app, client).await, ["EXPIRED"]);
    }
    assert_eq!(who(&app, &access(&bob)).await, "bob");
}

/// What else a document asks for after signing in or out is asked by who is there then.
#[tokio::test]
async fn within_one_document_the_viewer_changes() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let document = "mutation ($login: LoginInput!, $post: CreatePostInput!) {
        login(input: $login) { userErrors { code } } createPost(input: $post) { post { author { username } } userErrors { code } }
        logout { userErrors { code } }
    }";
    let variables = json!({
        "login": { "login": "alice", "password": crate::support::PASSWORD },
        "post": { "title": "In one go", "bodyMarkdown": "x" }
    });
    let data = app.anon().ask(document, variables).await;
    assert_eq!(data["createPost"]["post"]["author"]["username"], "alice");
    let document = "mutation { logout { userErrors { code } } revokeAllSessions { revokedCount } }";
    let answer = send_as(&app, &format!("Bearer {}", access(&alice)), document, json!({})).await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
    assert_eq!(answer.body["data"]["revokeAllSessions"], json!(null));
}
