//! What people feel about posts and comments.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use super::comments::Said;
use super::follows::Follows;
use super::people::People;
use super::posts::Written;
use super::sampling::Audience;
use crate::entity::reaction::ReactionKind;
use crate::entity::{comment_reaction, post_reaction};

/// Reactions to posts.
pub(super) fn to_posts(
    now: DateTime<Utc>,
    posts: &[Written],
    people: &People,
    follows: &Follows,
) -> Vec<post_reaction::Model> {
    let mut chance = Chance::of("reactions to posts");
    let mut rows = Vec::new();
    for post in posts {
        let Some(published_at) = post.row.published_at else { continue };
        let audience = Audience::of(post, people, follows);
        let count = chance.skewed(29) + if chance.happens(50) { chance.skewed(100) } else { 0 };
        let count = if published_at > now - TimeDelta::hours(6) { count.min(5) } else { count };
        let mut seen = HashSet::from([post.author]);
        for _ in 0..count {
            let created_at = chance.soon(published_at, now);
            let Some(person) = audience.pick(created_at, &mut chance) else { break };
            if seen.insert(person) {
                rows.push(post_reaction::Model {
                    id: chance.id(created_at),
                    post_id: post.row.id,
                    user_id: people.rows[person].id,
                    kind: kind(&mut chance),
                    created_at,
                });
            }
        }
    }
    rows
}

/// Reactions to comments that can be seen by everybody.
pub(super) fn to_comments(
    now: DateTime<Utc>,
    comments: &[Said],
    posts: &[Written],
    people: &People,
    follows: &Follows,
) -> Vec<comment_reaction::Model> {
    let mut chance = Chance::of("reactions to comments");
    let mut rows = Vec::new();
    let mut posts = posts.iter();
    let mut current = posts.next();
    for comment in comments {
        // Comments come in the order of their posts.
        while let Some(post) = current.filter(|post| post.row.id != comment.row.post_id) {
            current = posts.next();
            debug_assert!(
                current.is_some(),
                "the comment's post {} is behind {}",
                comment.row.post_id,
                post.row.id
            );
        }
        let Some(post) = current else { break };
        if comment.row.deleted_at.is_some() || comment.row.hidden_at.is_some() {
            continue;
        }
        let audience = Audience::of(post, people, follows);
        let count = if chance.happens(300) { 1 + chance.skewed(6) } else { 0 };
        let mut seen = HashSet::new();
        for _ in 0..count {
            let created_at = chance.soon(comment.row.created_at, now);
            let Some(person) = audience.pick(created_at, &mut chance) else { break };
            let user_id = people.rows[person].id;
            if comment.row.author_id != Some(user_id) && seen.insert(person) {
                rows.push(comment_reaction::Model {
                    id: chance.id(created_at),
                    comment_id: comment.row.id,
                    user_id,
                    kind: kind(&mut chance),
                    created_at,
                });
            }
        }
    }
    rows
}

fn kind(chance: &mut Chance) -> ReactionKind {
    match chance.below(100) {
        0..55 => ReactionKind::Like,
        55..73 => ReactionKind::Love,
        73..88 => ReactionKind::Insightful,
        88..96 => ReactionKind::Funny,
        _ => ReactionKind::Sad,
    }
}
