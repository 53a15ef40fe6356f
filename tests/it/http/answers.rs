//! Media types, statuses and the shape of errors.

use axum::http::StatusCode;
use sea_orm::ConnectionTrait;
use serde_json::json;
use tribune::http::HttpLimits;

use super::{JSON, NEWER, post};
use crate::support::socket::Socket;
use crate::support::{DOCS, TestApp};

fn query(text: &str) -> String {
    json!({ "query": text }).to_string()
}

#[tokio::test]
async fn the_status_says_what_the_media_type_lets_it_say() {
    let app = TestApp::new().await;
    for (text, code) in [
        ("{ instance { nam } }", Some("GRAPHQL_VALIDATION_FAILED")),
        ("{", Some("GRAPHQL_PARSE_FAILED")),
        ("query A { __typename } query B { __typename }", Some("OPERATION_RESOLUTION_FAILURE")),
        ("{ user(username: \"x\") { username } posts(first: 0) { totalCount } }", None),
        ("{ __typename }", None),
    ] {
        let older = post(&app, &[JSON], &query(text)).await;
        assert_eq!(older.status, StatusCode::OK, "{text}");
        assert_eq!(older.header("content-type"), Some("application/json; charset=utf-8"));
        let newer = post(&app, &[JSON, NEWER], &query(text)).await;
        assert_eq!(
            newer.status,
            if code.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK },
            "{text}"
        );
        assert_eq!(newer.header("content-type"), Some("application/graphql-response+json; charset=utf-8"));
        for answer in [older, newer] {
            assert_eq!(answer.body.get("data").is_none(), code.is_some(), "{text}");
            if let Some(code) = code {
                assert_eq!(answer.code(), code);
            }
        }
    }
}

#[tokio::test]
async fn every_error_carries_the_requests_id() {
    let app = TestApp::new().await;
    let answer = post(&app, &[JSON, ("x-request-id", "mine-1")], &query("{ nothing }")).await;
    assert_eq!(answer.header("x-request-id"), Some("mine-1"));
    assert_eq!(answer.body["errors"][0]["extensions"]["requestId"], "mine-1");
    let answer = post(&app, &[JSON, ("x-request-id", "a b")], &query("{ nothing }")).await;
    assert_ne!(answer.header("x-request-id"), Some("a b"));
    assert_eq!(answer.body["errors"][0]["extensions"]["requestId"].as_str(), answer.header("x-request-id"));
}

#[tokio::test]
async fn every_error_leads_to_what_explains_its_code() {
    let app = TestApp::new().await;
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md")).unwrap();
    let sections: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|code| format!("{DOCS}#{}", code.to_lowercase()))
        .collect();
    let explained = |errors: &serde_json::Value, code: &str| {
        for error in errors.as_array().unwrap() {
            let extensions = &error["extensions"];
            assert_eq!(extensions["code"], code, "{error:#}");
            assert_eq!(extensions["docs"], format!("{DOCS}#{}", code.to_lowercase()));
            assert!(sections.iter().any(|section| extensions["docs"] == section.as_str()), "{error:#}");
        }
    };
    let mutation = "mutation { followTag(input: { tagId: \"tag_01h455vb4pex5vsknk084sn02q\" }) { userErrors { code } } }";
    for (text, code) in [
        ("{ instance { nam } author }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ posts(first: 0) { totalCount } }", "BAD_USER_INPUT"),
        (mutation, "UNAUTHENTICATED"),
    ] {
        explained(&post(&app, &[JSON], &query(text)).await.body["errors"], code);
        let mut socket = Socket::start(app.address, None).await;
        socket.request("1", text, json!({})).await;
        let message = socket.receive().await;
        let payload = &message["payload"];
        explained(if message["type"] == "error" { payload } else { &payload["errors"] }, code);
    }
    // What is refused before anybody looks into it.
    for (body, headers) in [("[", vec![JSON]), ("", vec![])] {
        explained(&post(&app, &headers, body).await.body["errors"], "BAD_REQUEST");
    }
    let long = "a".repeat(40_000);
    explained(&post(&app, &[JSON, ("x-a", &long)], "{}").await.body["errors"], "BAD_REQUEST");
    let nowhere = super::send(&app, axum::http::Method::GET, "/nowhere", &[], "").await;
    explained(&nowhere.body["errors"], "BAD_REQUEST");
}

#[tokio::test]
async fn a_trace_goes_on() {
    let app = TestApp::new().await;
    let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let answer = post(&app, &[JSON, ("traceparent", given)], &query("{ __typename }")).await;
    let told = answer.header("traceparent").unwrap();
    assert!(
        told.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-") && told.ends_with("-01") && told != given
    );
}

#[tokio::test]
async fn a_refusal_is_short_whatever_came_in() {
    let app = TestApp::new().await;
    let unknown: String = (0..400).map(|number| format!("unknown{number} ")).collect();
    let long = "x".repeat(10_000);
    for text in [
        format!("{{ instance {{ {unknown} }} }}"),
        format!("{{ {long} }}"),
        format!("{{ a(b: \"{long}\" "),
        format!("query A {{ __typename }} query B {{ __typename }} {}", "é".repeat(3_000)),
    ] {
        let answer = post(&app, &[JSON], &query(&text)).await;
        let errors = answer.body["errors"].as_array().unwrap();
        assert!((1..=10).contains(&errors.len()), "{}", errors.len());
        assert!(errors.iter().all(|error| error["message"].as_str().unwrap().chars().count() <= 300));
        assert!(answer.body.to_string().len() < 64 * 1024);
    }
}

#[tokio::test]
async fn names_are_suggested_where_the_schema_may_be_seen() {
    let text = "{ instance { nam } }";
    let open = post(&TestApp::new().await, &[JSON], &query(text)).await;
    assert!(open.body["errors"][0]["message"].as_str().unwrap().contains("Did you mean"));
    let closed = TestApp::closed().await;
    let answer = post(&closed, &[JSON], &query(text)).await;
    assert!(!answer.body.to_string().contains("Did you mean"), "{:#}", answer.body);
    let bearer = format!("Bearer {}", closed.alice().await.token().unwrap());
    let answer = post(&closed, &[JSON, ("authorization", &bearer)], &query(text)).await;
    assert!(answer.body["errors"][0]["message"].as_str().unwrap().contains("Did you mean"));
}

#[tokio::test]
async fn a_variable_of_a_type_that_there_is_not() {
    let app = TestApp::new().await;
    let answer = post(&app, &[JSON], &query("query ($a: [Nope] = [1]) { __typename }")).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::OK, "GRAPHQL_VALIDATION_FAILED"));
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let answer_timeout = std::time::Duration::from_millis(200);
    let app = TestApp::with_http_limits(HttpLimits { answer_timeout, ..HttpLimits::default() }).await;
    let alice = app.alice().await;
    let post_id = crate::support::world::post(&alice, "Wanted").await;
    // Somebody else writes all the while.
    let other = app.domain.database.begin().await.unwrap();
    if app.is_postgres() {
        other.execute_unprepared("LOCK TABLE bookmarks").await.unwrap();
    }
    let bearer = format!("Bearer {}", alice.token().unwrap());
    let bookmark = json!({
        "query": crate::support::world::mutation("bookmarkPost", ""),
        "variables": { "input": { "postId": post_id } },
    });
    let answer = post(&app, &[JSON, ("authorization", &bearer)], &bookmark.to_string()).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::SERVICE_UNAVAILABLE, "TIMEOUT"));
    other.rollback().await.unwrap();
    assert_eq!(app.number("SELECT count(*) FROM bookmarks").await, 0);
}
