//! What people say below the posts.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use super::follows::Follows;
use super::library::{Block, Library};
use super::people::People;
use super::posts::Written;
use super::sampling::Audience;
use super::threads;
use super::titles::about;
use super::words::discussion::{COMMENTS, NAMED, REPLIES};
use crate::entity::comment;

/// Every so manieth post has a long argument below it.
const ARGUMENT_EVERY: usize = 240;

/// A comment in the making.
pub(super) struct Said {
    pub row: comment::Model,
    pub blocks: Vec<Block>,
}

/// All comments, each after the one that it answers.
pub(super) fn make(
    now: DateTime<Utc>,
    posts: &[Written],
    people: &People,
    follows: &Follows,
    library: &mut Library,
) -> Vec<Said> {
    let mut chance = Chance::of("comments");
    let mut all = Vec::new();
    for (index, post) in posts.iter().enumerate() {
        let is_argument = index % ARGUMENT_EVERY == 5;
        let count = count(post, now, is_argument, &mut chance);
        let shape = threads::grow(post, count, is_argument, now, &mut chance);
        let audience = Audience::talking(post, people, follows);
        let first = all.len();
        let mut said = HashSet::new();
        for place in shape {
            let parent: Option<&Said> = place.parent.and_then(|parent| all.get(first + parent));
            let reader = audience.pick(place.time, &mut chance);
            // Authors answer below their own posts.
            let author =
                if parent.is_some() && chance.happens(300) { reader.map(|_| post.author) } else { reader };
            let Some(author) = author else { break };
            let blocks = loop_until_new(&mut said, || text(post, parent.is_some(), library, &mut chance));
            let row =
                row(post, parent.map(|parent| &parent.row), people.rows[author].id, place.time, &mut chance);
            all.push(Said { row: fate(row, now, &mut chance), blocks });
        }
    }
    all
}

fn count(post: &Written, now: DateTime<Utc>, is_argument: bool, chance: &mut Chance) -> usize {
    let count = chance.skewed(14) + if chance.happens(40) { chance.skewed(60) } else { 0 };
    match post.row.published_at {
        None => 0,
        Some(time) if time > now - TimeDelta::hours(6) => count.min(3),
        Some(_) if is_argument => 40 + count,
        Some(_) => count,
    }
}

/// What somebody says that was not said yet below the same post; after some attempts they repeat it, as people do.
fn loop_until_new(said: &mut HashSet<Block>, mut make: impl FnMut() -> Vec<Block>) -> Vec<Block> {
    for _ in 0..6 {
        let blocks = make();
        if blocks.first().is_some_and(|first| said.insert(*first)) {
            return blocks;
        }
    }
    make()
}

fn text(post: &Written, is_reply: bool, library: &mut Library, chance: &mut Chance) -> Vec<Block> {
    let main = match is_reply {
        true => chance.pick(&REPLIES).to_owned(),
        false if chance.happens(160) => about(chance.pick(&NAMED), post.subject),
        false => chance.pick(&COMMENTS).to_owned(),
    };
    let mut blocks = Vec::new();
    if !is_reply && chance.happens(60) {
        blocks.push(library.keep(format!("> {}", chance.pick(post.topic.sentences))));
    }
    blocks.push(library.keep(main));
    if chance.happens(170) {
        let tip = chance.pick(post.topic.tips);
        let lead = chance.pick(&["My rule:", "One more thing:", "What helped me:"]);
        blocks.push(library.keep(format!("{lead} *{}*.", tip.to_lowercase())));
    }
    blocks
}

fn row(
    post: &Written,
    parent: Option<&comment::Model>,
    author_id: uuid::Uuid,
    created_at: DateTime<Utc>,
    chance: &mut Chance,
) -> comment::Model {
    comment::Model {
        id: chance.id(created_at),
        post_id: post.row.id,
        author_id: Some(author_id),
        parent_id: parent.map(|parent| parent.id),
        depth: parent.map_or(0, |parent| parent.depth + 1),
        body_markdown: String::new(),
        body_html: String::new(),
        reply_count: 0,
        reaction_count: 0,
        like_count: 0,
        love_count: 0,
        insightful_count: 0,
        funny_count: 0,
        sad_count: 0,
        created_at,
        edited_at: None,
        hidden_at: None,
        deleted_at: None,
    }
}

/// Some are changed later, a few taken back by their authors, fewer hidden by those of the posts.
fn fate(mut row: comment::Model, now: DateTime<Utc>, chance: &mut Chance) -> comment::Model {
    let later = chance.soon(row.created_at, now);
    match chance.below(1_000) {
        0..15 => row.deleted_at = Some(later),
        15..19 => row.hidden_at = Some(later),
        19..49 => row.edited_at = Some(later),
        _ => {}
    }
    row
}
