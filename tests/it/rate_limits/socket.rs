//! Operations over a socket are charged one by one, from the same budgets.

use serde_json::json;
use tribune::domain::rate_limit::Budgets;
use tribune::infra::rate_limit::Limit;

use super::with;
use crate::support::TestApp;
use crate::support::socket::Socket;
use crate::support::world::post;

const FIELD: &str = "{ rateLimit { cost remaining } }";

async fn with_points(anonymous: u32, signed_in: u32) -> TestApp {
    let limit = |points| Limit::new(points, std::time::Duration::from_secs(300));
    with(Budgets { anonymous: limit(anonymous), signed_in: limit(signed_in), ..Budgets::default() }).await
}

#[tokio::test]
async fn each_operation_is_charged_and_a_refused_one_leaves_the_socket() {
    let app = with_points(4, 300).await;
    let address = app.address;
    let mut socket = Socket::start(address, None).await;
    assert_eq!(socket.ask("1", FIELD, json!({})).await["rateLimit"], json!({ "cost": 1, "remaining": 3 }));
    // A document that is refused.
    socket.request("2", "{ thereIsNo {", json!({})).await;
    assert_eq!(socket.refusal("2").await, ["GRAPHQL_PARSE_FAILED"]);
    // A subscription, when it starts.
    socket.watch("3", "subscription { postPublished { postId } }", json!({})).await;
    // Another socket of the same address has no budget of its own.
    let mut other = Socket::start(address, None).await;
    assert_eq!(other.ask("1", FIELD, json!({})).await["rateLimit"]["remaining"], 0);
    socket.request("4", FIELD, json!({})).await;
    let refused = socket.receive().await;
    assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("4")), "{refused:#}");
    let extensions = &refused["payload"][0]["extensions"];
    assert_eq!((&extensions["code"], &extensions["limit"]), (&json!("RATE_LIMITED"), &json!(4)));
    assert!(extensions["retryAfterMs"].as_u64().unwrap() > 0);
    // The socket lives, the subscription with it, and what was refused is free again.
    let alice = app.alice().await;
    let id = post(&alice, "Heard").await;
    assert_eq!(socket.event("3").await["postPublished"]["postId"], json!(id));
    app.advance(chrono::Duration::seconds(75));
    assert_eq!(socket.ask("4", FIELD, json!({})).await["rateLimit"]["remaining"], 0);
}

#[tokio::test]
async fn a_person_has_one_budget_for_sockets_and_requests() {
    let app = with_points(300, 3).await;
    let alice = app.alice().await;
    let address = app.address;
    let mut sockets =
        [Socket::start(address, alice.token()).await, Socket::start(address, alice.token()).await];
    alice.ask(FIELD, json!({})).await;
    for (socket, left) in sockets.iter_mut().zip([1, 0]) {
        assert_eq!(socket.ask("1", FIELD, json!({})).await["rateLimit"]["remaining"], left);
    }
    for socket in &mut sockets {
        socket.request("2", FIELD, json!({})).await;
        assert_eq!(socket.refusal("2").await, ["RATE_LIMITED"]);
    }
    assert_eq!(alice.refused(FIELD, json!({})).await, "RATE_LIMITED");
}

#[tokio::test]
async fn one_credential_mutation_an_operation_over_a_socket_too() {
    let app = with_points(300, 300).await;
    let mut socket = Socket::start(app.address, None).await;
    let login = "login(input: { login: \"alice\", password: \"x\" }) { accessToken }";
    socket.request("1", &format!("mutation {{ a: {login} b: {login} }}"), json!({})).await;
    assert_eq!(socket.refusal("1").await, ["BAD_REQUEST"]);
}
