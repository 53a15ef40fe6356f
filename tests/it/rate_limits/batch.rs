//! Each request of a batch is charged, and so is a stream of events.

use axum::body::Body;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tribune::domain::rate_limit::Budgets;
use tribune::http::HttpLimits;
use tribune::infra::rate_limit::Limit;

use super::{ask_from, body, from, remaining};
use crate::support::{Answer, Options, TestApp, TestDatabase};

const SMALL: &str = "{ __typename }";

async fn with_points(points: u32) -> TestApp {
    let anonymous = Limit::new(points, std::time::Duration::from_secs(300));
    let options = Options {
        budgets: Budgets { anonymous, ..Budgets::default() },
        http_limits: HttpLimits { batch: 10, ..HttpLimits::default() },
        ..Options::default()
    };
    TestApp::with(TestDatabase::migrated(), options).await
}

async fn batch(app: &TestApp, queries: &[&str]) -> Answer {
    let requests: Vec<Value> = queries.iter().map(|query| json!({ "query": query })).collect();
    let body = Body::from(Value::from(requests).to_string());
    app.anon().raw(from("192.0.2.1").body(body).unwrap()).await
}

/// The codes of its answers; `OK` where there is no error.
fn codes(answer: &Answer) -> Vec<&str> {
    let answers = answer.body.as_array().unwrap().iter();
    answers.map(|answer| answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("OK")).collect()
}

#[tokio::test]
async fn each_request_of_a_batch_is_charged() {
    let app = with_points(10).await;
    let (broken, unknown) = ("{ posts {", "{ thereIsNoSuchField }");
    let answer = batch(&app, &[SMALL, broken, unknown, "subscription { postPublished { postId } }"]).await;
    let expected = ["OK", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"];
    assert_eq!((codes(&answer), remaining(&answer)), (expected.to_vec(), 6));
    // As many as there are points for.
    let answer = batch(&app, &[SMALL, broken, SMALL, SMALL, SMALL, SMALL, SMALL, broken]).await;
    let codes = codes(&answer);
    assert_eq!(codes[1], "GRAPHQL_PARSE_FAILED");
    assert_eq!(codes[6..], ["RATE_LIMITED", "RATE_LIMITED"]);
    assert_eq!((codes[..6].contains(&"RATE_LIMITED"), remaining(&answer)), (false, 0));
    assert!(answer.number("retry-after").is_some());
    assert_eq!(ask_from(&app, "192.0.2.1", SMALL, json!({})).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_stream_of_events_is_charged_when_it_starts() {
    let app = with_points(2).await;
    let request = |query: &str| {
        from("192.0.2.1").header("accept", "text/event-stream").body(body(query, &json!({}))).unwrap()
    };
    let answer = app.anon().raw(request(SMALL)).await;
    assert_eq!(
        (answer.headers["content-type"].to_str().unwrap(), remaining(&answer)),
        ("text/event-stream", 1)
    );
    app.anon().raw(request(SMALL)).await;
    let refused = app.anon().raw(request("subscription { postPublished { postId } }")).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
}
