//! Texts that would become far longer HTML.

use serde_json::json;

use super::refused;
use crate::sdl::{Sdl, Things, document};
use crate::support::TestApp;

#[tokio::test]
async fn what_would_become_too_much_html_is_too_long() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let footnotes = |length: usize| format!("{}\n\n[^1]: x", "[^1]".repeat(length / 4 - 4));
    let (long, short) = (footnotes(200_000), footnotes(10_000));
    for (name, input) in [
        ("createPost", json!({ "title": "Notes", "bodyMarkdown": long })),
        ("updatePost", json!({ "postId": things.post, "bodyMarkdown": long })),
        ("saveDraft", json!({ "postId": things.post, "bodyMarkdown": long })),
        ("addComment", json!({ "postId": things.post, "bodyMarkdown": short })),
        ("updateComment", json!({ "commentId": things.comment, "bodyMarkdown": short })),
    ] {
        let answer = things.alice.ask(&document(&Sdl::read(), name), json!({ "input": input })).await;
        let error = &answer[name]["userErrors"][0];
        assert_eq!(error["field"], json!(["input", "bodyMarkdown"]), "{name} {answer:#}");
        assert_eq!(refused(&app, &things.alice, name, input).await, ["TOO_LONG"], "{name}");
    }
}

/// While somebody else writes, a text is rendered all the same: on SQLite there is one writer, who is not kept waiting.
#[tokio::test]
async fn a_text_is_rendered_before_its_transaction_begins() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let writing = app.domain.database.begin().await.unwrap();
    let body = format!("{}\n\n[^1]: x", "[^1]".repeat(40_000));
    for (name, input) in [
        ("createPost", json!({ "title": "Notes", "bodyMarkdown": body })),
        ("updatePost", json!({ "postId": things.post, "bodyMarkdown": body })),
        ("saveDraft", json!({ "postId": things.post, "bodyMarkdown": body })),
    ] {
        let input = json!({ "input": input });
        assert_eq!(things.alice.problems(&document(&Sdl::read(), name), input).await, ["TOO_LONG"], "{name}");
    }
    writing.rollback().await.unwrap();
}
