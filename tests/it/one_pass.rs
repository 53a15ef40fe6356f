//! What is answered in one pass is what the library answers: a selection in which every field stands twice is left to
//! the library, and gives the same bytes.

mod new_comment;

use async_graphql::parser::types::{BaseType, FieldDefinition, Type};
use axum::body::{Body, Bytes};
use axum::http::Request;
use http_body_util::BodyExt;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tribune::graphql::cost::Limits;
use tribune::graphql::document;

use crate::sdl::Sdl;
use crate::support::world::{comment, mutation, post};
use crate::support::{Client, TestApp};

/// Documents, half of them asked by nobody in particular.
const DOCUMENTS: u64 = 300;

/// What chance finds late: what stands twice in one level, selections that need different columns of one thing, fragments
/// of another type than the object's.
const FIXED: [&str; 25] = [
    "posts { nodes { author { username posts(first: 3) { nodes { title } pageInfo { hasNextPage } } } } }",
    "posts { nodes { tags { slug posts(first: 2) { nodes { title author { username } } } } } }",
    "user(username: \"bob\") { comments { nodes { bodyMarkdown post { title comments(first: 2) { nodes { bodyHtml } } } } } }",
    "post(slug: \"one\") { comments { nodes { author { username followers { nodes { username } } posts { nodes { title } } } } } }",
    "post(slug: \"one\") { a: tags { slug } b: tags { name postCount } c: author { username } d: author { bio displayName } }",
    "post(slug: \"one\") { a: tags { __typename } b: tags { viewerIsFollowing name } ... on Post { tags { slug } } }",
    "post(slug: \"one\") { tags { name posts(first: 2) { nodes { title } } } ... on Node { id } c: tags { followerCount } }",
    "post(slug: \"two\") { slug title createdAt publishedAt tags { id name } author { username displayName } __typename }",
    "posts { nodes { tags { slug } author { username } } edges { node { tags { name } author { displayName bio } } } }",
    "posts { nodes { ... on Node { id } author { displayName bio joinedAt } } edges { node { author { username } } } }",
    "posts { edges { cursor node { ... on Reactable { reactionCount viewerReaction } title excerpt } } }",
    "posts(filter: { language: \"tlh\" }) { totalCount nodes { tags { name } comments { nodes { replies { nodes { bodyHtml } } } } } } users { nodes { displayName } }",
    "posts { nodes { viewerCanEdit viewerCanDelete viewerCanComment bookmarkCount revisions { totalCount } } }",
    "users { nodes { posts(last: 2) { nodes { title author { username } a: tags { name } b: tags { slug posts(first: 1) { nodes { title tags { name } } } } } } } }",
    "user(username: \"bob\") { posts { edges { cursor node { tags { ... on Tag { posts(first: 1) { nodes { slug } } } } c: tags { ... on Tag { posts(first: 1) { nodes { slug } } } } } } } }",
    "posts(last: 3, orderBy: { field: UPDATED_AT }) { nodes { ... on Node { id } tags { name } author { username } } edges { node { tags { description } } } }",
    "posts { nodes { tags { __typename } } edges { node { tags { viewerIsFollowing } coAuthors { username } } } }",
    "post(slug: \"one\") { comments { nodes { isDeleted viewerCanEdit viewerCanDelete viewerCanReply author { username } } } }",
    "post(slug: \"one\") { comments { nodes { parentId replies { nodes { parentId parent { bodyMarkdown } post { slug } } } } } }",
    "post(slug: \"one\") { comments { nodes { __typename author { __typename } post { author { username } } } } }",
    "user(username: \"alice\") { bio posts(last: 1, orderBy: { field: UPDATED_AT }) { nodes { title comments { nodes { bodyHtml } } tags { name } } pageInfo { hasPreviousPage startCursor } } b: posts(first: 1) { totalCount nodes { author { username } } } }",
    "user(username: \"ALICE\") { __typename ... on User { posts { edges { node { title } } } } ... on Node { id } posts { edges { cursor node { slug author { displayName } } } pageInfo { hasNextPage } } }",
    "user(username: \"alice\") { posts(first: 2) { edges { node { ...Both } } nodes { ...Both } } } } fragment Both on Post { title author { username } comments { nodes { bodyHtml author { username } } }",
    "user(username: \"bob\") { bioHtml a: posts(first: 30) { nodes { title tags { name } } } posts(first: 3) { nodes { slug tags { slug } } } }",
    "user(username: \"ada\") { username joinedAt postCount posts { nodes { title tags { name } } edges { cursor } pageInfo { hasNextPage endCursor } } }",
];

/// Writes random selections, each twice over: as it is, and with every field doubled.
struct Writer {
    sdl: Sdl,
    chance: ChaCha8Rng,
    fragments: Vec<(String, String)>,
    alias: usize,
}

fn innermost(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => innermost(item),
    }
}

