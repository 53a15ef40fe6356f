//! Characters that have no place in what people write, in every text that a client can send.

use serde_json::{Value, json};

use super::{refused, right_input};
use crate::sdl::{Sdl, Things, base, document, snapshot};
use crate::support::TestApp;

/// Fields in which any character is right that was right before: they are compared, and never shown.
const COMPARED: [&str; 5] = ["login", "password", "currentPassword", "newPassword", "refreshToken"];

fn is_text(ty: &str) -> bool {
    ["String", "URL"].contains(&ty)
}

#[tokio::test]
async fn controls_in_every_text_of_every_mutation() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    let mut count = 0;
    for name in sdl.mutations() {
        for field in sdl.inputs(&name).into_iter().filter(|field| is_text(&base(&field.ty.node))) {
            let field_name = field.name.node.as_str();
            count += 1;
            for control in ['\0', '\u{1}', '\u{7}', '\u{8}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}'] {
                let text = format!("https://example.org/a{control}b");
                let mut input = right_input(&sdl, &things, &name);
                let is_list = field.ty.node.to_string().contains('[');
                input[field_name] = if is_list { json!([text]) } else { json!(text) };
                if COMPARED.contains(&field_name) {
                    compared(&app, &sdl, &things, &name, input).await;
                    continue;
                }
                let codes = refused(&app, &things.alice, &name, input).await;
                assert!(codes.contains(&"INVALID".to_owned()), "{name} {field_name} {control:?} {codes:?}");
            }
        }
    }
    assert!(count >= 30, "{count}");
}

/// No failure of ours, whatever comes of it; where it is refused, nothing changed.
async fn compared(app: &TestApp, sdl: &Sdl, things: &Things, name: &str, mut input: Value) {
    if name == "register" {
        let number = app.number("SELECT count(*) FROM users").await;
        input["username"] = json!(format!("person{number}"));
        input["email"] = json!(format!("person{number}@example.org"));
    }
    let before = snapshot(app).await;
    let data = things.alice.ask(&document(sdl, name), json!({ "input": input })).await;
    let is_refused = data[name]["userErrors"] != json!([]);
    assert!(!is_refused || snapshot(app).await == before, "{name}");
    if name == "changePassword" && !is_refused {
        tribune::domain::identity::set_password(&app.domain, "alice", crate::support::PASSWORD)
            .await
            .unwrap();
        app.execute("UPDATE sessions SET revoked_at = NULL").await;
    }
}

#[tokio::test]
async fn in_every_text_of_every_query() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let mut queries = Vec::new();
    let sdl = Sdl::read();
    for field in sdl.fields("Query") {
        for argument in &field.arguments {
            let (name, ty) = (argument.node.name.node.as_str(), base(&argument.node.ty.node));
            // Cursors are tested among the pages.
            if is_text(&ty) && !["after", "before"].contains(&name) {
                queries.push(format!("{}({name}: $text)", field.name.node));
            }
            for inner in sdl.input_fields(&ty).into_iter().filter(|inner| is_text(&base(&inner.ty.node))) {
                queries.push(format!("{}({name}: {{ {}: $text }})", field.name.node, inner.name.node));
            }
        }
    }
    assert!(queries.len() >= 7, "{queries:?}");
    for query in &queries {
        let selection =
            if query.starts_with("users(") || query.starts_with("tags(") || query.starts_with("posts(") {
                "{ nodes { id } totalCount }"
            } else {
                "{ id }"
            };
        let query = format!("query ($text: String!) {{ {query} {selection} }}");
        let long = "x".repeat(100_000);
        for text in [
            "",
            " ",
            "\0",
            "a\0b",
            "\u{1}",
            "\u{1b}[31m",
            "\u{202e}",
            "\u{feff}",
            "\u{fffd}",
            "\u{10ffff}",
            "🦀",
            "שלום",
            "İ",
            "%",
            "_",
            "'",
            "\"",
            "\\",
            "';--",
            "$1",
            "?",
            "*",
            ".",
            "#",
            "+",
            &long,
        ] {
            things.alice.ask(&query, json!({ "text": text })).await;
        }
    }
}

