//! Access tokens: how long they live, and what is none.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::Duration;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{SIGN_IN, WHO, access, refresh_of, send_as, who};
use crate::support::world::mutation;
use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn an_access_token_lives_fifteen_minutes_and_a_leeway() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    app.advance(Duration::minutes(15) + Duration::seconds(29));
    assert_eq!(who(&app, &access(&alice)).await, "alice");
    app.advance(Duration::seconds(1));
    assert_eq!(who(&app, &access(&alice)).await, "UNAUTHENTICATED");
    let answer = alice.send(WHO, json!({})).await;
    assert!(
        answer.body["errors"][0]["message"].as_str().unwrap().contains("refreshSession"),
        "{}",
        answer.body
    );
}

fn part(token: &str, index: usize) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap()).unwrap()
}

/// Tokens that are not this server's, each for a reason of its own.
fn not_ours(good: &str, other: &str) -> Vec<String> {
    let [header, claims, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("{good}") };
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let mut tokens = vec![
        "x".to_owned(),
        "..".to_owned(),
        format!("{header}.{claims}"),
        format!("{header}.{claims}."),
        format!("{header}.{claims}.{}", "A".repeat(86)),
        format!("{header}.{claims}.{signature}x"),
        // Another's claims under this signature.
        format!("{header}.{}.{signature}", other.split('.').nth(1).unwrap()),
        "x".repeat(5_000),
    ];
    for algorithm in ["none", "None", "NONE", "HS256", "RS256"] {
        let mut forged = part(good, 0);
        forged["alg"] = json!(algorithm);
        tokens.extend([
            format!("{}.{claims}.", encode(&forged)),
            format!("{}.{claims}.{signature}", encode(&forged)),
        ]);
    }
    let mut longer = part(good, 1);
    longer["exp"] = json!(longer["exp"].as_i64().unwrap() + 1_000_000);
    tokens.push(format!("{header}.{}.{signature}", encode(&longer)));
    // The right claims and the right name of the key, signed by another.
    let mut foreign: Header = serde_json::from_value(part(good, 0)).unwrap();
    let mut pkcs8 = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    pkcs8.extend([7; 32]);
    tokens.push(jsonwebtoken::encode(&foreign, &part(good, 1), &EncodingKey::from_ed_der(&pkcs8)).unwrap());
    foreign.alg = Algorithm::HS256;
    let key = EncodingKey::from_secret(foreign.kid.clone().unwrap().as_bytes());
    tokens.push(jsonwebtoken::encode(&foreign, &part(good, 1), &key).unwrap());
    tokens
}

#[tokio::test]
async fn tampered_foreign_and_unsigned_tokens_are_nobodys() {
    let app = TestApp::new().await;
    let (alice, admin) = (app.alice().await, app.admin().await);
    let header = part(&access(&alice), 0);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("at+jwt")));
    for token in not_ours(&access(&alice), &access(&admin)) {
        assert_eq!(who(&app, &token).await, "UNAUTHENTICATED", "{token:.200}");
    }
    for authorization in [
        "Bearer",
        "Basic YWxpY2U6cGFzc3dvcmQ=",
        "bogus",
        &access(&alice),
        &format!("Token {}", access(&alice)),
        &format!("Bearer Bearer {}", access(&alice)),
        &format!("Bearer {}", STANDARD.encode(access(&alice))),
        &format!("Bearer {}", refresh_of(&alice)),
    ] {
        let answer = send_as(&app, authorization, WHO, json!({})).await;
        assert_eq!(answer.code(), "UNAUTHENTICATED", "{authorization}");
        assert!(answer.body.get("data").is_none(), "{authorization}");
    }
    // The scheme is read in any case; nothing at all is nobody in particular.
    let answer = send_as(&app, &format!("bearer  {}", access(&alice)), WHO, json!({})).await;
    assert_eq!(answer.body["data"]["viewer"]["user"]["username"], "alice");
    assert_eq!(send_as(&app, "", WHO, json!({})).await.body, json!({ "data": { "viewer": null } }));
}

/// A token of a server with the same secret, whose session this one does not know.
#[tokio::test]
async fn a_token_without_its_session_is_nobodys() {
    let (app, other) = (TestApp::new().await, TestApp::new().await);
    app.alice().await;
    let there = other.alice().await;
    assert_eq!(who(&other, &access(&there)).await, "alice");
    // Both servers make the same ids by chance of their equal clocks; the session is taken away to be sure.
    app.execute("DELETE FROM sessions").await;
    assert_eq!(who(&app, &access(&there)).await, "UNAUTHENTICATED");
}

/// A stale token hinders nobody from signing in, and helps with nothing else.
#[tokio::test]
async fn signing_in_and_out_passes_over_a_stale_token() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    app.advance(Duration::hours(1));
    let ended = app.sign_in("alice").await;
    ended.run("mutation { logout { userErrors { code } } }", json!({})).await;
    let stale = [
        format!("Bearer {}", access(&alice)),
        format!("Bearer {}", access(&ended)),
        "Bearer broken".to_owned(),
        "bogus".to_owned(),
    ];
    for (number, authorization) in stale.iter().enumerate() {
        let username = format!("person{number}");
        let register = json!({ "username": username, "email": format!("{username}@example.org"), "password": PASSWORD, "displayName": "P" });
        let refresh = json!({ "refreshToken": refresh_of(&app.sign_in("alice").await) });
        for (name, input) in [
            ("register", register),
            ("login", json!({ "login": "alice", "password": PASSWORD })),
            ("refreshSession", refresh),
        ] {
            let answer =
                send_as(&app, authorization, &mutation(name, SIGN_IN), json!({ "input": input })).await;
            assert_eq!(answer.body["data"][name]["userErrors"], json!([]), "{name} {}", answer.body);
            let token = answer.body["data"][name]["accessToken"].as_str().unwrap();
            assert_ne!(who(&app, token).await, "UNAUTHENTICATED", "{name}");
        }
        let logout = "mutation { logout { userErrors { code } } }";
        let answer = send_as(&app, authorization, logout, json!({})).await;
        assert_eq!(answer.body, json!({ "data": { "logout": { "userErrors": [] } } }));

        // As clients write it that want the type of everything.
        let typed = "mutation { __typename ...F } fragment F on Mutation { logout { __typename userErrors { code } } }";
        let answer = send_as(&app, authorization, typed, json!({})).await;
        assert_eq!(answer.body["data"]["logout"]["userErrors"], json!([]), "{:#}", answer.body);

        let login = json!({ "login": "alice", "password": PASSWORD });
        for (query, variables) in [
            (WHO, json!({})),
            ("{ instance { name } }", json!({})),
            ("{ __typename }", json!({})),
            ("mutation { revokeAllSessions { revokedCount } }", json!({})),
            ("mutation { logout { userErrors { code } } revokeAllSessions { revokedCount } }", json!({})),
            (
                "mutation ($login: LoginInput!) { ...F } fragment F on Mutation { login(input: $login) { accessToken } revokeAllSessions { revokedCount } }",
                json!({ "login": login }),
            ),
        ] {
            let answer = send_as(&app, authorization, query, variables).await;
            assert_eq!(answer.code(), "UNAUTHENTICATED", "{query}");
            assert!(answer.body.get("data").is_none(), "{query}");
        }
    }
}
