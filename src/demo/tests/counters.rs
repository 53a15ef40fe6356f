//! Every counter equals its rows.

use super::{filled, number_of};
use crate::domain::Domain;

const COUNTED: &str = "status = 'PUBLISHED' AND visibility = 'PUBLIC' AND p.deleted_at IS NULL";
const SHOWN: &str = "c.deleted_at IS NULL AND c.hidden_at IS NULL";

/// No row of `table` has another number in `column` than `count` finds.
async fn is_right(domain: &Domain, table: &str, column: &str, count: &str) {
    let wrong = format!("SELECT count(*) FROM {table} t WHERE t.{column} <> (SELECT count(*) FROM {count})");
    assert_eq!(number_of(domain, &wrong).await, 0, "{table}.{column}");
    let sum = format!("SELECT CAST(sum({column}) AS bigint) FROM {table}");
    assert!(number_of(domain, &sum).await > 0, "all of {table}.{column} are 0");
}

pub(super) async fn all_are_right(domain: &Domain) {
    is_right(domain, "users", "post_count", &format!("posts p WHERE p.author_id = t.id AND {COUNTED}")).await;
    is_right(domain, "users", "follower_count", "user_follows f WHERE f.followee_id = t.id").await;
    is_right(domain, "users", "following_count", "user_follows f WHERE f.follower_id = t.id").await;
    let posts = "post_tags r JOIN posts p ON p.id = r.post_id WHERE r.tag_id = t.id";
    is_right(domain, "tags", "post_count", &format!("{posts} AND {COUNTED}")).await;
    is_right(domain, "tags", "follower_count", "tag_follows f WHERE f.tag_id = t.id").await;
    is_right(domain, "posts", "comment_count", &format!("comments c WHERE c.post_id = t.id AND {SHOWN}"))
        .await;
    is_right(domain, "posts", "bookmark_count", "bookmarks b WHERE b.post_id = t.id").await;
    is_right(domain, "comments", "reply_count", &format!("comments c WHERE c.parent_id = t.id AND {SHOWN}"))
        .await;
    for (subjects, reactions, id) in
        [("posts", "post_reactions", "post_id"), ("comments", "comment_reactions", "comment_id")]
    {
        is_right(domain, subjects, "reaction_count", &format!("{reactions} r WHERE r.{id} = t.id")).await;
        for kind in ["LIKE", "LOVE", "INSIGHTFUL", "FUNNY", "SAD"] {
            let column = format!("{}_count", kind.to_lowercase());
            let count = format!("{reactions} r WHERE r.{id} = t.id AND r.kind = '{kind}'");
            is_right(domain, subjects, &column, &count).await;
        }
    }
}

#[tokio::test]
async fn every_counter_equals_its_rows() {
    let (place, _) = filled().await;
    all_are_right(&place.domain).await;
}