/// Fields that give the same however often they are asked, and need nothing said.
fn is_asked(field: &FieldDefinition) -> bool {
    let needs = |argument: &async_graphql::parser::types::InputValueDefinition| {
        !argument.ty.node.nullable && argument.default_value.is_none()
    };
    !field.arguments.iter().any(|argument| needs(&argument.node))
}

impl Writer {
    fn selection(&mut self, object: &str, depth: usize) -> [String; 2] {
        let fields: Vec<(String, String, bool)> = self
            .sdl
            .fields(object)
            .into_iter()
            .filter(|field| is_asked(field))
            .map(|field| {
                let pages = field.arguments.iter().any(|argument| argument.node.name.node == "first");
                (field.name.node.to_string(), innermost(&field.ty.node).to_owned(), pages)
            })
            .collect();
        let mut both = ["{ __typename".to_owned(), "{ __typename __typename".to_owned()];
        for _ in 0..self.chance.random_range(1..=5) {
            let (name, ty, pages) = fields.choose(&mut self.chance).unwrap().clone();
            let is_object = self.sdl.is_object(&ty);
            if is_object && depth == 0 || self.sdl.is_abstract(&ty) {
                continue;
            }
            let inner = if is_object { self.selection(&ty, depth - 1) } else { Default::default() };
            self.alias += 1;
            let page =
                if pages { format!("(first: {})", self.chance.random_range(1..=3)) } else { String::new() };
            let directive =
                ["", "", " @include(if: $yes)", " @skip(if: $yes)"].choose(&mut self.chance).unwrap();
            let head = format!("a{}: {name}{page}{directive}", self.alias);
            let [plain, doubled] = inner;
            let texts = [format!("{head} {plain}"), format!("{head} {doubled} {head} {doubled}")];
            let texts = match self.chance.random_range(0..6) {
                0 => texts.map(|text| format!("... on {object} {{ {text} }}")),
                1 => texts.map(|text| format!("... {{ {text} }}")),
                2 => {
                    let name = format!("F{}", self.alias);
                    let [plain, doubled] =
                        texts.map(|text| format!(" fragment {name} on {object} {{ {text} }}"));
                    self.fragments.push((plain, doubled));
                    [format!("...{name}"), format!("...{name}")]
                }
                _ => texts,
            };
            for (whole, text) in both.iter_mut().zip(texts) {
                whole.push(' ');
                whole.push_str(&text);
            }
        }
        both.map(|text| text + " }")
    }

    fn document(&mut self, root: &str, object: &str) -> [String; 2] {
        self.fragments.clear();
        let [mut plain, mut doubled] = self
            .selection(object, 4)
            .map(|text| format!("query ($yes: Boolean!) {{ {root} @include(if: $yes) {text} }}"));
        for (one, other) in &self.fragments {
            plain.push_str(one);
            doubled.push_str(other);
        }
        [plain, doubled]
    }
}

async fn bytes(client: &Client, app: &TestApp, query: &str) -> Bytes {
    sent(client, app, &json!({ "query": query, "variables": { "yes": true } })).await
}

async fn sent(client: &Client, app: &TestApp, body: &Value) -> Bytes {
    let mut request = Request::post("/graphql").header("content-type", "application/json");
    if let Some(token) = client.token() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let response = app.wire.send(request.body(Body::from(body.to_string())).unwrap()).await;
    response.into_body().collect().await.unwrap().to_bytes()
}

/// A document that was run before the library is given the outline of, where nothing in it is under a condition.
async fn is_the_same_by_its_outline(client: &Client, app: &TestApp, query: &str) {
    let bare = ["($yes: Boolean!) ", " @include(if: $yes)", " @skip(if: $yes)"]
        .iter()
        .fold(query.to_owned(), |query, condition| query.replace(condition, ""));
    let [whole, outline] = [bytes(client, app, &bare).await, bytes(client, app, &bare).await];
    assert!(whole.starts_with(b"{\"data\":{"), "{bare}: {whole:?}");
    assert_eq!(whole, outline, "{bare}");
}

