//! The playground as a browser is given it, from whichever of the two this binary holds.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use tribune::http::playground_is_built_in;

use crate::support::TestApp;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {:?}", self.headers)).to_str().unwrap()
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The addresses of this server's scripts and style sheets, relative as they stand in the page.
    fn files(&self) -> Vec<&str> {
        let quoted = self.text().split('"').skip(1).step_by(2);
        quoted
            .map(|address| address.trim_start_matches("./"))
            .filter(|it| it.starts_with("playground/"))
            .collect()
    }
}

async fn get(app: &TestApp, path: &str, known: Option<&str>) -> Answer {
    let mut request = Request::get(path);
    if let Some(tag) = known {
        request = request.header("if-none-match", tag);
    }
    let response = app.wire.send(request.body(Body::empty()).unwrap()).await;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

#[tokio::test]
async fn the_page_is_under_a_policy_and_asked_for_anew() {
    let app = TestApp::new().await;
    let page = get(&app, "/", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
    let scripts = policy.split("; ").find(|directive| directive.starts_with("script-src")).unwrap();
    assert!(!scripts.contains("unsafe"), "{scripts}");
    assert_eq!(policy.contains("https:"), !playground_is_built_in());
    assert!(policy.contains("frame-ancestors 'none'"));

    let tag = page.header("etag").to_owned();
    let again = get(&app, "/", Some(&format!("\"other\", W/{tag}"))).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    // A policy here would take the place of the page's own.
    assert!(!again.headers.contains_key("content-security-policy"));
    assert_eq!(again.header("etag"), tag);
    assert_eq!(get(&app, "/", Some("\"other\"")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_names_its_files_relative_to_itself() {
    let app = TestApp::new().await;
    let page = get(&app, "/", None).await;
    assert!(!page.text().contains("=\"/"), "{}", page.text());
    let files = page.files();
    assert!(!files.is_empty());
    for file in files {
        let answer = get(&app, &format!("/{file}"), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("content-security-policy"), page.header("content-security-policy"));
        let content_type = match file.rsplit('.').next().unwrap() {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            other => panic!("{other} is new"),
        };
        assert_eq!(answer.header("content-type"), content_type);
        if playground_is_built_in() {
            assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
            assert_eq!(answer.header("content-encoding"), "gzip");
            assert!(answer.body.starts_with(&[0x1f, 0x8b]), "{file} is not compressed");
        } else {
            assert_eq!(answer.header("cache-control"), "no-cache");
        }
    }
}

#[tokio::test]
async fn no_other_file_is_served() {
    let app = TestApp::new().await;
    for path in [
        "/playground/index.html",
        "/playground/nothing.js",
        "/playground/..%2findex.html",
        "/playground/.gitkeep",
        "/playground/",
        "/playground",
        "/index.html",
    ] {
        assert_eq!(get(&app, path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn in_production_there_is_none() {
    let open = TestApp::new().await;
    let page = get(&open, "/", None).await;
    let closed = TestApp::closed().await;
    assert_eq!(get(&closed, "/", None).await.status, StatusCode::NOT_FOUND);
    for file in page.files() {
        assert_eq!(get(&closed, &format!("/{file}"), None).await.status, StatusCode::NOT_FOUND, "{file}");
    }
}
