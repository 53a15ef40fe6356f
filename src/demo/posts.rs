//! The posts.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::chance::Chance;
use super::library::{Block, Library};
use super::people::People;
use super::slugs::Slugs;
use super::tags::Tags;
use super::titles::about;
use super::words::titles::{EXCERPTS, SUBTITLES, TITLES, WARNINGS};
use super::words::topics::{TOPICS, Topic};
use super::writing::Desk;
use crate::entity::post::{self, CommentPolicy, Status, Visibility};
use crate::entity::post_slug;

/// How many there are.
const POSTS: usize = 2_000;
/// Every so manieth is alice's, the newest of all among them.
const ALICE_EVERY: usize = 125;
/// What alice is working on.
const ALICE_DRAFTS: [usize; 4] = [12, 40, 41, 300];

/// A post in the making.
pub(super) struct Written {
    pub row: post::Model,
    /// The author's place among the people.
    pub author: usize,
    pub topic: &'static Topic,
    pub subject: &'static str,
    pub blocks: Vec<Block>,
    pub tags: Vec<Uuid>,
}

/// All posts, the newest first, and all their slugs.
pub(super) fn make(
    now: DateTime<Utc>,
    people: &People,
    tags: &Tags,
    library: &mut Library,
) -> (Vec<Written>, Vec<post_slug::Model>) {
    let mut chance = Chance::of("posts");
    let desks: Vec<Desk> = TOPICS.iter().map(|topic| Desk::lay_out(topic, library, &mut chance)).collect();
    let (mut slugs, mut slug_rows) = (Slugs::default(), Vec::new());
    let mut written = Vec::with_capacity(POSTS);
    for (index, time) in times(now, &mut chance).into_iter().enumerate() {
        let created_at = chance.soon(time - TimeDelta::days(4), time);
        let state = state(index, &mut chance);
        let author = if state.is_alices { 0 } else { people.writer_at(created_at, &mut chance) };
        // The first topics are chosen most often, and everybody has one that they come back to.
        let number = if chance.happens(500) {
            author % TOPICS.len()
        } else {
            chance.skewed(TOPICS.len() * 2) % TOPICS.len()
        };
        let topic = TOPICS[number];
        let (title, subject) = title(topic, &slugs, &mut chance);
        let row = row(created_at, time, &state, &title, subject, &mut chance);
        let row = post::Model { author_id: Some(people.rows[author].id), slug: slugs.take(&title), ..row };
        slug_rows.push(taken(&row, row.slug.clone(), time));
        if chance.happens(20) {
            let former = slugs.take(&format!("Draft {}", about(chance.pick(&TITLES), subject)));
            slug_rows.push(taken(&row, former, created_at));
        }
        let row = edited(row, time, now, &mut chance);
        let words = 160 + chance.skewed(620) + chance.below(150);
        let blocks = desks[number].write(subject, words, library, &mut chance);
        let tags = tags.of_post(topic, &mut chance);
        written.push(Written { row, author, topic, subject, blocks, tags });
    }
    (written, slug_rows)
}

/// When the posts were published, the newest minutes ago, more of late than long ago.
fn times(now: DateTime<Utc>, chance: &mut Chance) -> Vec<DateTime<Utc>> {
    let (begin, end) = (now - TimeDelta::days(728), now - TimeDelta::minutes(31));
    let mut times: Vec<_> = (1..POSTS)
        .map(|_| {
            let from = if chance.happens(300) { now - TimeDelta::days(240) } else { begin };
            chance.moment(from, end)
        })
        .collect();
    times.push(now - TimeDelta::minutes(7));
    times.sort_by(|a, b| b.cmp(a));
    times
}

struct State {
    is_alices: bool,
    status: Status,
    visibility: Visibility,
}

fn state(index: usize, chance: &mut Chance) -> State {
    let is_draft_of_alice = ALICE_DRAFTS.contains(&index);
    let status = match chance.below(1_000) {
        0..30 => Status::Draft,
        30..40 => Status::Archived,
        _ => Status::Published,
    };
    let visibility = match chance.below(1_000) {
        0..10 => Visibility::Unlisted,
        10..30 => Visibility::Followers,
        _ => Visibility::Public,
    };
    if is_draft_of_alice || index.is_multiple_of(ALICE_EVERY) {
        let status = if is_draft_of_alice { Status::Draft } else { Status::Published };
        return State { is_alices: true, status, visibility: Visibility::Public };
    }
    State { is_alices: false, status, visibility }
}

/// A title and what it is about; seldom one that is there already.
fn title(topic: &Topic, slugs: &Slugs, chance: &mut Chance) -> (String, &'static str) {
    let mut make = || {
        let subject = chance.pick(topic.subjects);
        (about(chance.pick(&TITLES), subject), subject)
    };
    let mut made = make();
    for _ in 0..2 {
        if slugs.is_taken(&made.0) {
            made = make();
        }
    }
    made
}

fn row(
    created_at: DateTime<Utc>,
    time: DateTime<Utc>,
    state: &State,
    title: &str,
    subject: &str,
    chance: &mut Chance,
) -> post::Model {
    let subtitle = chance.happens(150).then(|| about(chance.pick(&SUBTITLES), subject));
    let excerpt = chance.happens(60).then(|| about(chance.pick(&EXCERPTS), subject));
    post::Model {
        id: chance.id(created_at),
        author_id: None,
        slug: String::new(),
        title: title.to_owned(),
        subtitle,
        body_markdown: String::new(),
        body_html: String::new(),
        excerpt_is_written: excerpt.is_some(),
        excerpt: excerpt.unwrap_or_default(),
        canonical_url: chance
            .happens(15)
            .then(|| format!("https://example.org/blog/{}", created_at.format("%Y-%m-%d"))),
        language: chance.happens(350).then(|| chance.pick(&["en", "en", "en-GB", "en-US"]).to_owned()),
        content_warning: chance.happens(12).then(|| chance.pick(&WARNINGS).to_owned()),
        word_count: 0,
        reading_time_minutes: 0,
        status: state.status,
        visibility: state.visibility,
        comment_policy: match chance.below(1_000) {
            0..15 => CommentPolicy::Nobody,
            15..35 => CommentPolicy::Followers,
            _ => CommentPolicy::Everyone,
        },
        version: 1,
        comment_count: 0,
        bookmark_count: 0,
        reaction_count: 0,
        like_count: 0,
        love_count: 0,
        insightful_count: 0,
        funny_count: 0,
        sad_count: 0,
        created_at,
        updated_at: time,
        published_at: (state.status != Status::Draft).then_some(time),
        edited_at: None,
        deleted_at: None,
        scheduled_for: None,
    }
}

fn edited(mut row: post::Model, time: DateTime<Utc>, now: DateTime<Utc>, chance: &mut Chance) -> post::Model {
    if row.status == Status::Archived || chance.happens(80) {
        row.updated_at = chance.soon(time, now);
        row.version = 2;
        row.edited_at = (row.status == Status::Published).then_some(row.updated_at);
    }
    row
}

fn taken(row: &post::Model, slug: String, taken_at: DateTime<Utc>) -> post_slug::Model {
    post_slug::Model { slug, post_id: row.id, taken_at }
}
