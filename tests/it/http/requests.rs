//! What is taken for a request, and what is not.

use axum::http::{Method, StatusCode};
use serde_json::json;
use tribune::http::HttpLimits;

use super::{JSON, NEWER, post, send};
use crate::support::TestApp;

#[tokio::test]
async fn json_and_nothing_else() {
    let app = TestApp::new().await;
    let body = json!({ "query": "{ __typename }" }).to_string();
    for (content_type, expected) in [
        ("application/json", StatusCode::OK),
        ("application/json; charset=utf-8", StatusCode::OK),
        ("application/json; charset=iso-8859-1", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("text/plain", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/x-www-form-urlencoded", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("multipart/form-data; boundary=x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/graphql", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        assert_eq!(
            post(&app, &[("content-type", content_type)], &body).await.status,
            expected,
            "{content_type}"
        );
    }
    for (coding, expected) in [("identity", StatusCode::OK), ("gzip", StatusCode::UNSUPPORTED_MEDIA_TYPE)] {
        assert_eq!(
            post(&app, &[JSON, ("content-encoding", coding)], &body).await.status,
            expected,
            "{coding}"
        );
    }
    let without = post(&app, &[], &body).await;
    assert_eq!((without.status, without.code()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST"));
}

#[tokio::test]
async fn post_and_get_and_no_other_method() {
    let app = TestApp::new().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::HEAD] {
        let answer = send(&app, method.clone(), "/graphql?query=%7B__typename%7D", &[], "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, POST"), "{method}");
    }
    let alice = app.alice().await;
    let bearer = format!("Bearer {}", alice.token().unwrap());
    let document = "mutation%7BfollowTag(input:%7Bname:%22x%22%7D)%7BuserErrors%7Bcode%7D%7D%7D";
    let before = app.number("SELECT count(*) FROM sessions").await;
    let path = "/graphql?query=mutation%7BrevokeAllSessions(input:%7B%7D)%7BuserErrors%7Bcode%7D%7D%7D";
    for path in [path, &format!("/graphql?query={document}")] {
        let answer = send(&app, Method::GET, path, &[("authorization", &bearer)], "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), Some("POST"));
    }
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, before);
}

#[tokio::test]
async fn a_body_has_a_largest_size() {
    let app = TestApp::with_http_limits(HttpLimits { body_bytes: 100, ..HttpLimits::default() }).await;
    let body = |bytes: usize| {
        let start = r#"{"query":"{__typename}"#;
        format!("{start}{}\"}}", " ".repeat(bytes - start.len() - 2))
    };
    assert_eq!(post(&app, &[JSON], &body(100)).await.status, StatusCode::OK);
    let over = post(&app, &[JSON], &body(101)).await;
    assert_eq!(over.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(over.body["errors"][0]["message"], "The body is longer than 100 bytes.");
}

#[tokio::test]
async fn what_is_no_request_says_what_would_be_one() {
    let app = TestApp::new().await;
    for body in ["", "{", "[]", "null", r#"{"query":1}"#, r#"{"variables":{}}"#, r#"{"query":" "}"#, "\u{0}"]
    {
        for headers in [&[JSON][..], &[JSON, NEWER]] {
            let answer = post(&app, headers, body).await;
            assert_eq!((answer.status, answer.code()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{body}");
            assert!(answer.body.get("data").is_none(), "{body}");
        }
    }
}

#[tokio::test]
async fn batches_are_off_and_bounded_where_they_are_on() {
    let one = json!({ "query": "{ instance { name } }" });
    let batch = |count: usize| serde_json::Value::from(vec![one.clone(); count]).to_string();
    let off = TestApp::new().await;
    assert_eq!(post(&off, &[JSON], &batch(1)).await.status, StatusCode::BAD_REQUEST);

    let app = TestApp::with_http_limits(HttpLimits { batch: 10, ..HttpLimits::default() }).await;
    let answer = post(&app, &[JSON], &batch(10)).await;
    let name = json!({ "data": { "instance": { "name": "Tribune under test" } } });
    assert_eq!(
        (answer.status, answer.body),
        (StatusCode::OK, serde_json::Value::from(vec![name.clone(); 10]))
    );
    assert_eq!(post(&app, &[JSON], &batch(11)).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(post(&app, &[JSON], "[]").await.status, StatusCode::BAD_REQUEST);
    // One that is wrong leaves the others as they are.
    let mixed = json!([one, { "query": "{ nothing }" }, { "query": "{" }]).to_string();
    let answer = post(&app, &[JSON], &mixed).await;
    assert_eq!(answer.body[0], name);
    assert_eq!(answer.body[1]["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(answer.body[2]["errors"][0]["extensions"]["code"], "GRAPHQL_PARSE_FAILED");
}
