//! What people keep to read later.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use super::people::People;
use super::posts::Written;
use super::words::titles::NOTES;
use crate::entity::bookmark;
use crate::entity::post::{Status, Visibility};

const BOOKMARKS: usize = 1_500;
/// The first ones are alice's.
const ALICES: usize = 16;
/// Every so manieth post is kept by many.
const POPULAR_EVERY: usize = 20;

pub(super) fn make(now: DateTime<Utc>, posts: &[Written], people: &People) -> Vec<bookmark::Model> {
    let mut chance = Chance::of("bookmarks");
    let is_open =
        |post: &&Written| post.row.status == Status::Published && post.row.visibility == Visibility::Public;
    // The oldest first.
    let posts: Vec<_> = posts.iter().rev().filter(is_open).collect();
    let (mut rows, mut seen) = (Vec::with_capacity(BOOKMARKS), HashSet::new());
    while rows.len() < BOOKMARKS {
        let created_at = chance.moment(now - TimeDelta::days(700), now);
        let somebody = people.present_at(created_at, &mut chance);
        let person = if rows.len() < ALICES { 0 } else { somebody };
        let published =
            posts.partition_point(|post| post.row.published_at.is_some_and(|time| time <= created_at));
        let mut place = chance.below(published);
        if chance.happens(300) {
            place -= place % POPULAR_EVERY;
        }
        let post = posts[place];
        if post.author != person && published > 0 && seen.insert((person, place)) {
            rows.push(bookmark::Model {
                id: chance.id(created_at),
                user_id: people.rows[person].id,
                post_id: post.row.id,
                note: chance.happens(250).then(|| chance.pick(&NOTES).to_owned()),
                created_at,
            });
        }
    }
    rows
}
