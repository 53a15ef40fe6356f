//! Every limit of length: at it, and one over it. Characters count, not bytes.

use serde_json::{Value, json};

use super::{refused, right_input};
use crate::sdl::{Sdl, Things, document};
use crate::support::TestApp;

/// A mutation, a field of its input, its shortest and its longest, and a text of so many characters.
type Line = (&'static str, &'static str, usize, usize, fn(usize) -> Value);

fn letters(count: usize) -> Value {
    json!("é".repeat(count))
}

fn emoji(count: usize) -> Value {
    json!("🦀".repeat(count))
}

fn hebrew(count: usize) -> Value {
    json!("ש".repeat(count))
}

fn name(count: usize) -> Value {
    json!("a".repeat(count))
}

fn other_name(count: usize) -> Value {
    json!("b".repeat(count))
}

fn tag(count: usize) -> Value {
    json!([letters(count)])
}

fn address(count: usize) -> Value {
    json!(format!("https://example.org/{}", "a".repeat(count - 20)))
}

fn email(count: usize) -> Value {
    // Each part within its own bound: 64 before the sign, 63 between two dots.
    let domain = format!("{}.{}.{}.org", "b".repeat(63), "c".repeat(63), "d".repeat(63));
    json!(format!("{}@{domain}", "a".repeat(count - 1 - domain.len())))
}

fn password(count: usize) -> Value {
    json!("Qz7%kW2".chars().cycle().take(count).collect::<String>())
}

const LINES: &[Line] = &[
    ("createPost", "title", 0, 200, emoji),
    ("createPost", "subtitle", 0, 300, hebrew),
    ("createPost", "excerpt", 0, 500, emoji),
    ("createPost", "contentWarning", 0, 500, letters),
    ("createPost", "bodyMarkdown", 0, 200_000, emoji),
    ("createPost", "slug", 0, 100, name),
    ("createPost", "tags", 1, 40, tag),
    ("createPost", "canonicalUrl", 0, 2_000, address),
    ("updatePost", "title", 1, 200, hebrew),
    ("updatePost", "subtitle", 0, 300, emoji),
    ("updatePost", "excerpt", 0, 500, letters),
    ("updatePost", "contentWarning", 0, 500, emoji),
    ("updatePost", "bodyMarkdown", 0, 200_000, hebrew),
    ("updatePost", "slug", 0, 100, other_name),
    ("updatePost", "tags", 1, 40, tag),
    ("updatePost", "canonicalUrl", 0, 2_000, address),
    ("saveDraft", "title", 0, 200, emoji),
    ("saveDraft", "subtitle", 0, 300, hebrew),
    ("saveDraft", "excerpt", 0, 500, emoji),
    ("saveDraft", "bodyMarkdown", 0, 200_000, hebrew),
    ("saveDraft", "tags", 1, 40, tag),
    ("createSeries", "title", 1, 200, emoji),
    ("createSeries", "description", 0, 2_000, hebrew),
    ("createSeries", "slug", 0, 100, name),
    ("updateSeries", "title", 1, 200, hebrew),
    ("updateSeries", "description", 0, 2_000, emoji),
    ("addComment", "bodyMarkdown", 1, 10_000, emoji),
    ("updateComment", "bodyMarkdown", 1, 10_000, hebrew),
    ("bookmarkPost", "note", 0, 2_000, emoji),
    ("updateProfile", "username", 3, 30, name),
    ("updateProfile", "displayName", 1, 80, emoji),
    ("updateProfile", "bio", 0, 2_000, hebrew),
    ("updateProfile", "location", 0, 100, letters),
    ("updateProfile", "websiteUrl", 0, 2_000, address),
    ("register", "username", 3, 30, other_name),
    ("register", "displayName", 1, 80, hebrew),
    ("register", "password", 12, 128, password),
    ("register", "email", 1, 254, email),
    ("changePassword", "newPassword", 12, 128, password),
];

#[tokio::test]
async fn at_the_limit_and_one_over() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    for (index, (mutation, field, min, max, text)) in LINES.iter().enumerate() {
        let with = |value: Value| {
            let mut input = right_input(&sdl, &things, mutation);
            if *mutation == "register" {
                input["username"] = json!(format!("person{index}"));
                input["email"] = json!(format!("person{index}@example.org"));
            }
            input[*field] = value;
            input
        };
        let over = with(text(max + 1));
        let selection = document(&sdl, mutation).replace("field }", "field min max }");
        let answer = things.alice.ask(&selection, json!({ "input": over })).await;
        let errors = &answer[*mutation]["userErrors"];
        let error = &errors[0];
        assert_eq!(errors.as_array().unwrap().len(), 1, "{mutation} {field} {errors}");
        assert_eq!(error["code"], "TOO_LONG", "{mutation} {field}");
        assert_eq!(error["field"], json!(["input", field]), "{mutation} {field}");
        assert_eq!(error["max"], *max, "{mutation} {field}");
        assert!(error["message"].as_str().unwrap().ends_with('.'), "{error}");
        refused(&app, &things.alice, mutation, over).await;
        if *min > 1 {
            let codes = refused(&app, &things.alice, mutation, with(text(min - 1))).await;
            assert_eq!(codes, ["TOO_SHORT"], "{mutation} {field}");
            things.alice.run(&document(&sdl, mutation), json!({ "input": with(text(*min)) })).await;
            restore_password(&app).await;
        }
        let input = match (*mutation, *field) {
            ("register", "username") => {
                let mut input = with(text(*max));
                input["email"] = json!("longest@example.org");
                input
            }
            ("register", "password") => {
                let mut input = with(text(*max));
                input["username"] = json!("longest_password");
                input["email"] = json!("password@example.org");
                input
            }
            _ => with(text(*max)),
        };
        things.alice.run(&document(&sdl, mutation), json!({ "input": input })).await;
        restore_password(&app).await;
    }
}

