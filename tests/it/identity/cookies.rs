//! Browsers that keep their tokens in cookies.

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::support::socket::Socket;
use crate::support::{PASSWORD, TestApp};

const LOGIN: &str = "mutation ($login: String!, $password: String!) {
    login(input: { login: $login, password: $password }) {
        viewer { user { username } } accessToken refreshToken accessTokenExpiresAt userErrors { code }
    }
}";
const WHO: &str = "{ viewer { user { username } } }";
const WISH: (&str, &str) = ("x-tribune-session", "cookie");

/// A browser: what it was told to keep goes along with every request.
struct Browser<'a> {
    app: &'a TestApp,
    cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self { app, cookies: Vec::new() }
    }

    fn header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    async fn send(&mut self, query: &str, variables: Value, headers: &[(&str, &str)]) -> (Value, HeaderMap) {
        let mut request = Request::post("/graphql").header("content-type", "application/json");
        if !self.cookies.is_empty() {
            request = request.header("cookie", self.header());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        let response = self.app.wire.send(request.body(Body::from(body)).unwrap()).await;
        let headers = response.headers().clone();
        for told in headers.get_all("set-cookie") {
            let told = told.to_str().unwrap();
            let (name, value) = told.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(kept, _)| kept != name);
            if !told.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (serde_json::from_slice(&bytes).unwrap(), headers)
    }

    async fn sign_in(&mut self, login: &str) -> (Value, HeaderMap) {
        self.send(LOGIN, json!({ "login": login, "password": PASSWORD }), &[WISH]).await
    }
}

#[tokio::test]
async fn who_asks_for_cookies_gets_no_tokens_to_read() {
    let app = TestApp::new().await;
    app.alice().await;
    let mut browser = Browser::new(&app);
    let (answer, headers) = browser.sign_in("alice").await;
    let login = &answer["data"]["login"];
    assert_eq!((&login["accessToken"], &login["refreshToken"]), (&Value::Null, &Value::Null), "{answer:#}");
    assert!(login["accessTokenExpiresAt"].is_string());
    let told: Vec<&str> = headers.get_all("set-cookie").iter().map(|told| told.to_str().unwrap()).collect();
    assert_eq!(told.len(), 2);
    for cookie in told {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    let (answer, _) = browser.send(WHO, json!({}), &[]).await;
    assert_eq!(answer["data"]["viewer"]["user"]["username"], "alice");
    // Everybody else is given tokens, and no cookies.
    let (answer, headers) =
        Browser::new(&app).send(LOGIN, json!({ "login": "alice", "password": PASSWORD }), &[]).await;
    assert!(answer["data"]["login"]["accessToken"].is_string() && !headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn cookies_are_refreshed_and_forgotten() {
    let app = TestApp::new().await;
    app.alice().await;
    let mut browser = Browser::new(&app);
    browser.sign_in("alice").await;
    app.advance(chrono::Duration::minutes(16));
    let (answer, _) = browser.send(WHO, json!({}), &[]).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer:#}");

    let before = browser.header();
    let refresh = "mutation { refreshSession(input: {}) { refreshToken viewer { user { username } } userErrors { code } } }";
    let (answer, _) = browser.send(refresh, json!({}), &[]).await;
    assert_eq!(answer["data"]["refreshSession"]["viewer"]["user"]["username"], "alice", "{answer:#}");
    assert_eq!(answer["data"]["refreshSession"]["refreshToken"], Value::Null);
    assert_ne!(browser.header(), before);
    let (answer, _) = browser.send(WHO, json!({}), &[]).await;
    assert_eq!(answer["data"]["viewer"]["user"]["username"], "alice");

    browser.send("mutation { logout { userErrors { code } } }", json!({}), &[]).await;
    assert_eq!(browser.header(), "");
    let (answer, _) = browser.send(WHO, json!({}), &[]).await;
    assert_eq!(answer["data"]["viewer"], Value::Null);
}

#[tokio::test]
async fn a_request_that_any_page_could_send_is_nobodys() {
    let app = TestApp::new().await;
    app.alice().await;
    let mut browser = Browser::new(&app);
    browser.sign_in("alice").await;
    let path = "/graphql?query=%7Bviewer%7Buser%7Busername%7D%7D%7D";
    for (header, expected) in [(None, Value::Null), (Some("1"), json!({ "user": { "username": "alice" } }))] {
        let mut request = Request::get(path).header("cookie", browser.header());
        if let Some(header) = header {
            request = request.header("apollo-require-preflight", header);
        }
        let answer = app.anon().raw(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.body["data"]["viewer"], expected);
    }
}

#[tokio::test]
async fn a_socket_is_theirs_on_pages_of_ours() {
    let app = TestApp::new().await;
    app.alice().await;
    let mut browser = Browser::new(&app);
    browser.sign_in("alice").await;
    let address = app.address;
    let own = format!("http://{address}");
    let alice = json!({ "user": { "username": "alice" } });
    for (origin, expected) in [
        (Some(own.as_str()), alice.clone()),
        (Some("https://example.org"), alice),
        (Some("https://evil.example"), Value::Null),
        (Some("null"), Value::Null),
        (None, Value::Null),
    ] {
        let mut headers = vec![("cookie", browser.header())];
        headers.extend(origin.map(|origin| ("origin", origin.to_owned())));
        let mut socket = Socket::with_headers(address, &headers).await;
        socket.send(json!({ "type": "connection_init" })).await;
        assert_eq!(socket.receive().await["type"], "connection_ack");
        assert_eq!(socket.ask("1", WHO, json!({})).await["viewer"], expected, "{origin:?}");
    }
}
