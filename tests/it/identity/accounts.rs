//! Accounts: made, signed in to, renamed, and those that nobody signs in to.

use chrono::{DateTime, Duration};
use serde_json::json;
use tribune::domain::identity;
use tribune::viewer::Role;

use super::{SIGN_IN, WHO, access, who};
use crate::sdl::snapshot;
use crate::support::world::mutation;
use crate::support::{Client, PASSWORD, TestApp};

#[tokio::test]
async fn somebody_registers_and_is_signed_in() {
    let app = TestApp::new().await;
    let input = json!({ "username": " Carol ", "email": "Carol@Example.ORG", "password": PASSWORD, "displayName": " Carol C. " });
    let document = "mutation ($input: RegisterInput!) { register(input: $input) {
        viewer { email emailVerifiedAt user { username displayName role postCount joinedAt } sessions { nodes { isCurrent } } }
        accessToken accessTokenExpiresAt refreshToken userErrors { code } } }";
    let payload = app.anon().run(document, json!({ "input": input })).await;
    let joined_at = payload["viewer"]["user"]["joinedAt"].as_str().unwrap();
    assert_eq!(
        payload["viewer"],
        json!({
            "email": "carol@example.org",
            "emailVerifiedAt": null,
            "user": { "username": "carol", "displayName": "Carol C.", "role": "AUTHOR", "postCount": 0, "joinedAt": joined_at },
            "sessions": { "nodes": [{ "isCurrent": true }] }
        })
    );
    let time = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
    let lives = time(payload["accessTokenExpiresAt"].as_str().unwrap()) - time(joined_at);
    assert_eq!(lives.num_seconds(), 15 * 60);
    assert_eq!(who(&app, payload["accessToken"].as_str().unwrap()).await, "carol");
    assert_eq!(app.number("SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$%'").await, 1);
    // No token is kept as it is.
    let refresh_token = payload["refreshToken"].as_str().unwrap();
    assert!(refresh_token.len() >= 43, "{refresh_token}");
    assert_eq!(app.number("SELECT CAST(length(token_hash) AS bigint) FROM refresh_tokens").await, 32);
}

#[tokio::test]
async fn weak_passwords_are_refused() {
    let app = TestApp::new().await;
    let register = mutation("register", SIGN_IN);
    let before = snapshot(&app).await;
    for (password, code) in [
        ("", "TOO_SHORT"),
        ("tr0ub4dor&3", "TOO_SHORT"),
        ("password1234", "WEAK_PASSWORD"),
        ("123456789012", "WEAK_PASSWORD"),
        ("carolcarolcarol", "WEAK_PASSWORD"),
        ("carol@example.org", "WEAK_PASSWORD"),
    ] {
        let input = json!({ "username": "carol", "email": "carol@example.org", "password": password, "displayName": "Carol" });
        assert_eq!(app.anon().problems(&register, json!({ "input": input })).await, [code], "{password}");
    }
    assert_eq!(snapshot(&app).await, before);
}

#[tokio::test]
async fn registration_may_be_closed() {
    let app = TestApp::new().await;
    let domain = tribune::domain::Domain { registration_is_open: false, ..app.domain.clone() };
    let client = Client::new(app.with_domain(domain), None);
    let input = json!({ "username": "carol", "email": "carol@example.org", "password": PASSWORD, "displayName": "Carol" });
    assert_eq!(client.refused(&mutation("register", SIGN_IN), json!({ "input": input })).await, "FORBIDDEN");
    assert_eq!(app.number("SELECT count(*) FROM users").await, 0);
    assert_eq!(
        client.ask("{ instance { registrationMode } }", json!({})).await["instance"]["registrationMode"],
        "CLOSED"
    );
    assert_eq!(
        app.anon().ask("{ instance { registrationMode } }", json!({})).await["instance"]["registrationMode"],
        "OPEN"
    );
}

#[tokio::test]
async fn signing_in_by_name_or_address_in_any_case() {
    let app = TestApp::new().await;
    app.alice().await;
    let login = mutation("login", SIGN_IN);
    for name in ["alice", "ALICE", " Alice ", "alice@example.org", "ALICE@EXAMPLE.ORG", " Alice@Example.org"]
    {
        let payload =
            app.anon().run(&login, json!({ "input": { "login": name, "password": PASSWORD } })).await;
        assert_eq!(payload["viewer"]["user"]["username"], "alice", "{name}");
        assert_eq!(who(&app, payload["accessToken"].as_str().unwrap()).await, "alice");
    }
}

