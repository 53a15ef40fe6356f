//! How many statements a query costs: by its depth, never by its rows.

mod plans;
mod promised;

use std::collections::BTreeSet;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use serde_json::{Value, json};
use tribune::viewer::Role;

use crate::support::world::{comment, mutation, post_with};
use crate::support::{Client, TestApp};

/// Parents in the large case.
const MANY: usize = 50;

/// Every field that is a list or leads to one row, with a query that asks it of `$n` parents, and the statements that takes.
const FIELDS: [(&str, &str, usize, &str); 38] = [
    ("User", "posts", 3, "users(first: $n) { nodes { posts(first: 5) { totalCount nodes { title } } } }"),
    (
        "User",
        "comments",
        3,
        "users(first: $n) { nodes { comments(first: 5) { totalCount nodes { bodyHtml } } } }",
    ),
    (
        "User",
        "followers",
        2,
        "users(first: $n) { nodes { followers(first: 5) { totalCount nodes { username } } } }",
    ),
    (
        "User",
        "following",
        2,
        "users(first: $n) { nodes { following(first: 5) { totalCount nodes { username } } } }",
    ),
    (
        "User",
        "followedTags",
        3,
        "users(first: $n) { nodes { followedTags(first: 5) { totalCount nodes { name } } } }",
    ),
    ("User", "viewerIsFollowing", 3, "users(first: $n) { nodes { viewerIsFollowing viewerIsFollowedBy } }"),
    ("Post", "author", 1, "posts(first: $n) { nodes { author { username } } }"),
    ("Post", "tags", 2, "posts(first: $n) { nodes { tags { name } } }"),
    ("Post", "bodyHtml", 1, "posts(first: $n) { nodes { bodyHtml bodyMarkdown } }"),
    (
        "Post",
        "comments",
        3,
        "posts(first: $n) { nodes { comments(first: 5) { totalCount nodes { bodyHtml } } } }",
    ),
    (
        "Post",
        "comments",
        2,
        "posts(first: $n) { nodes { comments(last: 2, orderBy: TOP) { nodes { bodyHtml } } } }",
    ),
    (
        "Post",
        "reactors",
        2,
        "posts(first: $n) { nodes { reactors(first: 5) { totalCount nodes { username } } } }",
    ),
    (
        "Post",
        "reactors",
        3,
        "posts(first: $n) { nodes { reactors(first: 5, kind: LIKE) { totalCount nodes { username } } } }",
    ),
    ("Post", "reactions", 1, "posts(first: $n) { nodes { reactions { kind count } } }"),
    (
        "Post",
        "viewerReaction",
        3,
        "posts(first: $n) { nodes { viewerReaction viewerHasBookmarked viewerCanComment } }",
    ),
    ("Post", "coAuthors", 2, "posts(first: $n) { nodes { coAuthors { username } } }"),
    ("Post", "viewerCanEdit", 2, "posts(first: $n) { nodes { viewerCanEdit viewerCanDelete } }"),
    (
        "Viewer",
        "coAuthoredPosts",
        3,
        "viewer { coAuthoredPosts(first: $n) { totalCount nodes { author { username } } } }",
    ),
    ("Post", "series", 2, "posts(first: $n) { nodes { series { title } } }"),
    (
        "User",
        "seriesList",
        5,
        "users(first: $n) { nodes { seriesList(first: 5) { totalCount nodes { title author { username } postCount } } } }",
    ),
    (
        "Series",
        "posts",
        4,
        "posts(first: $n) { nodes { series { posts(first: 5) { totalCount nodes { title author { username } } } } } }",
    ),
    (
        "Post",
        "thread",
        4,
        "posts(first: $n) { nodes { thread(first: 5) { totalCount nodes { bodyHtml author { username } } } } }",
    ),
    ("Post", "related", 3, "posts(first: $n) { nodes { related { title author { username } } } }"),
    ("PostDraft", "tags", 3, "viewer { posts(first: $n) { nodes { draft { tags savedBy { username } } } } }"),
    (
        "Post",
        "revisions",
        4,
        "viewer { posts(first: $n) { nodes { revisions(first: 5) { totalCount nodes { title } } } } }",
    ),
    (
        "Revision",
        "tagNames",
        3,
        "viewer { posts(first: $n) { nodes { revisions(first: 5) { nodes { tagNames editor { username } } } } } }",
    ),
    ("Tag", "posts", 3, "tags(first: $n) { nodes { posts(first: 5) { totalCount nodes { title } } } }"),
    ("Tag", "viewerIsFollowing", 2, "tags(first: $n) { nodes { viewerIsFollowing } }"),
    (
        "Comment",
        "author",
        2,
        "post(slug: \"busy\") { comments(first: $n) { nodes { author { username } } } }",
    ),
    ("Comment", "post", 3, "post(slug: \"busy\") { comments(first: $n) { nodes { post { title } } } }"),
    (
        "Comment",
        "replies",
        5,
        "post(slug: \"busy\") { comments(first: $n) { nodes { replies(first: 5) { totalCount nodes { bodyHtml parent { id } } } } } }",
    ),
    ("Comment", "parent", 3, "user(username: \"alice\") { comments(first: $n) { nodes { parent { id } } } }"),
    (
        "Comment",
        "viewerReaction",
        4,
        "post(slug: \"busy\") { comments(first: $n) { nodes { viewerReaction viewerCanReply } } }",
    ),
    ("Viewer", "posts", 3, "viewer { posts(first: $n) { totalCount nodes { author { username } } } }"),
    (
        "Viewer",
        "deletedPosts",
        4,
        "viewer { deletedPosts(first: $n) { totalCount nodes { tags { name } } } }",
    ),
    (
        "Viewer",
        "bookmarks",
        3,
        "viewer { bookmarks(first: $n) { totalCount nodes { author { username } } } }",
    ),
    ("Viewer", "sessions", 3, "viewer { sessions(first: $n) { totalCount nodes { isCurrent } } }"),
    ("Query", "nodes", 2, "nodes(ids: $ids) { ... on Post { title author { username } } }"),
];

