//! M1: a comment is written, and read back with its author and post.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tribune::domain::comment::MAX_BODY;
use tribune::domain::text;
use uuid::Uuid;

use crate::database::rows;
use crate::failure::Failure;
use crate::ids::{self, Id};
use crate::{App, answer, session};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Variables<'a> {
    #[serde(borrow)]
    post_id: &'a str,
    body: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Comment<'a> {
    id: Id,
    body: &'a str,
    created_at: DateTime<Utc>,
    author: Author<'a>,
    post: Post<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Author<'a> {
    username: &'a str,
    display_name: &'a str,
}

#[derive(Serialize)]
struct Post<'a> {
    title: &'a str,
}

/// All or nothing in one statement. Counting comes first: it is what locks the post, if everybody may read it and comment on
/// it, as in the statement that Tribune tries first. What it does with other posts stays away here.
const ADD: &str = "WITH post AS (\
       UPDATE posts p SET comment_count = comment_count + 1 WHERE p.id = $2 AND p.deleted_at IS NULL AND p.status = 'PUBLISHED' \
       AND p.visibility IN ('PUBLIC', 'UNLISTED') AND p.comment_policy = 'EVERYONE' \
       RETURNING p.id, p.title), \
     written AS (INSERT INTO comments (id, post_id, author_id, depth, created_at, body_markdown, body_html) \
       SELECT $3, post.id, $1, 0, $4, $5, $6 FROM post RETURNING id), \
     told AS (INSERT INTO events (kind, post_id, comment_id, created_at) SELECT 'COMMENT_ADDED', post.id, $3, $4 FROM post) \
     SELECT post.title FROM written, post";

pub async fn add(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<Response, Failure> {
    let variables: Variables = serde_json::from_slice(&body)?;
    let post_id =
        ids::read(variables.post_id, "post_").ok_or(Failure::BadInput("That is no id of a post."))?;
    let now = app.clock.now();
    let client = app.pool.get().await?;
    let person = session::person(&app, &client, &headers, now).await?;
    let markdown = variables.body;
    if text::has_control(&markdown) || text::is_blank(&markdown) || markdown.chars().count() > MAX_BODY {
        return Err(Failure::BadInput("That is no text of a comment."));
    }
    let html = text::render_within(&markdown, text::max_html(MAX_BODY))
        .map_err(|_| Failure::BadInput("The text would become too much HTML."))?;
    let (author_id, id): (Uuid, Uuid) = (person.get(0), app.clock.new_id());
    let written = rows(&client, ADD, &[&author_id, &post_id, &id, &now, &markdown, &html]).await?;
    let post = written.first().ok_or(Failure::BadInput("There is no such post to comment on."))?;
    let comment = Comment {
        id: Id("comment_", id),
        body: &markdown,
        created_at: now,
        author: Author { username: person.get(1), display_name: person.get(2) },
        post: Post { title: post.get(0) },
    };
    answer::data("addComment", &comment)
}
