//! The counters, from the rows that they count.

use std::collections::HashMap;
use std::hash::Hash;

use uuid::Uuid;

use super::world::World;
use crate::entity::post::{Status, Visibility};
use crate::entity::reaction::ReactionKind;

/// Brings every counter to what its rows say.
pub(super) fn fill(world: &mut World) {
    let counted: HashMap<Uuid, Option<Uuid>> = (world.posts.iter())
        .filter(|post| {
            post.status == Status::Published
                && post.visibility == Visibility::Public
                && post.deleted_at.is_none()
        })
        .map(|post| (post.id, post.author_id))
        .collect();
    let by_author = tally(counted.values().flatten().copied());
    let by_tag =
        tally(world.post_tags.iter().filter(|row| counted.contains_key(&row.post_id)).map(|row| row.tag_id));
    let shown = || world.comments.iter().filter(|row| row.deleted_at.is_none() && row.hidden_at.is_none());
    let comments = tally(shown().map(|row| row.post_id));
    let replies = tally(shown().filter_map(|row| row.parent_id));
    let bookmarks = tally(world.bookmarks.iter().map(|row| row.post_id));
    let to_posts = tally(world.post_reactions.iter().map(|row| (row.post_id, row.kind)));
    let to_comments = tally(world.comment_reactions.iter().map(|row| (row.comment_id, row.kind)));
    let followers = tally(world.user_follows.iter().map(|row| row.followee_id));
    let following = tally(world.user_follows.iter().map(|row| row.follower_id));
    let tag_followers = tally(world.tag_follows.iter().map(|row| row.tag_id));

    for user in &mut world.users {
        user.post_count = of(&by_author, user.id);
        user.follower_count = of(&followers, user.id);
        user.following_count = of(&following, user.id);
    }
    for tag in &mut world.tags {
        tag.post_count = of(&by_tag, tag.id);
        tag.follower_count = of(&tag_followers, tag.id);
    }
    for post in &mut world.posts {
        post.comment_count = of(&comments, post.id);
        post.bookmark_count = of(&bookmarks, post.id);
        let kinds = ReactionKind::ALL.map(|kind| of(&to_posts, (post.id, kind)));
        post.reaction_count = kinds.iter().sum();
        [post.like_count, post.love_count, post.insightful_count, post.funny_count, post.sad_count] = kinds;
    }
    for comment in &mut world.comments {
        comment.reply_count = of(&replies, comment.id);
        let kinds = ReactionKind::ALL.map(|kind| of(&to_comments, (comment.id, kind)));
        comment.reaction_count = kinds.iter().sum();
        [
            comment.like_count,
            comment.love_count,
            comment.insightful_count,
            comment.funny_count,
            comment.sad_count,
        ] = kinds;
    }
}

fn tally<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, i32> {
    let mut counts = HashMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

fn of<K: Eq + Hash>(counts: &HashMap<K, i32>, key: K) -> i32 {
    counts.get(&key).copied().unwrap_or(0)
}
