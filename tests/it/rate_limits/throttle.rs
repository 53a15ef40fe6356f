//! Guessing passwords, and making accounts by the hundred.

use chrono::Duration;
use serde_json::{Value, json};

use super::{app, ask_from};
use crate::support::world::mutation;
use crate::support::{Answer, PASSWORD, TestApp};

const WRONG: &str = "not the password at all";

async fn login_from(app: &TestApp, address: &str, login: &str, password: &str) -> Answer {
    let input = json!({ "input": { "login": login, "password": password } });
    ask_from(app, address, &mutation("login", "accessToken"), input).await
}

/// A code of `userErrors` or of a top-level error; `OK` without either.
fn outcome(answer: &Answer, mutation: &str) -> String {
    if answer.body.get("errors").is_some() {
        return answer.code();
    }
    let errors = &answer.body["data"][mutation]["userErrors"];
    errors[0]["code"].as_str().unwrap_or("OK").to_owned()
}

async fn login(app: &TestApp, address: &str, name: &str, password: &str) -> String {
    outcome(&login_from(app, address, name, password).await, "login")
}

#[tokio::test]
async fn five_failures_in_15_minutes_to_an_account_from_an_address() {
    let app = app().await;
    app.alice().await;
    for name in ["alice", "nobody"] {
        for spelled in
            [name.to_owned(), name.to_uppercase(), format!(" {name} "), name.to_owned(), name.to_owned()]
        {
            assert_eq!(login(&app, "192.0.2.1", &spelled, WRONG).await, "INVALID_CREDENTIALS");
        }
    }
    // Whether there is such an account or not, and whether the password is right or not.
    let answers = [
        login_from(&app, "192.0.2.1", "alice", PASSWORD).await,
        login_from(&app, "192.0.2.1", "alice", WRONG).await,
        login_from(&app, "192.0.2.1", "nobody", WRONG).await,
    ];
    for answer in &answers {
        assert_eq!(answer.code(), "RATE_LIMITED");
        let error = &answer.body["errors"][0];
        assert_eq!(
            (&error["path"], &error["extensions"]["limit"], &answer.body["data"]),
            (&json!(["login"]), &json!(5), &json!({ "login": null }))
        );
        assert_eq!(error["message"], answers[0].body["errors"][0]["message"]);
        // One is forgotten every 3 minutes.
        let wait = error["extensions"]["retryAfterMs"].as_u64().unwrap();
        assert!((179_000..=180_000).contains(&wait), "{wait}");
    }
    // The owner comes in from elsewhere, and another account's from here.
    assert_eq!(login(&app, "192.0.2.2", "alice", PASSWORD).await, "OK");
    app.bob().await;
    assert_eq!(login(&app, "192.0.2.1", "bob", PASSWORD).await, "OK");
    app.advance(Duration::minutes(3));
    assert_eq!(login(&app, "192.0.2.1", "alice", WRONG).await, "INVALID_CREDENTIALS");
    assert_eq!(login(&app, "192.0.2.1", "alice", PASSWORD).await, "RATE_LIMITED");
    app.advance(Duration::minutes(3));
    assert_eq!(login(&app, "192.0.2.1", "alice", PASSWORD).await, "OK");
    assert_eq!(login(&app, "192.0.2.1", "alice", PASSWORD).await, "OK");
}

#[tokio::test]
async fn twenty_five_failures_in_5_minutes_from_an_address() {
    let app = app().await;
    app.alice().await;
    for number in 0..25 {
        let address = format!("2001:db8:1:2::{number:x}");
        let name = format!("nobody{number}");
        assert_eq!(login(&app, &address, &name, WRONG).await, "INVALID_CREDENTIALS", "{number}");
    }
    let answer = login_from(&app, "2001:db8:1:2::99", "alice", PASSWORD).await;
    assert_eq!(answer.code(), "RATE_LIMITED");
    assert_eq!(answer.body["errors"][0]["extensions"]["limit"], 25);
    assert_eq!(login(&app, "2001:db8:1:3::1", "alice", PASSWORD).await, "OK");
    // One is forgotten every 12 seconds.
    app.advance(Duration::seconds(12));
    assert_eq!(login(&app, "2001:db8:1:2::1", "alice", PASSWORD).await, "OK");
}

