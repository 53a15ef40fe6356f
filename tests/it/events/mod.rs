//! Events that nothing loses: written with the change, in one order for all, and given again to who comes back.

mod counters;
mod cursors;
mod log;
mod policy;
mod shared;
mod soak;

use serde_json::{Value, json};

use crate::support::socket::Socket;
use crate::support::{Client, TestApp};

const COMMENTS: &str = "subscription ($id: ID!, $after: String) { commentAdded(postId: $id, after: $after) { cursor commentId comment { bodyMarkdown post { title } author { username } } } }";
const COMMENT_CHANGES: &str = "subscription ($id: ID!, $after: String) { commentUpdated(postId: $id, after: $after) { cursor commentId comment { bodyMarkdown isDeleted reactionCount } } }";
const POSTS: &str = "subscription ($author: ID, $tag: String, $after: String) { postPublished(authorId: $author, tag: $tag, after: $after) { cursor postId post { title author { username } tags { slug } } } }";
const POST: &str = "subscription ($id: ID!, $after: String) { postUpdated(postId: $id, after: $after) { cursor postId post { title status commentCount reactionCount bodyMarkdown } } }";

/// A socket of somebody on which one subscription runs.
async fn watch(app: &TestApp, client: &Client, query: &str, variables: Value) -> Socket {
    let mut socket = Socket::start(app.address, client.token()).await;
    socket.watch("1", query, variables).await;
    socket
}

/// A socket of somebody on which one subscription is asked for: what comes first may be what was missed.
async fn resume(app: &TestApp, client: &Client, query: &str, variables: Value) -> Socket {
    let mut socket = Socket::start(app.address, client.token()).await;
    socket.request("1", query, variables).await;
    socket
}

/// The next event of the one subscription.
async fn event(socket: &mut Socket) -> Value {
    let data = socket.event("1").await;
    data.as_object().unwrap().values().next().unwrap().clone()
}

fn cursor(event: &Value) -> String {
    event["cursor"].as_str().unwrap().to_owned()
}

/// Changes a post, or its state.
async fn change(client: &Client, mutation: &str, input: Value) {
    client.run(&crate::support::world::mutation(mutation, ""), json!({ "input": input })).await;
}
