//! Q2: a page of 20 posts, with authors, tags and two counts.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::cursor::{After, Cursor};
use crate::database::rows;
use crate::failure::Failure;
use crate::ids::Id;
use crate::list::{Connection, NextFrom, TAGS, Tag, by_post, cut};
use crate::visible::listed;
use crate::{App, answer};

const SIZE: usize = 20;

#[derive(Serialize)]
struct Edge<'a> {
    cursor: Cursor,
    node: Post<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Post<'a> {
    id: Id,
    slug: &'a str,
    title: &'a str,
    excerpt: &'a str,
    published_at: DateTime<Utc>,
    author: Option<Author<'a>>,
    tags: Vec<Tag<'a>>,
    likes_count: i32,
    comments_count: i32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Author<'a> {
    username: &'a str,
    display_name: &'a str,
    avatar_url: Option<&'a str>,
}

const PAGE: &str = concat!(
    "SELECT p.id, p.slug, p.title, p.excerpt, p.published_at, p.reaction_count, p.comment_count, u.username, u.display_name, u.website_url \
     FROM (SELECT * FROM posts p WHERE ",
    listed!(),
    " AND (p.published_at, p.id) < ($1, $2) ORDER BY p.published_at DESC, p.id DESC LIMIT 21) p \
     LEFT JOIN users u ON u.id = p.author_id ORDER BY p.published_at DESC, p.id DESC"
);

pub async fn read(State(app): State<App>, body: Bytes) -> Result<Response, Failure> {
    let from = serde_json::from_slice::<After>(&body)?.position()?;
    let client = app.pool.get().await?;
    let mut posts = rows(&client, PAGE, &[&from.0, &from.1]).await?;
    let has_next_page = cut(&mut posts, SIZE);
    let ids: Vec<Uuid> = posts.iter().map(|row| row.get(0)).collect();
    let tags = rows(&client, TAGS, &[&ids]).await?;
    let mut tags = by_post(&tags);
    let edge = |row| -> Edge<'_> {
        let row: &tokio_postgres::Row = row;
        let (id, published_at) = (row.get(0), row.get(4));
        let author = row.get::<_, Option<_>>(7).map(|username| Author {
            username,
            display_name: row.get(8),
            avatar_url: row.get(9),
        });
        let node = Post {
            id: Id("post_", id),
            slug: row.get(1),
            title: row.get(2),
            excerpt: row.get(3),
            published_at,
            author,
            tags: tags.remove(&id).unwrap_or_default(),
            likes_count: row.get(5),
            comments_count: row.get(6),
        };
        Edge { cursor: Cursor(published_at, id), node }
    };
    let edges = posts.iter().map(edge).collect();
    let end_cursor = posts.last().map(|row| Cursor(row.get(4), row.get(0)));
    answer::data("posts", &Connection { edges, page_info: NextFrom { has_next_page, end_cursor } })
}
