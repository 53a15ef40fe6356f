//! The tags, and which a post gets.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::chance::Chance;
use super::words::tags::{GENERAL, TAGS};
use super::words::topics::Topic;
use crate::domain::text::slug;
use crate::entity::tag;

/// All tags.
pub(super) struct Tags {
    pub rows: Vec<tag::Model>,
    ids: HashMap<&'static str, Uuid>,
}

impl Tags {
    pub(super) fn make(now: DateTime<Utc>) -> Self {
        let mut chance = Chance::of("tags");
        let begin = now - TimeDelta::days(790);
        let mut ids = HashMap::new();
        let rows = TAGS.iter().map(|(name, description)| {
            let created_at = chance.moment(begin, begin + TimeDelta::days(30));
            let id = chance.id(created_at);
            ids.insert(*name, id);
            tag::Model {
                id,
                slug: slug::from_title(name),
                name: (*name).to_owned(),
                description: Some((*description).to_owned()),
                post_count: 0,
                follower_count: 0,
                created_at,
            }
        });
        Self { rows: rows.collect(), ids }
    }

    /// The ids of one to five tags for a post on a topic: the topic's own first, few in most cases.
    pub(super) fn of_post(&self, topic: &Topic, chance: &mut Chance) -> Vec<Uuid> {
        let mut names = vec![topic.tags[0]];
        names.extend(topic.tags[1..].iter().filter(|_| chance.happens(330)));
        let general: Vec<&str> = TAGS[TAGS.len() - GENERAL..].iter().map(|(name, _)| *name).collect();
        let count = [0, 0, 0, 1, 1, 2][chance.below(6)];
        names.extend(chance.some(&general, count));
        names.iter().filter_map(|name| self.ids.get(name).copied()).collect()
    }
}
