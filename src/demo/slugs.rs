//! Slugs that are taken.

use std::collections::HashSet;

use crate::domain::text::slug;

/// All slugs of posts, former ones too.
#[derive(Default)]
pub(super) struct Slugs(HashSet<String>);

impl Slugs {
    /// Takes the slug of a title, with the least number behind it that makes it free.
    pub(super) fn take(&mut self, title: &str) -> String {
        let base = slug::from_title(title);
        let mut candidate = base.clone();
        let mut number = 2;
        while !self.0.insert(candidate.clone()) {
            candidate = slug::with_suffix(&base, number);
            number += 1;
        }
        candidate
    }

    pub(super) fn is_taken(&self, title: &str) -> bool {
        self.0.contains(&slug::from_title(title))
    }
}
