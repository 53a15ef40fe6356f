//! The shape of what is said below a post: when, and in answer to what.

use chrono::{DateTime, Utc};

use super::chance::Chance;
use super::posts::Written;

/// How deep people answer one another; in an argument as deep as it goes.
const DEPTH: usize = 4;
const ARGUMENT_DEPTH: usize = 10;

/// A comment's place.
pub(super) struct Place {
    pub time: DateTime<Utc>,
    /// The place of the comment that it answers.
    pub parent: Option<usize>,
}

/// So many places below a post, in the order of their times.
pub(super) fn grow(
    post: &Written,
    count: usize,
    is_argument: bool,
    now: DateTime<Utc>,
    chance: &mut Chance,
) -> Vec<Place> {
    let Some(published_at) = post.row.published_at else { return Vec::new() };
    let mut times: Vec<_> = (0..count).map(|_| chance.soon(published_at, now)).collect();
    times.sort();
    let most = if is_argument { ARGUMENT_DEPTH } else { DEPTH };
    let (mut places, mut depths) = (Vec::with_capacity(count), Vec::<usize>::with_capacity(count));
    for time in times {
        let answers = chance.happens(if is_argument { 850 } else { 480 });
        // In an argument the last word is answered.
        let back = if is_argument { 1 + chance.skewed(5) } else { 1 + chance.below(depths.len()) };
        let parent = depths.len().checked_sub(back).filter(|parent| answers && depths[*parent] < most);
        depths.push(parent.map_or(0, |parent| depths[parent] + 1));
        places.push(Place { time, parent });
    }
    places
}
