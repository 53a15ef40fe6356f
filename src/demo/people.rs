//! The people, those whom everybody can sign in as first.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::chance::Chance;
use super::state::ALICE;
use super::titles::capital;
use super::words::names::{FAMILY, GIVEN};
use super::words::profiles::{BIOS, PLACES};
use super::words::topics::TOPICS;
use crate::domain::text::{self, slug};
use crate::entity::{user, username};
use crate::viewer::Role;

/// How many there are.
pub(super) const PEOPLE: usize = 200;

/// Those with a password: name, display name, role, bio.
const KNOWN: [(&str, &str, Role, &str); 3] = [
    (
        "alice",
        "Alice Moreau",
        Role::Author,
        "I write about **small tools** and slow gardens. Sign in as me: this is a demo.",
    ),
    ("mona", "Mona Lindqvist", Role::Moderator, "Keeps the place friendly. Ask me before you shout."),
    ("ada", "Ada Osei", Role::Admin, "Runs this server, with tea."),
];

/// Everybody, in the order in which they came.
pub(super) struct People {
    pub rows: Vec<user::Model>,
    pub names: Vec<username::Model>,
    /// Running sums of how active each is.
    activity: Vec<usize>,
}

impl People {
    pub(super) fn make(now: DateTime<Utc>, password_hash: &str) -> Self {
        let mut chance = Chance::of("people");
        let mut rows = known(now, password_hash, &mut chance);
        let mut taken: HashSet<String> = rows.iter().map(|row| row.username.clone()).collect();
        let mut days: Vec<_> = (rows.len()..PEOPLE)
            .map(|_| chance.soon(now - TimeDelta::days(780), now - TimeDelta::days(1)))
            .collect();
        days.sort();
        for created_at in days {
            rows.push(person(created_at, &mut taken, &mut chance));
        }
        let mut sum = 0;
        let activity = rows.iter().map(|_| {
            sum += 1 + chance.skewed(60);
            sum
        });
        let activity = activity.collect();
        let names = names(&rows, &mut taken, &mut chance);
        Self { rows, names, activity }
    }

    /// Somebody who was there at that time, the active ones more often.
    pub(super) fn present_at(&self, time: DateTime<Utc>, chance: &mut Chance) -> usize {
        let present = self.rows.partition_point(|row| row.created_at <= time).max(1);
        let place = chance.below(self.activity[present - 1]);
        self.activity.partition_point(|sum| *sum <= place)
    }

    /// Somebody of those who may write posts.
    pub(super) fn writer_at(&self, time: DateTime<Utc>, chance: &mut Chance) -> usize {
        loop {
            let index = self.present_at(time, chance);
            if self.rows[index].role != Role::Reader {
                return index;
            }
        }
    }
}

fn known(now: DateTime<Utc>, password_hash: &str, chance: &mut Chance) -> Vec<user::Model> {
    let rows = KNOWN.iter().enumerate().map(|(index, (name, display_name, role, bio))| {
        let created_at = now - TimeDelta::days(800) + TimeDelta::days(index as i64);
        user::Model {
            id: if index == 0 { ALICE } else { chance.id(created_at) },
            role: *role,
            bio: Some((*bio).to_owned()),
            bio_html: Some(text::render(bio)),
            website_url: Some(format!("https://example.org/{name}")),
            location: Some(chance.pick(&PLACES).to_owned()),
            password_hash: Some(password_hash.to_owned()),
            ..blank(name, display_name, created_at)
        }
    });
    rows.collect()
}

fn person(created_at: DateTime<Utc>, taken: &mut HashSet<String>, chance: &mut Chance) -> user::Model {
    let (display_name, name) = loop {
        let (given, family) = (chance.pick(&GIVEN), chance.pick(&FAMILY));
        let joined = slug::from_title(&format!("{given} {}", family.replace('\'', ""))).replace('-', "_");
        let short = joined.split('_').next().unwrap_or_default().to_owned();
        let name = match chance.below(4) {
            0 if short.len() > 3 => short,
            1 => format!("{short}{}", chance.between(61, 99)),
            _ => joined,
        };
        if taken.insert(name.clone()) {
            break (format!("{given} {family}"), name);
        }
    };
    let topic = chance.pick(&TOPICS);
    let thing = chance.pick(topic.subjects);
    let bio = chance.happens(600).then(|| capital(&chance.pick(&BIOS).replace("{thing}", thing)));
    user::Model {
        id: chance.id(created_at),
        role: if chance.happens(120) { Role::Reader } else { Role::Author },
        bio_html: bio.as_deref().map(text::render),
        bio,
        website_url: chance.happens(200).then(|| format!("https://example.org/{name}")),
        location: chance.happens(550).then(|| chance.pick(&PLACES).to_owned()),
        ..blank(&name, &display_name, created_at)
    }
}

fn blank(name: &str, display_name: &str, created_at: DateTime<Utc>) -> user::Model {
    user::Model {
        id: ALICE,
        username: name.to_owned(),
        email: Some(format!("{name}@example.org")),
        email_verified_at: Some(created_at),
        display_name: display_name.to_owned(),
        search_name: display_name.to_lowercase(),
        bio: None,
        bio_html: None,
        website_url: None,
        location: None,
        role: Role::Author,
        password_hash: None,
        imported_at: None,
        post_count: 0,
        follower_count: 0,
        following_count: 0,
        created_at,
        updated_at: created_at,
    }
}

/// Everybody's name, and the former names of a few.
fn names(rows: &[user::Model], taken: &mut HashSet<String>, chance: &mut Chance) -> Vec<username::Model> {
    let name = |row: &user::Model, username: &str, taken_at| username::Model {
        username: username.to_owned(),
        user_id: row.id,
        taken_at,
    };
    let mut names: Vec<_> = rows.iter().map(|row| name(row, &row.username, row.created_at)).collect();
    for row in rows.iter().skip(KNOWN.len()) {
        let former = format!("{}_{}", row.username, chance.pick(&["writes", "old", "then"]));
        if chance.happens(40) && former.len() <= 30 && taken.insert(former.clone()) {
            names.push(name(row, &former, row.created_at));
        }
    }
    names
}
