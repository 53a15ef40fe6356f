//! What must hold after a crash.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use serde_json::{Value, json};
use tribune::infra::database::Database;

use super::memory::{Choice, Made, shown_post_of};
use super::writer::Writer;
use crate::counters::OUT_OF_STEP;
use crate::support::{Caller, TestDatabase};

/// Objects asked for at once.
const AT_ONCE: usize = 50;

/// What one mutation writes in several rows, as SQL that counts those of which a part is missing.
const BY_HALF: [(&str, &str); 8] = [
    (
        "a post without its slug",
        "SELECT count(*) FROM posts p WHERE NOT EXISTS (SELECT 1 FROM post_slugs s WHERE s.slug = p.slug AND s.post_id = p.id)",
    ),
    (
        "a slug without its post",
        "SELECT count(*) FROM post_slugs s WHERE NOT EXISTS (SELECT 1 FROM posts p WHERE p.id = s.post_id)",
    ),
    (
        "a post without its tags",
        "SELECT count(*) FROM posts p WHERE (SELECT count(*) FROM post_tags t WHERE t.post_id = p.id) <> 2",
    ),
    (
        "a tag without a post",
        "SELECT count(*) FROM tags t WHERE NOT EXISTS (SELECT 1 FROM post_tags p WHERE p.tag_id = t.id)",
    ),
    (
        "a person without their name",
        "SELECT count(*) FROM users u WHERE NOT EXISTS (SELECT 1 FROM usernames n WHERE n.username = u.username AND n.user_id = u.id)",
    ),
    (
        "a name without its person",
        "SELECT count(*) FROM usernames n WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = n.user_id)",
    ),
    (
        "a comment without what it answers",
        "SELECT count(*) FROM comments c WHERE NOT EXISTS (SELECT 1 FROM posts p WHERE p.id = c.post_id) OR (parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments p WHERE p.id = c.parent_id AND p.post_id = c.post_id))",
    ),
    (
        "a reaction to nothing",
        "SELECT (SELECT count(*) FROM post_reactions r WHERE NOT EXISTS (SELECT 1 FROM posts p WHERE p.id = r.post_id)) + (SELECT count(*) FROM comment_reactions r WHERE NOT EXISTS (SELECT 1 FROM comments c WHERE c.id = r.comment_id))",
    ),
];

/// Counters equal their rows, nothing is there by half, and the file is in order.
pub async fn assert_sound(test: &TestDatabase) {
    let database = test.connect().await;
    for (what, sql) in OUT_OF_STEP.iter().chain(&BY_HALF) {
        let count: i64 = first(&database, sql).await.unwrap().try_get_by_index(0).unwrap();
        assert_eq!(count, 0, "{what}");
    }
    if database.backend() == DatabaseBackend::Sqlite {
        let state: String =
            first(&database, "PRAGMA integrity_check").await.unwrap().try_get_by_index(0).unwrap();
        assert_eq!(state, "ok");
        assert!(first(&database, "PRAGMA foreign_key_check").await.is_none());
    }
    database.close().await.unwrap();
}

async fn first(database: &Database, sql: &str) -> Option<sea_orm::QueryResult> {
    let statement = Statement::from_string(database.backend(), sql);
    database.reader().query_one_raw(statement).await.unwrap()
}

/// Every post that is there, acknowledged or not, is all that was sent; on so many pages of the newest, or on all.
pub async fn assert_whole(caller: &Caller, pages: Option<usize>) {
    let query = "query ($after: String) { posts(first: 50, after: $after) { nodes { title slug bodyMarkdown tags { name slug } } pageInfo { hasNextPage endCursor } } }";
    let mut after = Value::Null;
    for _ in 0..pages.unwrap_or(usize::MAX) {
        let page = caller.ask(query, json!({ "after": after })).await["posts"].clone();
        for post in page["nodes"].as_array().unwrap() {
            assert_eq!(*post, shown_post_of(post["title"].as_str().unwrap()));
        }
        if page["pageInfo"]["hasNextPage"] == false {
            return;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// What a writer was told is so; of one round, or of all.
pub async fn assert_remembered(writer: &Writer, round: Option<u64>) {
    let is_asked = |of: u64| round.is_none_or(|round| round == of);
    let memory = &writer.memory;
    let posts: Vec<&Made> = memory.posts.iter().filter(|made| is_asked(made.round)).collect();
    let shown = "... on Post { title slug bodyMarkdown tags { name slug } }";
    for (made, found) in
        posts.iter().zip(nodes(writer, posts.iter().map(|made| made.id.as_str()), shown).await)
    {
        assert_eq!(found, shown_post_of(made.text.as_str().unwrap()), "an acknowledged post");
    }
    let comments: Vec<&Made> = memory.comments.iter().filter(|made| is_asked(made.round)).collect();
    let shown = "... on Comment { bodyMarkdown post { id } }";
    let found = nodes(writer, comments.iter().map(|made| made.id.as_str()), shown).await;
    for (made, found) in comments.iter().zip(found) {
        assert_eq!(found, made.text, "an acknowledged comment");
    }
    let choices: HashMap<&Choice, &Vec<Value>> = memory
        .choices
        .iter()
        .filter(|(_, (touched, _))| is_asked(*touched))
        .map(|(choice, (_, states))| (choice, states))
        .collect();
    let shown = "... on Post { viewerReaction viewerHasBookmarked } ... on Comment { viewerReaction } ... on User { viewerIsFollowing } ... on Tag { viewerIsFollowing }";
    let found = nodes(writer, choices.keys().map(|choice| choice.subject()), shown).await;
    for ((choice, states), found) in choices.iter().zip(found) {
        let state = &found[choice.field()];
        assert!(states.contains(state), "{choice:?} is {state}, and may be {states:?}");
    }
}

/// The objects of these ids, in this order.
async fn nodes(writer: &Writer, ids: impl Iterator<Item = &str>, shown: &str) -> Vec<Value> {
    let ids: Vec<&str> = ids.collect();
    let query = format!("query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ {shown} }} }}");
    let mut found = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let data = writer.caller.ask(&query, json!({ "ids": ids })).await;
        found.extend(data["nodes"].as_array().unwrap().iter().cloned());
    }
    assert_eq!(found.len(), ids.len());
    found
}
