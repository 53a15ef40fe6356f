//! One attempt a request, by whatever names.

use serde_json::json;

use super::app;
use crate::support::PASSWORD;
use crate::support::world::mutation;

#[tokio::test]
async fn aliases_carry_no_second_attempt() {
    let app = app().await;
    let alice = app.alice().await;
    let before = app.number("SELECT count(*) FROM sessions").await;
    let input = json!({ "l": { "login": "alice", "password": PASSWORD },
        "r": { "username": "carol", "email": "carol@example.org", "password": PASSWORD, "displayName": "Carol" } });
    let login = "login(input: $l) { accessToken userErrors { code } }";
    let register = "register(input: $r) { accessToken userErrors { code } }";
    let twenty = (0..20).map(|number| format!("a{number}: {login} ")).collect::<String>();
    for selections in [
        format!("{login} b: {login}"),
        twenty,
        format!("{login} {register}"),
        format!("{login} ... on Mutation {{ b: {login} }}"),
        format!("{login} ...F"),
        format!("{login} ... on Mutation @skip(if: true) {{ b: {login} }}"),
    ] {
        let fragment = if selections.contains("...F") {
            format!("fragment F on Mutation {{ b: {login} }}")
        } else {
            String::new()
        };
        let variables =
            if selections.contains("$r") { "$l: LoginInput!, $r: RegisterInput!" } else { "$l: LoginInput!" };
        let document = format!("mutation ({variables}) {{ {selections} }} {fragment}");
        assert_eq!(app.anon().refused(&document, input.clone()).await, "BAD_REQUEST", "{document}");
    }
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, before);
    assert_eq!(app.number("SELECT count(*) FROM users").await, 1);
    // One beside something else is as before, and so is what runs beside an operation that does not.
    let beside = format!("mutation ($l: LoginInput!) {{ logout {{ userErrors {{ code }} }} {login} }}");
    assert!(alice.ask(&beside, input.clone()).await["login"]["accessToken"].is_string());
    let two = json!({ "input": { "login": "alice", "password": PASSWORD } });
    app.anon().run(&mutation("login", ""), two).await;
}