/// Gives Alice the password that all inputs here know, without ending her sessions.
async fn restore_password(app: &TestApp) {
    let hash = app.domain.passwords.hash(crate::support::PASSWORD, [7; 16]).await.unwrap();
    app.execute(&format!("UPDATE users SET password_hash = '{hash}' WHERE email = 'alice@example.org'"))
        .await;
}

#[tokio::test]
async fn five_tags_and_six() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let create = |tags: Vec<String>| json!({ "title": "Tagged", "bodyMarkdown": "x", "tags": tags });
    let names = |count: usize| (0..count).map(|number| format!("tag {number}")).collect::<Vec<_>>();
    assert_eq!(refused(&app, &things.alice, "createPost", create(names(6))).await, ["TOO_MANY"]);
    assert_eq!(refused(&app, &things.alice, "createPost", create(names(1_000))).await, ["TOO_MANY"]);
    let update = json!({ "postId": things.post, "tags": names(6) });
    assert_eq!(refused(&app, &things.alice, "updatePost", update).await, ["TOO_MANY"]);
    let sdl = Sdl::read();
    // The same one in other words counts once.
    let mut tags = names(5);
    tags.push("TAG-1".to_owned());
    things.alice.run(&document(&sdl, "createPost"), json!({ "input": create(tags) })).await;
    let stored = app.number("SELECT count(*) FROM post_tags").await;
    assert_eq!(stored, 6, "five here, and one on the post before");
}

#[tokio::test]
async fn blank_where_something_is_needed() {
    let app = TestApp::new().await;
    let (sdl, things) = (Sdl::read(), Things::make(&app).await);
    for (mutation, field) in [
        ("register", "username"),
        ("register", "displayName"),
        ("register", "email"),
        ("updateProfile", "username"),
        ("updateProfile", "displayName"),
        ("addComment", "bodyMarkdown"),
        ("updateComment", "bodyMarkdown"),
        ("updatePost", "title"),
        ("createPost", "title"),
    ] {
        let mut blanks = vec!["", " ", "\n\t  ", "\u{3000}\u{a0}"];
        // What cannot be seen is no text either; the names that are letters and digits alone refuse it as what it is.
        if !["username", "email"].contains(&field) {
            blanks.extend(["\u{200b}", "\u{3164}", "\u{feff} \u{200d}"]);
        }
        if field == "bodyMarkdown" {
            blanks.push("\u{202e}");
        }
        for blank in blanks {
            let mut input = right_input(&sdl, &things, mutation);
            input[field] = json!(blank);
            if mutation == "createPost" {
                input["publish"] = json!(true);
            }
            assert_eq!(
                refused(&app, &things.alice, mutation, input).await,
                ["BLANK"],
                "{mutation} {field} {blank:?}"
            );
        }
    }
    for tags in [json!([""]), json!(["#"]), json!(["  "])] {
        let input = json!({ "title": "Tagged", "bodyMarkdown": "x", "tags": tags });
        assert_eq!(refused(&app, &things.alice, "createPost", input).await, ["BLANK"]);
    }
    let null = json!({ "input": { "postId": things.draft } });
    assert_eq!(
        refused(&app, &things.alice, "publishPost", json!({ "postId": nameless(&things).await })).await,
        ["BLANK"]
    );
    things.alice.run(&document(&sdl, "publishPost"), null).await;
}

async fn nameless(things: &Things) -> String {
    crate::support::world::post_with(&things.alice, json!({ "title": " ", "bodyMarkdown": "" })).await
}

#[tokio::test]
async fn all_problems_of_an_input_come_at_once() {
    let app = TestApp::new().await;
    let input = json!({ "username": "1!", "email": "x", "password": "short", "displayName": "" });
    let codes = refused(&app, &app.anon(), "register", input).await;
    assert_eq!(codes, ["TOO_SHORT", "INVALID", "INVALID", "BLANK", "TOO_SHORT"]);
    let alice = app.alice().await;
    let input = json!({
        "title": "x".repeat(201), "bodyMarkdown": "\u{0}", "slug": "No Slug", "tags": ["!"], "language": "no language",
        "canonicalUrl": "javascript:alert(1)"
    });
    let codes = refused(&app, &alice, "createPost", input).await;
    assert_eq!(codes, ["TOO_LONG", "INVALID", "INVALID", "INVALID", "INVALID", "INVALID"]);
}
