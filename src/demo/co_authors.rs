//! Who writes posts together with their authors.

use chrono::TimeDelta;

use super::chance::Chance;
use super::people::People;
use super::posts::Written;
use crate::entity::post_co_author;

/// Every so manieth post has a co-author.
const EVERY: usize = 25;

pub(super) fn make(posts: &[Written], people: &People) -> Vec<post_co_author::Model> {
    let mut chance = Chance::of("co-authors");
    let shared = posts.iter().skip(1).step_by(EVERY);
    let rows = shared.map(|post| {
        let added_at = post.row.created_at + TimeDelta::minutes(5);
        let writer = people.writer_at(added_at, &mut chance);
        let user_id = people.rows[writer].id;
        (writer != post.author).then_some(post_co_author::Model { post_id: post.row.id, user_id, added_at })
    });
    rows.flatten().collect()
}
