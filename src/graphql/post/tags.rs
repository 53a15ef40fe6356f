//! The tags of a post, from where they were read.

use async_graphql::parser::types::Field;
use async_graphql::{Context, Result};

use crate::entity::tag::Model;
use crate::graphql::ready::{Fragments, Json, QuickList, ReadyValue, Slots};
use crate::graphql::tag::Tag;
use crate::loader::LoadError;

/// The tags of a post: read together with it, with all that is selected of them anywhere, or for each place in which they
/// are selected, with what is selected there.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    joined: Option<QuickList<Tag>>,
    slots: Slots<QuickList<Tag>>,
}

impl Tags {
    /// With what was read together with the post, if anything.
    pub fn joined(tags: Option<Vec<Model>>) -> Self {
        Self { joined: tags.map(of_models), slots: Slots::default() }
    }

    /// Whether nothing was read for a place, nor why it could not be.
    pub fn is_missing(&self, field: &Field) -> bool {
        self.joined.is_none() && self.slots.get(field).is_none()
    }

    /// Fills a place with what was read, or with why it could not be.
    pub fn fill(&mut self, field: &Field, read: std::result::Result<Vec<Model>, &LoadError>) {
        self.slots.fill(field, read.map(of_models));
    }

    /// What was read for a place.
    pub fn get_mut(&mut self, field: &Field) -> Option<&mut [Tag]> {
        let tags = self.joined.as_mut().or_else(|| self.slots.get_mut(field))?;
        Some(&mut tags.0)
    }

    /// What the field's resolver gives, if it was read.
    pub fn read(&self, ctx: &Context<'_>) -> Option<Result<QuickList<Tag>>> {
        self.joined.clone().map(Ok).or_else(|| self.slots.read(ctx))
    }
}

impl ReadyValue for Tags {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        match &self.joined {
            Some(tags) => tags.write(field, fragments, json),
            None => self.slots.write(field, fragments, json),
        }
    }
}

/// As they are answered.
pub fn of_models(tags: Vec<Model>) -> QuickList<Tag> {
    QuickList(tags.into_iter().map(Tag::from).collect())
}
