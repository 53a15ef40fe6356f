//! Q1: a post by its slug, with author and tags.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::database::{Value, rows};
use crate::failure::Failure;
use crate::ids::Id;
use crate::list::Tag;
use crate::visible::readable;
use crate::{App, answer};

#[derive(Deserialize)]
struct Variables<'a> {
    #[serde(borrow)]
    slug: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Post<'a> {
    id: Id,
    slug: &'a str,
    title: &'a str,
    excerpt: &'a str,
    body_markdown: &'a str,
    published_at: Option<DateTime<Utc>>,
    author: Option<Author<'a>>,
    tags: Vec<Tag<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Author<'a> {
    id: Id,
    username: &'a str,
    display_name: &'a str,
    avatar_url: Option<&'a str>,
}

/// `post_slugs` holds the former slugs too, which lead on. Where tags are few PostgreSQL would rather read all of them,
/// but for the LIMIT.
const POST: &str = concat!(
    "SELECT p.id, p.slug, p.title, p.excerpt, p.body_markdown, p.published_at, u.id, u.username, u.display_name, u.website_url, tag.names \
     FROM post_slugs s JOIN posts p ON p.id = s.post_id LEFT JOIN users u ON u.id = p.author_id \
     CROSS JOIN LATERAL (SELECT array_agg(tag.name) AS names FROM (SELECT t.name FROM post_tags pt \
       CROSS JOIN LATERAL (SELECT t.name FROM tags t WHERE t.id = pt.tag_id LIMIT 1) t \
       WHERE pt.post_id = p.id ORDER BY pt.position) AS tag) AS tag WHERE s.slug = $1 AND ",
    readable!()
);

pub async fn read(State(app): State<App>, body: Bytes) -> Result<Response, Failure> {
    let variables: Variables = serde_json::from_slice(&body)?;
    let client = app.pool.get().await?;
    let values: [Value<'_>; 1] = [&variables.slug];
    let posts = rows(&client, POST, &values).await?;
    let post = posts.first().map(|row| Post {
        id: Id("post_", row.get(0)),
        slug: row.get(1),
        title: row.get(2),
        excerpt: row.get(3),
        body_markdown: row.get(4),
        published_at: row.get(5),
        author: row.get::<_, Option<_>>(6).map(|id| Author {
            id: Id("user_", id),
            username: row.get(7),
            display_name: row.get(8),
            avatar_url: row.get(9),
        }),
        tags: row
            .get::<_, Option<Vec<_>>>(10)
            .unwrap_or_default()
            .into_iter()
            .map(|name| Tag { name })
            .collect(),
    });
    answer::data("postBySlug", &post)
}
