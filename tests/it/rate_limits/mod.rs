//! Budgets and throttles: every number one under and one over, by every way in.

mod address;
mod batch;
mod budget;
mod credentials;
mod redis;
mod socket;
mod throttle;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tribune::domain::rate_limit::Budgets;
use tribune::http::TrustedProxies;

use crate::support::{Answer, Options, TestApp, TestDatabase};

/// A server with the numbers that it has when nobody configures any.
async fn app() -> TestApp {
    with(Budgets::default()).await
}

async fn with(budgets: Budgets) -> TestApp {
    // The test is a proxy that is believed, so that it can ask from any address.
    let trusted_proxies = TrustedProxies::new(vec!["127.0.0.0/8".parse().unwrap()]);
    TestApp::with(TestDatabase::migrated(), Options { budgets, trusted_proxies, ..Options::default() }).await
}

/// A request from an address, to be given a body.
fn from(address: &str) -> axum::http::request::Builder {
    Request::post("/graphql").header("content-type", "application/json").header("x-forwarded-for", address)
}

fn body(query: &str, variables: &Value) -> Body {
    Body::from(json!({ "query": query, "variables": variables }).to_string())
}

/// Asks from an address, as nobody in particular.
async fn ask_from(app: &TestApp, address: &str, query: &str, variables: Value) -> Answer {
    app.anon().raw(from(address).body(body(query, &variables)).unwrap()).await
}

/// A query of so many points of complexity.
fn query_of(points: usize) -> String {
    let fields = (0..25).map(|number| format!("a{number}: name ")).collect::<String>();
    let page = points / 25;
    assert!(points >= 26 && points % 25 == 1 && page <= 100, "1 and a page of 25 fields each");
    format!("{{ tags(first: {page}) {{ nodes {{ {fields} }} }} }}")
}

fn remaining(answer: &Answer) -> u64 {
    answer.number("ratelimit-remaining").unwrap()
}
