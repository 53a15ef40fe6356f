//! Somebody who asks a server in another process, over HTTP.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use super::app::PASSWORD;

/// A client, signed in or not.
#[derive(Clone)]
pub struct Caller {
    client: Client<HttpConnector, Body>,
    address: SocketAddr,
    pub token: Option<String>,
}

impl Caller {
    pub fn new(address: SocketAddr) -> Self {
        Self { client: Client::builder(TokioExecutor::new()).build_http(), address, token: None }
    }

    /// The same person at a server that was started anew.
    pub fn moved_to(&self, address: SocketAddr) -> Self {
        Self { token: self.token.clone(), ..Self::new(address) }
    }

    /// A new account, signed in.
    pub async fn register(mut self, username: &str) -> Self {
        let mutation = "mutation ($input: RegisterInput!) { register(input: $input) { accessToken userErrors { message } } }";
        let input = json!({ "username": username, "displayName": username, "email": format!("{username}@example.org"), "password": PASSWORD });
        let payload = self.run(mutation, json!({ "input": input })).await;
        self.token = Some(payload["accessToken"].as_str().unwrap().to_owned());
        self
    }

    /// Signs in; nothing when the name or the password is wrong.
    pub async fn sign_in(mut self, login: &str, password: &str) -> Option<Self> {
        let mutation =
            "mutation ($input: LoginInput!) { login(input: $input) { accessToken userErrors { code } } }";
        let input = json!({ "login": login, "password": password });
        let payload = self.ask(mutation, json!({ "input": input })).await["login"].clone();
        self.token = Some(payload["accessToken"].as_str()?.to_owned());
        Some(self)
    }

    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let request = Request::get(format!("http://{}{path}", self.address)).body(Body::empty()).unwrap();
        self.send(request).await.unwrap()
    }

    /// The whole answer; nothing when the connection broke before it was there.
    pub async fn try_ask(&self, query: &str, variables: Value) -> Option<Value> {
        let mut request = Request::post(format!("http://{}/graphql", self.address))
            .header("content-type", "application/json");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        let (status, answer) = self.send(request.body(Body::from(body)).unwrap()).await?;
        assert_eq!(status, StatusCode::OK, "{query}\n{answer}");
        Some(serde_json::from_str(&answer).unwrap())
    }

    /// Asks and expects no error of any kind; the data.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.try_ask(query, variables).await.expect("an answer");
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].clone()
    }

    /// Runs one mutation and expects it to do what it is asked; its payload.
    pub async fn run(&self, mutation: &str, variables: Value) -> Value {
        let data = self.ask(mutation, variables).await;
        let payload = data.as_object().unwrap().values().next().unwrap().clone();
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload
    }

    async fn send(&self, request: Request<Body>) -> Option<(StatusCode, String)> {
        let response = self.client.request(request).await.ok()?;
        let status = response.status();
        let bytes = response.into_body().collect().await.ok()?.to_bytes();
        Some((status, String::from_utf8(bytes.into()).unwrap()))
    }
}