/// Those that PostgreSQL reads together with the posts on which they hang, if these are few; SQLite has no arrays.
const JOINED: [(&str, &str); 2] = [("Post", "tags"), ("Viewer", "deletedPosts")];

/// The connections at the root, which hang on nothing.
const ROOT_LISTS: [&str; 3] = ["posts", "tags", "users"];

/// So many of everything.
async fn world(app: &TestApp, count: usize) -> (Client, Vec<String>) {
    let alice = app.alice().await;
    let mut posts = Vec::new();
    let busy = post_with(&alice, json!({ "title": "Busy", "bodyMarkdown": "x", "publish": true })).await;
    let begun = mutation("createSeries", "series { id }");
    alice.run(&begun, json!({ "input": { "title": "Series" } })).await;
    for number in 0..count {
        let author = app.actor(&format!("author_{number}"), Role::Author).await;
        let follow = mutation("followUser", "user { id }");
        author.run(&follow, json!({ "input": { "userId": alice.user_id() } })).await;
        alice.run(&follow, json!({ "input": { "userId": author.user_id() } })).await;
        let series =
            author.run(&begun, json!({ "input": { "title": "Series" } })).await["series"]["id"].clone();
        let tag = format!("tag {number}");
        let input = json!({ "title": format!("Post {number}"), "bodyMarkdown": "x", "tags": ["all", tag], "seriesId": series, "publish": true });
        let post = post_with(&author, input).await;
        let with_alice = json!({ "input": { "postId": post, "userId": alice.user_id() } });
        author.run(&mutation("addCoAuthor", ""), with_alice).await;
        for kind in ["LIKE", "LOVE"] {
            let client = if kind == "LIKE" { &alice } else { &author };
            client
                .run(
                    &mutation("react", "subject { id }"),
                    json!({ "input": { "subjectId": post, "kind": kind } }),
                )
                .await;
        }
        alice.run(&mutation("bookmarkPost", "post { id }"), json!({ "input": { "postId": post } })).await;
        for body in ["one", "two"] {
            comment(&author, &post, None, body).await;
        }
        let top = comment(&author, &busy, None, "top").await;
        comment(&alice, &busy, Some(&top), "reply").await;
        let own = json!({ "title": format!("Own {number}"), "bodyMarkdown": "x", "tags": ["all"] });
        for delete in [false, true] {
            let id = post_with(&alice, own.clone()).await;
            let draft = json!({ "postId": id, "title": "Next" });
            alice.run(&mutation("saveDraft", ""), json!({ "input": draft })).await;
            if delete {
                alice
                    .run(&mutation("deletePost", "deletedPostId"), json!({ "input": { "postId": id } }))
                    .await;
            }
        }
        posts.push(post);
    }
    for tag in app.anon().ask("{ tags(first: 60) { nodes { id } } }", json!({})).await["tags"]["nodes"]
        .as_array()
        .unwrap()
    {
        alice.run(&mutation("followTag", "tag { id }"), json!({ "input": { "tagId": tag["id"] } })).await;
    }
    (alice, posts)
}

