//! Whose budget it is, behind proxies and in front of them.

use axum::http::{Request, StatusCode};
use serde_json::json;
use tribune::http::{Service, TrustedProxies};

use super::{Budgets, ask_from, body, remaining};
use crate::support::world::mutation;
use crate::support::{Options, PASSWORD, TestApp, TestDatabase};

const SMALL: &str = "{ __typename }";

async fn behind_a_proxy() -> TestApp {
    let trusted_proxies = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
    TestApp::with(
        TestDatabase::migrated(),
        Options { budgets: Budgets::default(), trusted_proxies, ..Options::default() },
    )
    .await
}

/// What is left to whom a peer asks for. No connection of this machine's comes from such peers: the service is told of
/// them.
async fn left(app: &TestApp, peer: &str, forwarded: &str) -> u64 {
    let peer = peer.parse().unwrap();
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("x-forwarded-for", forwarded)
        .body(body(SMALL, &json!({})));
    let response = Service::new(app.state.clone()).answer(request.unwrap(), peer).await;
    response.headers()["ratelimit-remaining"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_trusted_proxy_is_believed_and_nobody_else() {
    let app = behind_a_proxy().await;
    assert_eq!(left(&app, "10.0.0.1", "192.0.2.1").await, 299);
    assert_eq!(left(&app, "10.0.0.2", "192.0.2.1").await, 298);
    assert_eq!(left(&app, "10.0.0.1", "192.0.2.2").await, 299);
    // What the client wrote itself stands further left.
    assert_eq!(left(&app, "10.0.0.1", "192.0.2.77, 192.0.2.1, 10.7.7.7").await, 297);
    // Spoofed: whoever is no proxy of ours speaks for nobody.
    assert_eq!(left(&app, "198.51.100.7", "192.0.2.1").await, 299);
    assert_eq!(left(&app, "198.51.100.7", "192.0.2.50").await, 298);
    assert_eq!(left(&app, "198.51.100.7", "10.0.0.1").await, 297);
    assert_eq!(left(&app, "10.0.0.1", "192.0.2.1").await, 296);
}

#[tokio::test]
async fn without_a_proxy_nobody_is_believed() {
    let options = Options { budgets: Budgets::default(), ..Options::default() };
    let app = TestApp::with(TestDatabase::migrated(), options).await;
    for (number, forwarded) in (0..3).zip(["192.0.2.1", "192.0.2.2", "::1"]) {
        assert_eq!(remaining(&ask_from(&app, forwarded, SMALL, json!({})).await), 299 - number);
    }
}

#[tokio::test]
async fn an_ipv6_network_is_one_client_and_mapped_ipv4_is_ipv4() {
    let app = super::app().await;
    for (address, expected) in [
        ("2001:db8:1:2::1", 299),
        ("2001:db8:1:2:ffff::9", 298),
        ("2001:db8:1:3::1", 299),
        ("192.0.2.1", 299),
        ("::ffff:192.0.2.1", 298),
    ] {
        assert_eq!(remaining(&ask_from(&app, address, SMALL, json!({})).await), expected, "{address}");
    }
}

#[tokio::test]
async fn a_session_keeps_the_address_of_the_client() {
    let app = super::app().await;
    let alice = app.alice().await;
    let login = body(&mutation("login", ""), &json!({ "input": { "login": "alice", "password": PASSWORD } }));
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("forwarded", "for=\"[2001:db8::7]:80\"")
        .body(login);
    assert_eq!(app.anon().raw(request.unwrap()).await.status, StatusCode::OK);
    let sessions = alice.ask("{ viewer { sessions { nodes { ipAddress } } } }", json!({})).await;
    assert!(sessions.to_string().contains("\"2001:db8::7\""), "{sessions:#}");
}