/// An unknown name and a wrong password answer in the very same words.
#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_answer_alike() {
    let app = TestApp::new().await;
    app.alice().await;
    let login = mutation("login", SIGN_IN);
    let before = snapshot(&app).await;
    let mut answers = Vec::new();
    for (name, password) in [
        ("alice", "not the password"),
        ("alice", ""),
        ("alice", "A password for tests only"),
        ("alice@example.org", "not the password"),
        ("nobody_here", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("", PASSWORD),
        ("@", PASSWORD),
        ("\0", PASSWORD),
        ("%", PASSWORD),
        ("' OR ''='", PASSWORD),
    ] {
        let data = app.anon().ask(&login, json!({ "input": { "login": name, "password": password } })).await;
        answers.push(data);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    let payload = &answers[0]["login"];
    assert_eq!(payload["userErrors"][0]["code"], "INVALID_CREDENTIALS");
    let names = ["viewer", "accessToken", "accessTokenExpiresAt", "refreshToken"];
    assert!(names.iter().all(|name| payload[*name].is_null()), "{payload}");
    assert_eq!(snapshot(&app).await, before);
}

#[tokio::test]
async fn nobody_signs_in_as_an_imported_person() {
    let app = TestApp::new().await;
    app.alice().await;
    app.execute("UPDATE users SET password_hash = NULL, email = NULL, imported_at = created_at").await;
    let login = mutation("login", SIGN_IN);
    for (name, password) in
        [("alice", PASSWORD), ("alice", ""), ("alice", "nobody"), ("alice@example.org", PASSWORD)]
    {
        let codes =
            app.anon().problems(&login, json!({ "input": { "login": name, "password": password } })).await;
        assert_eq!(codes, ["INVALID_CREDENTIALS"], "{name}");
    }
    // Their name is theirs all the same.
    let input = json!({ "username": "alice", "email": "alice@example.org", "password": PASSWORD, "displayName": "Alice" });
    assert_eq!(
        app.anon().problems(&mutation("register", SIGN_IN), json!({ "input": input })).await,
        ["TAKEN"]
    );
}

/// A name once had leads to its owner for good, and is nobody else's.
#[tokio::test]
async fn a_former_username_leads_on() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let update = mutation("updateProfile", "viewer { user { username } }");
    let to = |name: &str| json!({ "input": { "username": name } });
    let led = "query ($name: String!) { user(username: $name) { username } }";
    assert_eq!(alice.run(&update, to("Alicia")).await["viewer"]["user"]["username"], "alicia");
    alice.run(&update, to("ally")).await;
    for name in ["alice", "ALICE", "alicia", "ally"] {
        let found = app.anon().ask(led, json!({ "name": name })).await;
        assert_eq!(found["user"], json!({ "username": "ally" }), "{name}");
        assert_eq!(bob.problems(&update, to(name)).await, ["TAKEN"], "{name}");
    }
    // The session goes on, the new name signs in, and an own former name can be taken back.
    assert_eq!(who(&app, &access(&alice)).await, "ally");
    assert_eq!(who(&app, &access(&app.sign_in("ally").await)).await, "ally");
    assert_eq!(alice.run(&update, to("alice")).await["viewer"]["user"]["username"], "alice");
    alice.run(&update, to("alice")).await;
    assert_eq!(app.number("SELECT count(*) FROM usernames").await, 4);
}

#[tokio::test]
async fn a_new_role_ends_the_sessions() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let second = app.sign_in("alice").await;
    identity::set_role(&app.domain, "ALICE", Role::Moderator).await.unwrap();
    for client in [&alice, &second] {
        assert_eq!(client.refused(WHO, json!({})).await, "UNAUTHENTICATED");
        let token = json!({ "input": { "refreshToken": super::refresh_of(client) } });
        assert_eq!(app.anon().problems(&mutation("refreshSession", ""), token).await, ["EXPIRED"]);
    }
    assert_eq!(who(&app, &access(&bob)).await, "bob");
    let alice = app.sign_in("alice").await;
    let role =
        alice.ask("{ viewer { user { role } } users(role: MODERATOR) { totalCount } }", json!({})).await;
    assert_eq!(role, json!({ "viewer": { "user": { "role": "MODERATOR" } }, "users": { "totalCount": 1 } }));
    assert!(identity::set_role(&app.domain, "nobody_here", Role::Admin).await.is_err());
}

#[tokio::test]
async fn changing_the_password_ends_the_others_and_keeps_the_own() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let others = [app.sign_in("alice").await, app.sign_in("alice").await];
    let change = mutation("changePassword", "");
    let new = "another good long password";
    let input =
        |current: &str, new: &str| json!({ "input": { "currentPassword": current, "newPassword": new } });
    let before = snapshot(&app).await;
    for (current, wanted, codes) in [
        ("not the password", new, vec!["INVALID_CREDENTIALS"]),
        ("", new, vec!["INVALID_CREDENTIALS"]),
        (PASSWORD, "short", vec!["TOO_SHORT"]),
        (PASSWORD, "password1234", vec!["WEAK_PASSWORD"]),
        (PASSWORD, "alice@example.org", vec!["WEAK_PASSWORD"]),
        ("not the password", "short", vec!["TOO_SHORT", "INVALID_CREDENTIALS"]),
    ] {
        assert_eq!(alice.problems(&change, input(current, wanted)).await, codes, "{current} {wanted}");
    }
    assert_eq!(snapshot(&app).await, before);
    assert_eq!(who(&app, &access(&others[0])).await, "alice");

    app.advance(Duration::seconds(1));
    alice.run(&change, input(PASSWORD, new)).await;
    assert_eq!(who(&app, &access(&alice)).await, "alice");
    assert_eq!(who(&app, &access(&bob)).await, "bob");
    for other in &others {
        assert_eq!(who(&app, &access(other)).await, "UNAUTHENTICATED");
    }
    let login = mutation("login", SIGN_IN);
    let sign_in = |password: &str| json!({ "input": { "login": "alice", "password": password } });
    assert_eq!(app.anon().problems(&login, sign_in(PASSWORD)).await, ["INVALID_CREDENTIALS"]);
    app.anon().run(&login, sign_in(new)).await;
    // The own session can still be prolonged.
    let token = json!({ "input": { "refreshToken": super::refresh_of(&alice) } });
    app.anon().run(&mutation("refreshSession", ""), token).await;
}
