//! What browsers are told.

use axum::http::{Method, StatusCode};

use super::{JSON, post, send};
use crate::support::TestApp;

const QUERY: &str = r#"{"query":"{__typename}"}"#;

#[tokio::test]
async fn pages_of_listed_origins_may_ask_and_no_others() {
    let app = TestApp::new().await;
    let preflight = async |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,authorization"),
        ];
        send(&app, Method::OPTIONS, "/graphql", &headers, "").await
    };
    let listed = preflight("https://example.org").await;
    assert_eq!(listed.status, StatusCode::OK);
    assert_eq!(listed.header("access-control-allow-origin"), Some("https://example.org"));
    let allowed = listed.header("access-control-allow-headers").unwrap();
    // The last two are what Apollo Client calls an application that has a name and a version.
    for name in ["authorization", "content-type", "apollographql-client-name", "apollographql-client-version"]
    {
        assert!(allowed.split(',').any(|allowed| allowed == name), "{name}: {allowed}");
    }
    for origin in ["https://evil.example", "null", "https://example.org.evil.example", "http://example.org"] {
        assert_eq!(preflight(origin).await.header("access-control-allow-origin"), None, "{origin}");
        let answer = post(&app, &[JSON, ("origin", origin)], QUERY).await;
        assert_eq!(answer.header("access-control-allow-origin"), None, "{origin}");
    }
    let answer = post(&app, &[JSON, ("origin", "https://example.org")], QUERY).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://example.org"));
    assert!(answer.header("access-control-expose-headers").unwrap().contains("x-request-id"));
}

#[tokio::test]
async fn nothing_is_kept_sniffed_or_framed() {
    let app = TestApp::new().await;
    let asked = "/graphql?query=%7B__typename%7D";
    for (method, path, origin) in [
        (Method::POST, "/graphql", Some("null")),
        (Method::POST, "/graphql", Some("https://example.org")),
        (Method::GET, asked, None),
        (Method::GET, "/healthz", None),
        (Method::GET, "/nowhere", None),
    ] {
        let headers: Vec<_> = [JSON].into_iter().chain(origin.map(|origin| ("origin", origin))).collect();
        let answer = send(&app, method, path, &headers, QUERY).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
    }
    for (method, path, origin) in [
        (Method::POST, "/graphql", "https://example.org"),
        (Method::GET, asked, "https://example.org"),
        (Method::GET, "/", "https://example.org"),
        (Method::GET, "/readyz", "https://evil.example"),
    ] {
        for coding in ["gzip", "identity"] {
            let headers = [JSON, ("origin", origin), ("accept-encoding", coding)];
            let answer = send(&app, method.clone(), path, &headers, QUERY).await;
            let mut goes_by = answer.headers.get_all("vary").iter().map(|names| names.to_str().unwrap());
            assert!(goes_by.any(|names| names.contains("origin")), "{path} {coding}");
        }
    }
    // No browser posts without an origin.
    let answer = post(&app, &[JSON], QUERY).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("content-security-policy"), None);
}

#[tokio::test]
async fn a_long_answer_is_compressed_for_whom_it_may_be() {
    let app = TestApp::new().await;
    let long = r#"{"query":"{__schema{types{name description fields{name description}}}}"}"#;
    let plain = post(&app, &[JSON], long).await;
    assert_eq!(plain.header("content-encoding"), None);
    let packed = post(&app, &[JSON, ("accept-encoding", "gzip")], long).await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.header("vary").is_some());
}
