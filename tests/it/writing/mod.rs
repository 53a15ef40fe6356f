//! What a writer needs beside publishing.

mod co_authors;
mod drafts;
mod idempotency;
mod reading_on;
mod revisions;
mod series;

use serde_json::{Value, json};

use crate::support::Client;
use crate::support::world::mutation;

/// A change of a post; the payload's post.
async fn change(client: &Client, post_id: &str, mut fields: Value) -> Value {
    fields["postId"] = json!(post_id);
    let document = mutation("updatePost", "post { title version }");
    client.run(&document, json!({ "input": fields })).await["post"].clone()
}

/// A mutation of a post by its id alone.
async fn act(client: &Client, name: &str, post_id: &str) {
    client.run(&mutation(name, ""), json!({ "input": { "postId": post_id } })).await;
}
