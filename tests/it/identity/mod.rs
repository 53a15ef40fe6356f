//! Who somebody is: registering, signing in and out, tokens, sessions, passwords.

mod accounts;
mod claims;
mod cookies;
mod sessions;
mod tokens;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tribune::domain::identity::SignIn;

use crate::support::{Answer, Client, TestApp};

/// All that a sign-in of any kind gives.
const SIGN_IN: &str = "viewer { email user { username role } } accessToken accessTokenExpiresAt refreshToken";

/// What anybody may ask who is signed in.
const WHO: &str = "{ viewer { user { username } } }";

/// Sends with whatever stands in `Authorization`.
async fn send_as(app: &TestApp, authorization: &str, query: &str, variables: Value) -> Answer {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("authorization", authorization);
    app.anon().raw(request.body(Body::from(body)).unwrap()).await
}

/// Who the server takes the bearer of a token for: a name, or the code of the refusal.
async fn who(app: &TestApp, access_token: &str) -> String {
    let answer = send_as(app, &format!("Bearer {access_token}"), WHO, json!({})).await;
    match answer.body["data"]["viewer"]["user"]["username"].as_str() {
        Some(name) => name.to_owned(),
        None => answer.code(),
    }
}

fn access(client: &Client) -> String {
    client.token().unwrap().to_owned()
}

fn refresh_of(client: &Client) -> String {
    client.sign_in.as_ref().unwrap().refresh_token.clone()
}

/// A client with the tokens of a payload.
fn with(app: &TestApp, client: &Client, payload: &Value) -> Client {
    let text = |name: &str| payload[name].as_str().unwrap().to_owned();
    let sign_in = client.sign_in.clone().unwrap();
    let sign_in =
        SignIn { access_token: text("accessToken"), refresh_token: text("refreshToken"), ..sign_in };
    Client::new(app.wire.clone(), Some(sign_in))
}
