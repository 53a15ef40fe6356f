//! GraphQL over WebSocket: the protocol `graphql-transport-ws`, and what arrives live.

mod authentication;
mod closes;
mod limits;
mod live;
mod operations;
mod pace;

use serde_json::Value;

use crate::support::socket::Socket;
use crate::support::{Client, TestApp};

const COMMENTS: &str = "subscription ($id: ID!) { commentAdded(postId: $id) { commentId comment { id bodyMarkdown author { username } } commentEdge { cursor } } }";
const POSTS: &str = "subscription { postPublished { postId post { title } } }";
const VIEWER: &str = "{ viewer { user { username displayName } } }";

/// A socket of somebody.
async fn open(app: &TestApp, client: &Client) -> Socket {
    Socket::start(app.address, client.token()).await
}

fn title(event: &Value) -> &str {
    event["postPublished"]["post"]["title"].as_str().unwrap()
}
