//! Q4: a profile, with ten posts, their tags and counts.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::{Value, rows};
use crate::failure::Failure;
use crate::ids::Id;
use crate::list::{Connection, Edge, HasNext, TAGS, Tag, by_post, cut};
use crate::visible::listed;
use crate::{App, answer};

const SIZE: usize = 10;

#[derive(Deserialize)]
struct Variables<'a> {
    #[serde(borrow)]
    username: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    id: Id,
    username: &'a str,
    display_name: &'a str,
    bio: Option<&'a str>,
    avatar_url: Option<&'a str>,
    followers_count: i32,
    posts: Connection<Edge<Post<'a>>, HasNext>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Post<'a> {
    id: Id,
    slug: &'a str,
    title: &'a str,
    published_at: DateTime<Utc>,
    comments_count: i32,
    tags: Vec<Tag<'a>>,
}

/// `usernames` holds the former names too, which lead on.
const USER: &str = "SELECT u.id, u.username, u.display_name, u.bio, u.website_url, u.follower_count \
     FROM usernames n JOIN users u ON u.id = n.user_id WHERE n.username = $1";
const POSTS: &str = concat!(
    "SELECT p.id, p.slug, p.title, p.published_at, p.comment_count FROM posts p \
     WHERE p.author_id = (SELECT n.user_id FROM usernames n WHERE n.username = $1) AND ",
    listed!(),
    " ORDER BY p.published_at DESC, p.id DESC LIMIT 11"
);

pub async fn read(State(app): State<App>, body: Bytes) -> Result<Response, Failure> {
    let variables: Variables = serde_json::from_slice(&body)?;
    let username = variables.username.to_lowercase();
    let client = app.pool.get().await?;
    let values: [Value<'_>; 1] = [&username];
    let (users, mut posts) = tokio::try_join!(rows(&client, USER, &values), rows(&client, POSTS, &values))?;
    let Some(user) = users.first() else {
        return answer::data("user", &None::<()>);
    };
    let has_next_page = cut(&mut posts, SIZE);
    let ids: Vec<Uuid> = posts.iter().map(|row| row.get(0)).collect();
    let tags = rows(&client, TAGS, &[&ids]).await?;
    let mut tags = by_post(&tags);
    let nodes = posts.iter().zip(&ids).map(|(row, id)| Edge {
        node: Post {
            id: Id("post_", *id),
            slug: row.get(1),
            title: row.get(2),
            published_at: row.get(3),
            comments_count: row.get(4),
            tags: tags.remove(id).unwrap_or_default(),
        },
    });
    let posts = Connection { edges: nodes.collect(), page_info: HasNext { has_next_page } };
    let user = User {
        id: Id("user_", user.get(0)),
        username: user.get(1),
        display_name: user.get(2),
        bio: user.get(3),
        avatar_url: user.get(4),
        followers_count: user.get(5),
        posts,
    };
    answer::data("user", &user)
}
