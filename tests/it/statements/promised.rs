//! What is asked most, and what it may cost.

use serde_json::json;

use super::{MANY, count, world};
use crate::support::{Client, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_clients_ask_most_costs_what_was_promised() {
    let app = TestApp::new().await;
    let (alice, posts) = world(&app, MANY).await;
    let anon = app.anon();
    let takes = async |statements: usize, client: &Client, query: &str| {
        assert_eq!(count(&app, client, query, json!({})).await, statements, "{query}");
    };
    // The tags that a post carries come with it, where posts are few; SQLite has no arrays.
    let tags = if app.is_postgres() { 0 } else { 1 };
    takes(1 + tags, &anon, "{ post(slug: \"post-7\") { title excerpt author { username } tags { name } } }")
        .await;
    takes(1 + tags, &anon, "{ posts(first: 20) { nodes { title author { username } tags { name } commentCount reactionCount wordCount } } }").await;
    takes(2, &anon, "{ posts(first: 20) { nodes { title comments(first: 5) { nodes { bodyHtml author { username } } pageInfo { hasNextPage } } } } }").await;
    // A person comes with the first page of their posts; SQLite has no LATERAL.
    let page = if app.is_postgres() { 0 } else { 1 };
    takes(1 + page + tags, &anon, "{ user(username: \"alice\") { displayName followerCount followingCount postCount posts(first: 10) { nodes { title tags { name } } } } }").await;
    takes(2 + page, &anon, "{ user(username: \"alice\") { posts(last: 5) { nodes { title comments(first: 5) { nodes { bodyHtml } } } } } }").await;
    takes(2 + page, &anon, "{ user(username: \"alice\") { a: posts(first: 2) { nodes { title } } b: posts(first: 3) { nodes { slug } } } }").await;
    // Not what is long: each post would carry it.
    takes(2, &anon, "{ user(username: \"alice\") { bioHtml posts(first: 2) { nodes { title } } } }").await;
    takes(2, &anon, "{ user(username: \"alice\") { username posts(first: 26) { nodes { title } } } }").await;
    takes(1, &anon, "{ user(username: \"nobody\") { posts { nodes { title } } } }").await;
    // PostgreSQL writes it, counts it, writes the event, and reads its post and its author in one. SQLite takes a transaction, whose beginning
    // and end are not among these.
    let statements = if app.is_postgres() { 1 } else { 5 };
    let add = format!(
        "mutation {{ addComment(input: {{ postId: \"{}\", bodyMarkdown: \"x\" }}) {{ comment {{ author {{ username }} post {{ title }} }} }} }}",
        posts[0]
    );
    takes(statements, &alice, &add).await;
}
