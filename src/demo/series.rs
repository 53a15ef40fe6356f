//! Series: what some people wrote on one subject.

use super::chance::Chance;
use super::people::People;
use super::posts::Written;
use super::slugs::Slugs;
use crate::entity::post::Status;
use crate::entity::series::{self, series_post};

/// Every so manieth person has a series, alice the first of them.
const EVERY: usize = 8;
/// Posts in the shortest and in the longest.
const POSTS: (usize, usize) = (2, 6);

pub(super) fn make(posts: &[Written], people: &People) -> (Vec<series::Model>, Vec<series_post::Model>) {
    let mut chance = Chance::of("series");
    let (mut slugs, mut rows, mut places) = (Slugs::default(), Vec::new(), Vec::new());
    for author in (0..people.rows.len()).step_by(EVERY) {
        // The oldest first.
        let own = || {
            posts
                .iter()
                .rev()
                .filter(move |post| post.author == author && post.row.status == Status::Published)
        };
        let Some(first) = own().next() else { continue };
        let of_subject = own().filter(|post| std::ptr::eq(post.topic, first.topic)).take(POSTS.1);
        let of_subject: Vec<_> = of_subject.collect();
        if of_subject.len() < POSTS.0 {
            continue;
        }
        let title = format!("Notes on {}", first.topic.tags[0]);
        let series = series::Model {
            id: chance.id(first.row.created_at),
            author_id: Some(people.rows[author].id),
            slug: slugs.take(&title),
            description: Some(format!(
                "What I learn about {}, in the order in which I did.",
                first.topic.tags[0]
            )),
            title,
            created_at: first.row.created_at,
        };
        let place = |(position, post): (i32, &&Written)| series_post::Model {
            post_id: post.row.id,
            series_id: series.id,
            position,
        };
        places.extend((0..).zip(&of_subject).map(place));
        rows.push(series);
    }
    (rows, places)
}
