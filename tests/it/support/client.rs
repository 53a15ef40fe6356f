//! Somebody who asks.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tribune::domain::identity::SignIn;
use tribune::id::{self, Id};

use super::wire::Wire;

/// A client, signed in or not.
#[derive(Clone)]
pub struct Client {
    wire: Wire,
    pub sign_in: Option<SignIn>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Client {
    pub fn new(wire: Wire, sign_in: Option<SignIn>) -> Self {
        Self { wire, sign_in }
    }

    /// The TypeID of the person who is signed in.
    pub fn user_id(&self) -> String {
        Id::<id::User>::new(self.sign_in.as_ref().unwrap().user.id).to_string()
    }

    pub fn session_id(&self) -> String {
        Id::<id::Session>::new(self.sign_in.as_ref().unwrap().session_id).to_string()
    }

    pub fn token(&self) -> Option<&str> {
        self.sign_in.as_ref().map(|sign_in| sign_in.access_token.as_str())
    }

    pub async fn send(&self, query: &str, variables: Value) -> Answer {
        let mut request = Request::post("/graphql").header("content-type", "application/json");
        if let Some(token) = self.token() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.raw(request.body(Body::from(body)).unwrap()).await
    }

    /// The same person at another server.
    pub fn moved_to(&self, wire: Wire) -> Self {
        Self { wire, sign_in: self.sign_in.clone() }
    }

    /// Any request at all.
    pub async fn raw(&self, request: Request<Body>) -> Answer {
        let response = self.wire.send(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into()));
        Answer { status, headers, body }
    }

    /// Asks and expects no error of any kind; the data.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.send(query, variables).await;
        assert!(answer.body.get("errors").is_none(), "{query}\n{:#}", answer.body);
        answer.body["data"].clone()
    }

    /// Runs one mutation and expects it to do what it is asked; its payload.
    pub async fn run(&self, mutation: &str, variables: Value) -> Value {
        let data = self.ask(mutation, variables).await;
        let payload = data.as_object().unwrap().values().next().unwrap().clone();
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload
    }

    /// Runs one mutation and expects userErrors; their codes.
    pub async fn problems(&self, mutation: &str, variables: Value) -> Vec<String> {
        let data = self.ask(mutation, variables).await;
        let payload = data.as_object().unwrap().values().next().unwrap().clone();
        let errors = payload["userErrors"].as_array().unwrap_or_else(|| panic!("{mutation}\n{payload:#}"));
        assert!(!errors.is_empty(), "{mutation} went well: {payload:#}");
        errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Asks and expects exactly one error at the top; its code.
    pub async fn refused(&self, query: &str, variables: Value) -> String {
        self.send(query, variables).await.code()
    }
}

impl Answer {
    /// A header that holds a number.
    pub fn number(&self, header: &str) -> Option<u64> {
        self.headers.get(header).map(|value| value.to_str().unwrap().parse().unwrap())
    }

    /// The code of the one error.
    pub fn code(&self) -> String {
        let errors = self.body["errors"].as_array().unwrap_or_else(|| panic!("no error: {:#}", self.body));
        assert_eq!(errors.len(), 1, "{:#}", self.body);
        errors[0]["extensions"]["code"].as_str().unwrap().to_owned()
    }
}