#[tokio::test]
async fn a_document_runs_again_as_it_did_first() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    for title in ["One", "Two"] {
        let id = post(&alice, title).await;
        comment(&alice, &id, None, "First").await;
        comment(&alice, &id, None, "Second").await;
    }
    let query = "query Posts($first: Int! = 2) { viewer { user { username } }
            x: posts(first: $first) { nodes { title comments(first: $first) { nodes { bodyMarkdown } } } }
            y: posts(last: 1) { edges { node { title series { title } } } } }
        query People($name: String!) { user(username: $name) { posts(first: 1) { totalCount } } }";
    for (name, variables, expected) in [
        ("Posts", json!({ "first": 1 }), "\"x\":{\"nodes\":[{\"title\":\"Two\",\"comments\":{\"nodes\":[{"),
        ("Posts", json!({}), "\"y\":{\"edges\":[{\"node\":{\"title\":\"One\",\"series\":null}}]}"),
        ("People", json!({ "name": "alice" }), "{\"data\":{\"user\":{\"posts\":{\"totalCount\":2}}}}"),
        ("People", json!({ "name": "nobody" }), "{\"data\":{\"user\":null}}"),
    ] {
        let body = json!({ "query": query, "operationName": name, "variables": variables });
        let [first, second] = [sent(&alice, &app, &body).await, sent(&alice, &app, &body).await];
        assert!(str::from_utf8(&first).unwrap().contains(expected), "{first:?}");
        assert_eq!(first, second);
    }
    // However a condition is written.
    for condition in
        ["@skip(if: true)", "@ skip(if: true)", "@#so\ninclude(if: false)", "@,include(if: false)"]
    {
        let query = format!("{{ posts {{ nodes {{ title comments {condition} {{ totalCount }} }} }} }}");
        let body = json!({ "query": query });
        for _ in 0..2 {
            let answer = sent(&alice, &app, &body).await;
            let expected = "{\"data\":{\"posts\":{\"nodes\":[{\"title\":\"Two\"},{\"title\":\"One\"}]}}}";
            assert_eq!(answer, expected, "{condition}");
        }
    }
    let wrong = json!({ "query": query, "operationName": "People", "variables": {} });
    let [first, second] = [sent(&alice, &app, &wrong).await, sent(&alice, &app, &wrong).await];
    assert!(str::from_utf8(&second).unwrap().contains("$name"), "{second:?}");
    assert!(first.starts_with(b"{\"errors\":["), "{first:?}");
}

#[tokio::test]
async fn one_pass_gives_what_the_library_gives() {
    let limits = Limits {
        document: document::Limits {
            bytes: 1 << 20,
            tokens: 1 << 20,
            spreads: 10_000,
            expanded_selections: 1 << 20,
            aliases: 10_000,
            directives: 10_000,
            ..document::Limits::default()
        },
        depth: 100,
        complexity_anonymous: usize::MAX,
        complexity_signed_in: usize::MAX,
    };
    let app = TestApp::with_limits(limits).await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    // Who has written nothing.
    app.admin().await;
    // Of the two tags the second is the older one: no order but the author's gives them as they are.
    let older = json!({ "title": "Zero", "bodyMarkdown": "x", "tags": ["sql"], "publish": true });
    crate::support::world::post_with(&bob, older).await;
    let tags =
        json!({ "title": "One", "bodyMarkdown": "*Some* text.", "tags": ["rust", "sql"], "publish": true });
    let id = crate::support::world::post_with(&alice, tags).await;
    post(&bob, "Two").await;
    post(&alice, "Three").await;
    let first = comment(&bob, &id, None, "A comment").await;
    comment(&alice, &id, Some(&first), "A reply").await;
    comment(&bob, &id, None, "Another").await;
    bob.run(&mutation("react", "__typename"), json!({ "input": { "subjectId": id, "kind": "LIKE" } })).await;
    bob.run(&mutation("followUser", "__typename"), json!({ "input": { "userId": alice.user_id() } })).await;

    let roots = [
        ("posts(first: 3)", "PostConnection"),
        ("post(slug: \"one\")", "Post"),
        ("user(username: \"alice\")", "User"),
        ("users(first: 2)", "UserConnection"),
        ("tags(first: 2)", "TagConnection"),
    ];
    for document in FIXED {
        for client in [app.anon(), bob.clone()] {
            let named = "instance @include(if: $yes) { name }";
            let plain = format!("query ($yes: Boolean!) {{ {named} {document} }}");
            let doubled = plain.replacen(named, &format!("{named} {named}"), 1);
            for _ in 0..2 {
                let [one, other] = [bytes(&client, &app, &plain).await, bytes(&client, &app, &doubled).await];
                assert!(one.len() > 100 && one.starts_with(b"{\"data\":{"), "{document}: {one:?}");
                assert_eq!(one, other, "{document}");
            }
            is_the_same_by_its_outline(&client, &app, &plain).await;
        }
    }
    let mut writer =
        Writer { sdl: Sdl::read(), chance: ChaCha8Rng::seed_from_u64(0), fragments: Vec::new(), alias: 0 };
    let (mut longest, mut errors) = (0, 0);
    for number in 0..DOCUMENTS {
        writer.chance = ChaCha8Rng::seed_from_u64(number);
        let (root, object) = roots.choose(&mut writer.chance).unwrap();
        let [plain, doubled] = writer.document(root, object);
        let client = if number % 2 == 0 { app.anon() } else { bob.clone() };
        // Twice, for the second time it is not validated.
        for _ in 0..2 {
            let [one, other] = [bytes(&client, &app, &plain).await, bytes(&client, &app, &doubled).await];
            let parsed: Value = serde_json::from_slice(&one).unwrap();
            assert!(parsed.get("data").is_some(), "seed {number}: {plain}\n{parsed:#}");
            assert_eq!(one, other, "seed {number}: {plain}\n{doubled}");
            longest = longest.max(one.len());
            errors += usize::from(parsed.get("errors").is_some());
        }
        is_the_same_by_its_outline(&client, &app, &plain).await;
    }
    assert!(longest > 1_000, "{longest}: nothing was compared");
    assert_eq!(errors, 0);
}
