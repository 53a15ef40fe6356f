//! Things to test on, made as clients make them.

use serde_json::json;

use super::client::Client;

/// A published post; its id.
pub async fn post(author: &Client, title: &str) -> String {
    post_with(author, json!({ "title": title, "bodyMarkdown": "Some text.", "publish": true })).await
}

/// A post of any kind; its id.
pub async fn post_with(author: &Client, input: serde_json::Value) -> String {
    let mutation = "mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { code message } } }";
    author.run(mutation, json!({ "input": input })).await["post"]["id"].as_str().unwrap().to_owned()
}

/// A comment, or a reply; its id.
pub async fn comment(author: &Client, post_id: &str, parent_id: Option<&str>, body: &str) -> String {
    let mutation = "mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } userErrors { code message } } }";
    let input = json!({ "postId": post_id, "parentId": parent_id, "bodyMarkdown": body });
    author.run(mutation, json!({ "input": input })).await["comment"]["id"].as_str().unwrap().to_owned()
}

/// Any mutation of one input, by its name and the name of its input type.
pub fn mutation(name: &str, selection: &str) -> String {
    let input = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    format!(
        "mutation ($input: {input}!) {{ {name}(input: $input) {{ {selection} userErrors {{ code message field }} }} }}"
    )
}