#[tokio::test]
async fn emoji_and_scripts_from_right_to_left_are_text_like_any_other() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    for text in ["👩‍👩‍👧 🏳️‍🌈 🦀", "שלום עולם", "مرحبا بالعالم", "日本語", "Zalgo e\u{301}\u{302}", "می‌خواهم"]
    {
        for (mutation, fields) in [
            ("updateProfile", &["displayName", "bio", "location"][..]),
            ("updatePost", &["title", "subtitle", "excerpt", "bodyMarkdown", "contentWarning"]),
            ("addComment", &["bodyMarkdown"]),
            ("bookmarkPost", &["note"]),
        ] {
            let mut input = right_input(&sdl, &things, mutation);
            for field in fields {
                input[*field] = json!(text);
            }
            things.alice.run(&document(&sdl, mutation), json!({ "input": input })).await;
        }
        let query =
            "query ($id: ID!) { viewer { user { displayName bio location } bookmarks { edges { note } } }
            node(id: $id) { ... on Post { title subtitle excerpt bodyMarkdown contentWarning } } }";
        let data = things.alice.ask(query, json!({ "id": things.post })).await;
        let expected = json!({
            "viewer": {
                "user": { "displayName": text, "bio": text, "location": text },
                "bookmarks": { "edges": [{ "note": text }] }
            },
            "node": { "title": text, "subtitle": text, "excerpt": text, "bodyMarkdown": text, "contentWarning": text }
        });
        assert_eq!(data, expected);
        let found = things
            .alice
            .ask("query ($q: String!) { users(query: $q) { nodes { id } } }", json!({ "q": text }))
            .await;
        assert_eq!(found["users"]["nodes"], json!([{ "id": things.alice.user_id() }]), "{text}");
    }
}

/// A name that turns the direction of what stands around it looks like another.
#[tokio::test]
async fn what_turns_the_direction_has_no_place_in_a_line() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    for turn in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{2028}', '\n', '\t'] {
        for (mutation, field) in [
            ("updateProfile", "displayName"),
            ("updateProfile", "location"),
            ("updatePost", "title"),
            ("updatePost", "subtitle"),
            ("updatePost", "contentWarning"),
        ] {
            let mut input = right_input(&sdl, &things, mutation);
            input[field] = json!(format!("a{turn}b"));
            assert_eq!(
                refused(&app, &things.alice, mutation, input).await,
                ["INVALID"],
                "{mutation} {field} {turn:?}"
            );
        }
    }
}

#[tokio::test]
async fn half_a_character_is_no_request() {
    let app = TestApp::new().await;
    for body in [
        &br#"{"query":"{ user(username: $a) { id } }","variables":{"a":"\ud800"}}"#[..],
        b"{\"query\":\"{ \xff }\"}",
        b"",
        b"null",
    ] {
        let request = axum::http::Request::post("/graphql").header("content-type", "application/json");
        let answer = app.anon().raw(request.body(axum::body::Body::from(body)).unwrap()).await;
        assert_eq!(answer.code(), "BAD_REQUEST", "{body:?}");
        assert_eq!(answer.status, 400, "{body:?}");
    }
}

#[tokio::test]
async fn names_slugs_and_addresses_of_a_wrong_form() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    let cases: [(&str, &str, &[&str]); 7] = [
        (
            "register",
            "username",
            &["1abc", "_abc", "a-b-c", "älice", "a b c", "аlice", "a.b.c", "@abc", "abc!"],
        ),
        ("updateProfile", "username", &["1abc", "_abc", "a-b-c", "älice", "a b c"]),
        (
            "register",
            "email",
            &["alice", "alice@", "@example.org", "a b@example.org", "a@b@c.org", "<a@b.org>"],
        ),
        ("updatePost", "slug", &["No", "a b", "-a", "a-", "a--b", "ä", "a/b", "a_b", "../a"]),
        ("updatePost", "language", &["x y", "e", "123456789", "en_", "日本語"]),
        (
            "updatePost",
            "canonicalUrl",
            &[
                "javascript:alert(1)",
                "data:text/html,x",
                "/x",
                "example.org",
                "https://",
                "ftp://example.org/",
            ],
        ),
        (
            "updateProfile",
            "websiteUrl",
            &["javascript:alert(1)", "mailto:a@b.org", "//example.org", "http://"],
        ),
    ];
    for (mutation, field, texts) in cases {
        for text in texts {
            let mut input = right_input(&sdl, &things, mutation);
            input[field] = json!(text);
            assert_eq!(
                refused(&app, &things.alice, mutation, input).await,
                ["INVALID"],
                "{mutation} {field} {text:?}"
            );
        }
    }
}