#[tokio::test]
async fn what_goes_well_is_no_failure() {
    let app = app().await;
    app.alice().await;
    for _ in 0..4 {
        assert_eq!(login(&app, "192.0.2.1", "alice", WRONG).await, "INVALID_CREDENTIALS");
    }
    for _ in 0..30 {
        assert_eq!(login(&app, "192.0.2.1", "alice", PASSWORD).await, "OK");
    }
    // Nor does it wipe out the failures before it.
    assert_eq!(login(&app, "192.0.2.1", "alice", WRONG).await, "INVALID_CREDENTIALS");
    assert_eq!(login(&app, "192.0.2.1", "alice", WRONG).await, "RATE_LIMITED");
}

/// Many at the same instant can't outrun the count.
#[tokio::test]
async fn a_flood_of_guesses_at_once_is_five_guesses() {
    let app = app().await;
    app.alice().await;
    let guesses = (0..20).map(|_| login(&app, "192.0.2.1", "alice", WRONG));
    let outcomes = futures_util::future::join_all(guesses).await;
    let tried = outcomes.iter().filter(|outcome| *outcome == "INVALID_CREDENTIALS").count();
    assert_eq!(tried, 5, "{outcomes:?}");
}

#[tokio::test]
async fn a_session_is_no_way_to_guess_the_password() {
    let app = app().await;
    let alice = app.alice().await;
    let change = mutation("changePassword", "");
    let input = |current: &str| json!({ "input": { "currentPassword": current, "newPassword": "another long password" } });
    for _ in 0..5 {
        assert_eq!(alice.problems(&change, input(WRONG)).await, ["INVALID_CREDENTIALS"]);
    }
    assert_eq!(alice.refused(&change, input(PASSWORD)).await, "RATE_LIMITED");
    app.advance(Duration::minutes(3));
    alice.run(&change, input(PASSWORD)).await;
}

async fn register(app: &TestApp, address: &str, username: &str, email: &str) -> String {
    let input: Value = json!({ "input": { "username": username, "email": email, "password": PASSWORD, "displayName": "Somebody" } });
    outcome(&ask_from(app, address, &mutation("register", "accessToken"), input).await, "register")
}

#[tokio::test]
async fn five_registrations_in_30_minutes_from_an_address() {
    let app = app().await;
    for number in 0..5 {
        let (name, email) = (format!("somebody{number}"), format!("somebody{number}@example.org"));
        // What a person mistypes is not counted.
        assert_eq!(register(&app, "192.0.2.1", "x", &email).await, "TOO_SHORT");
        assert_eq!(register(&app, "192.0.2.1", &name, &email).await, "OK");
    }
    assert_eq!(register(&app, "192.0.2.1", "somebody6", "somebody6@example.org").await, "RATE_LIMITED");
    assert_eq!(register(&app, "192.0.2.2", "somebody6", "somebody6@example.org").await, "OK");
    app.advance(Duration::minutes(6));
    assert_eq!(register(&app, "192.0.2.1", "somebody7", "somebody7@example.org").await, "OK");
    assert_eq!(register(&app, "192.0.2.1", "somebody8", "somebody8@example.org").await, "RATE_LIMITED");
}

/// Whoever tries whether an address has an account here learns it five times in half an hour.
#[tokio::test]
async fn five_registrations_in_30_minutes_with_an_email_address() {
    let app = app().await;
    app.alice().await;
    for number in 0..5 {
        let (address, name) = (format!("192.0.2.{number}"), format!("somebody{number}"));
        assert_eq!(register(&app, &address, &name, "Alice@example.org").await, "TAKEN");
    }
    assert_eq!(register(&app, "192.0.2.77", "somebody77", "alice@example.org").await, "RATE_LIMITED");
    assert_eq!(register(&app, "192.0.2.77", "somebody77", "other@example.org").await, "OK");
}
