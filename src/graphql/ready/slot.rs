//! Places in an object for what hangs on it, filled for many objects at once before they are answered.

use async_graphql::parser::types::Field;
use async_graphql::{Context, Result};

use super::{Fragments, Json, ReadyValue};
use crate::graphql::error::OrInternal;
use crate::loader::LoadError;

/// What was read for a field, or that it was not, or why it could not be.
#[derive(Clone, Debug)]
pub struct Slot<T>(Option<std::result::Result<T, LoadError>>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Slot<T> {
    pub fn full(value: T) -> Self {
        Self(Some(Ok(value)))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Fills it with what was read, or with why it could not be.
    pub fn fill(&mut self, read: std::result::Result<T, &LoadError>) {
        self.0 = Some(read.map_err(Clone::clone));
    }

    /// What it was filled with.
    pub fn get(&self) -> Option<std::result::Result<&T, &LoadError>> {
        self.0.as_ref().map(std::result::Result::as_ref)
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_mut()?.as_mut().ok()
    }

    /// What the field's resolver gives, if it was read.
    pub fn read(&self, ctx: &Context<'_>) -> Option<Result<T>>
    where
        T: Clone,
    {
        self.0.clone().map(|read| read.or_internal(ctx))
    }
}

impl<T: ReadyValue> ReadyValue for Slot<T> {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        match self.get() {
            Some(Ok(value)) => value.write(field, fragments, json),
            Some(Err(_)) | None => false,
        }
    }
}

/// Slots of one field with arguments: one for each place in the document where it is selected.
#[derive(Clone, Debug)]
pub struct Slots<T>(Vec<(usize, Slot<T>)>);

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The same for the length of a request, in which the document neither moves nor goes.
fn place(field: &Field) -> usize {
    std::ptr::from_ref(field).addr()
}

impl<T> Slots<T> {
    pub fn get(&self, field: &Field) -> Option<&Slot<T>> {
        self.0.iter().find(|(at, _)| *at == place(field)).map(|(_, slot)| slot)
    }

    pub fn get_mut(&mut self, field: &Field) -> Option<&mut T> {
        self.0.iter_mut().find(|(at, _)| *at == place(field)).and_then(|(_, slot)| slot.get_mut())
    }

    /// What the field's resolver gives, if it was read.
    pub fn read(&self, ctx: &Context<'_>) -> Option<Result<T>>
    where
        T: Clone,
    {
        self.get(&ctx.item.node)?.read(ctx)
    }

    pub fn fill(&mut self, field: &Field, read: std::result::Result<T, &LoadError>) {
        let mut slot = Slot::default();
        slot.fill(read);
        // Few fields are selected in more than one place.
        self.0.reserve_exact(1);
        self.0.push((place(field), slot));
    }
}

impl<T: ReadyValue> ReadyValue for Slots<T> {
    fn write(&self, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
        self.get(field).is_some_and(|slot| slot.write(field, fragments, json))
    }
}
