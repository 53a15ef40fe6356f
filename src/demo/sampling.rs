//! Who may take part below a post.

use chrono::{DateTime, Utc};

use super::chance::Chance;
use super::follows::Follows;
use super::people::People;
use super::posts::Written;
use crate::entity::post::{CommentPolicy, Status, Visibility};

/// Those who can see a post, or talk below it.
pub(super) enum Audience<'a> {
    Everybody(&'a People),
    Few(&'a People, &'a [usize]),
}

impl<'a> Audience<'a> {
    /// Who reads a post; nobody a draft.
    pub(super) fn of(post: &Written, people: &'a People, follows: &'a Follows) -> Self {
        match (post.row.status, post.row.visibility) {
            (Status::Draft, _) => Self::Few(people, &[]),
            (_, Visibility::Followers) => Self::Few(people, follows.of(post.author)),
            _ => Self::Everybody(people),
        }
    }

    /// Who comments on a post.
    pub(super) fn talking(post: &Written, people: &'a People, follows: &'a Follows) -> Self {
        match post.row.comment_policy {
            CommentPolicy::Nobody => Self::Few(people, &[]),
            CommentPolicy::Followers if post.row.status != Status::Draft => {
                Self::Few(people, follows.of(post.author))
            }
            _ => Self::of(post, people, follows),
        }
    }

    /// Somebody of them who was there at that time.
    pub(super) fn pick(&self, time: DateTime<Utc>, chance: &mut Chance) -> Option<usize> {
        match self {
            Self::Everybody(people) => Some(people.present_at(time, chance)),
            Self::Few(people, few) => {
                let there = |person: &usize| people.rows[*person].created_at <= time;
                let there: Vec<usize> = few.iter().copied().filter(there).collect();
                (!there.is_empty()).then(|| chance.pick(&there))
            }
        }
    }
}
