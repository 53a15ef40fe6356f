//! Q3: 20 posts, of each the five newest comments with their authors.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::cursor::{After, Cursor};
use crate::database::rows;
use crate::failure::Failure;
use crate::ids::Id;
use crate::list::{Connection, Edge, HasNext, NextFrom, cut};
use crate::visible::listed;
use crate::{App, answer};

const SIZE: usize = 20;
const COMMENTS: usize = 5;

#[derive(Serialize)]
struct Post<'a> {
    id: Id,
    title: &'a str,
    comments: Connection<Edge<Comment<'a>>, HasNext>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Comment<'a> {
    id: Id,
    body: Option<&'a str>,
    created_at: DateTime<Utc>,
    author: Option<Author<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Author<'a> {
    username: &'a str,
    display_name: &'a str,
}

const PAGE: &str = concat!(
    "SELECT p.id, p.title, p.published_at FROM posts p WHERE ",
    listed!(),
    " AND (p.published_at, p.id) < ($1, $2) ORDER BY p.published_at DESC, p.id DESC LIMIT 21"
);
/// What is gone or hidden keeps its place; its text and author are withheld.
const NEWEST: &str = "SELECT page.*, u.username, u.display_name FROM unnest($1::uuid[]) WITH ORDINALITY AS parent(id, place) \
     CROSS JOIN LATERAL (SELECT c.post_id, c.id, CASE WHEN c.deleted_at IS NULL AND c.hidden_at IS NULL THEN c.body_markdown END, c.created_at, \
     CASE WHEN c.deleted_at IS NULL THEN c.author_id END AS author_id FROM comments c WHERE c.post_id = parent.id AND c.parent_id IS NULL \
     ORDER BY c.id DESC LIMIT 6) AS page LEFT JOIN users u ON u.id = page.author_id ORDER BY parent.place, page.id DESC";

pub async fn read(State(app): State<App>, body: Bytes) -> Result<Response, Failure> {
    let from = serde_json::from_slice::<After>(&body)?.position()?;
    let client = app.pool.get().await?;
    let mut posts = rows(&client, PAGE, &[&from.0, &from.1]).await?;
    let has_next_page = cut(&mut posts, SIZE);
    let ids: Vec<Uuid> = posts.iter().map(|row| row.get(0)).collect();
    let comments = rows(&client, NEWEST, &[&ids]).await?;
    let mut rest = comments.as_slice();
    let mut edges = Vec::with_capacity(SIZE);
    for (row, id) in posts.iter().zip(&ids) {
        // They come in the order of the posts.
        let count = rest.iter().take_while(|row| row.get::<_, Uuid>(0) == *id).count();
        let (own, others) = rest.split_at(count);
        rest = others;
        let nodes = own.iter().take(COMMENTS).map(|row| Edge { node: comment(row) }).collect();
        let page_info = HasNext { has_next_page: own.len() > COMMENTS };
        let comments = Connection { edges: nodes, page_info };
        edges.push(Edge { node: Post { id: Id("post_", *id), title: row.get(1), comments } });
    }
    let end_cursor = posts.last().map(|row| Cursor(row.get(2), row.get(0)));
    answer::data("posts", &Connection { edges, page_info: NextFrom { has_next_page, end_cursor } })
}

fn comment(row: &Row) -> Comment<'_> {
    let author = row.get::<_, Option<_>>(5).map(|username| Author { username, display_name: row.get(6) });
    Comment { id: Id("comment_", row.get(1)), body: row.get(2), created_at: row.get(3), author }
}