async fn count(app: &TestApp, client: &Client, query: &str, variables: Value) -> usize {
    app.take_statements();
    let answer = client.send(query, variables).await;
    assert!(answer.body.get("errors").is_none(), "{query}\n{:#}", answer.body);
    // The session check comes with every request and is none of the query's.
    app.take_statements().iter().filter(|sql| !sql.starts_with("SELECT u.id, u.role FROM sessions s")).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_costs_as_many_statements_for_one_parent_as_for_fifty() {
    let limits = tribune::graphql::cost::Limits { complexity_signed_in: 1_000_000, ..Default::default() };
    let app = TestApp::with_limits(limits).await;
    let (alice, posts) = world(&app, MANY).await;
    for _ in 1..MANY {
        app.sign_in("alice").await;
    }
    for (of, field, statements, query) in FIELDS {
        for n in [1, MANY] {
            let declared = if query.contains("$ids") { "$ids: [ID!]!" } else { "$n: Int!" };
            let text = format!("query ({declared}) {{ {query} }}");
            let variables =
                if query.contains("$ids") { json!({ "ids": posts[..n] }) } else { json!({ "n": n }) };
            let joined = app.is_postgres() && n == 1 && JOINED.contains(&(of, field));
            let statements = statements - usize::from(joined);
            assert_eq!(count(&app, &alice, &text, variables).await, statements, "{n} {of}.{field}: {query}");
        }
    }
}

#[test]
fn every_list_field_is_named() {
    let named: BTreeSet<_> =
        FIELDS.iter().map(|(of, field, _, _)| (of.to_string(), field.to_string())).collect();
    let mut missing = Vec::new();
    for definition in parse_schema(tribune::graphql::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        let TypeKind::Object(object) = &definition.node.kind else { continue };
        let is_wrapper = name.ends_with("Connection") || name.ends_with("Payload") || name == "UserError";
        for field in &object.fields {
            let (of, field_name, ty) =
                (name.clone(), field.node.name.node.to_string(), field.node.ty.to_string());
            let is_list = ty.contains('[') || ty.contains("Connection");
            let is_root = of == "Query" && ROOT_LISTS.contains(&field_name.as_str());
            if is_list && !is_wrapper && !is_root && !named.contains(&(of.clone(), field_name.clone())) {
                missing.push(format!("{of}.{field_name}"));
            }
        }
    }
    // Kept with the row itself, as those of posts are.
    assert_eq!(missing, ["Comment.reactions"], "name these in FIELDS");
}
