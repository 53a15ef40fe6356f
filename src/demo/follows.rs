//! Who follows whom, and what.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use super::people::People;
use super::tags::Tags;
use crate::entity::{tag_follow, user_follow};

const USER_FOLLOWS: usize = 3_000;
const TAG_FOLLOWS: usize = 800;
/// Followers that alice has at the least, and people whom she follows.
const ALICES_FOLLOWERS: usize = 45;
const FOLLOWED_BY_ALICE: usize = 22;

/// All of it.
pub(super) struct Follows {
    pub of_users: Vec<user_follow::Model>,
    pub of_tags: Vec<tag_follow::Model>,
    /// Everybody's followers, by their places among the people.
    followers: Vec<Vec<usize>>,
}

impl Follows {
    pub(super) fn make(now: DateTime<Utc>, people: &People, tags: &Tags) -> Self {
        let mut chance = Chance::of("follows");
        let begin = now - TimeDelta::days(760);
        let mut follows = Self {
            of_users: Vec::new(),
            of_tags: Vec::new(),
            followers: vec![Vec::new(); people.rows.len()],
        };
        let mut seen = HashSet::new();
        while follows.of_users.len() < USER_FOLLOWS {
            let time = chance.moment(begin, now);
            let count = follows.of_users.len();
            let follower = people.present_at(time, &mut chance);
            let followee = people.present_at(time, &mut chance);
            let (follower, followee) = match count {
                0..ALICES_FOLLOWERS => (follower, 0),
                _ if count < ALICES_FOLLOWERS + FOLLOWED_BY_ALICE => (0, followee),
                _ => (follower, followee),
            };
            if follower != followee && seen.insert((follower, followee)) {
                follows.followers[followee].push(follower);
                follows.of_users.push(user_follow::Model {
                    id: chance.id(time),
                    follower_id: people.rows[follower].id,
                    followee_id: people.rows[followee].id,
                    created_at: time,
                });
            }
        }
        follows.of_tags = of_tags(now, people, tags);
        follows
    }

    /// The followers of somebody.
    pub(super) fn of(&self, person: usize) -> &[usize] {
        &self.followers[person]
    }
}

fn of_tags(now: DateTime<Utc>, people: &People, tags: &Tags) -> Vec<tag_follow::Model> {
    let mut chance = Chance::of("tag follows");
    let (mut rows, mut seen) = (Vec::with_capacity(TAG_FOLLOWS), HashSet::new());
    while rows.len() < TAG_FOLLOWS {
        let created_at = chance.moment(now - TimeDelta::days(750), now);
        let user_id = people.rows[people.present_at(created_at, &mut chance)].id;
        let tag_id = tags.rows[chance.skewed(tags.rows.len())].id;
        if seen.insert((user_id, tag_id)) {
            rows.push(tag_follow::Model { id: chance.id(created_at), user_id, tag_id, created_at });
        }
    }
    rows
}
