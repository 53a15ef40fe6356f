//! What hangs on the objects of a level is read for all of them together, before they are answered: one batch for each
//! field that is selected of them, whatever the level holds. The resolvers of those fields give what was read, or ask the
//! loader where nothing was.

use std::collections::HashMap;
use std::hash::Hash;

use async_graphql::dataloader::Loader as BatchLoader;
use async_graphql::parser::types::{Field, SelectionSet};
use async_graphql::{Context, ContextSelectionSet, OutputType, Positioned};
use futures_util::future::BoxFuture;

use super::object::may_be_written;
use super::walk::{all_of, fields, names};
use super::{Fragments, Quick, Ready, Slot, Slots};
use crate::entity::authored::Wanted;
use crate::entity::list::Children;
use crate::entity::row::Columns;
use crate::graphql::connection::Pages;
use crate::graphql::context::ContextExt;
use crate::loader::{LoadError, Reader};

/// An object on which others may hang.
pub trait Fill: Ready + Send + Sync {
    /// Reads what is selected of these objects, and of what hangs on them. What can't be read, or not like this, stays
    /// empty.
    fn fill<'a>(objects: Vec<&'a mut Self>, ctx: &'a ContextSelectionSet<'a>) -> BoxFuture<'a, ()> {
        let _ = (objects, ctx);
        Box::pin(std::future::ready(()))
    }
}

/// Of which it is known what a field needs.
pub trait Wants: OutputType {
    /// Adds what a field of such an object needs to be read.
    fn want(field: &Field, fragments: &Fragments, wanted: &mut Wanted);
}

/// Fills the one object of a field that stands in one place of the answer: of the root, or of what hangs on nothing else.
/// Where a field stands in many, its level is filled from above, or by the loader.
pub async fn filled<T: Fill>(ctx: &Context<'_>, mut object: T) -> Quick<T> {
    let ctx = below(ctx);
    if may_be_written(&ctx) {
        T::fill(vec![&mut object], &ctx).await;
    }
    Quick(object)
}

/// What is selected of the field that is resolved.
pub fn below<'a>(ctx: &Context<'a>) -> ContextSelectionSet<'a> {
    ctx.with_selection_set(all_of(ctx, &ctx.item.node.selection_set))
}

/// The fields selected of an object of this type, none where that needs more than a look.
pub fn selected<'a, T: OutputType>(ctx: &ContextSelectionSet<'a>) -> Vec<&'a Positioned<Field>> {
    let mut selected = Vec::new();
    if !fields::<T>(&ctx.item.node, &ctx.query_env.fragments, &mut selected) {
        selected.clear();
    }
    selected
}

/// What is read of an object, by what is selected of it here.
pub fn wanted<T: Wants>(ctx: &Context<'_>) -> Wanted {
    let set = below(ctx);
    if !may_be_written(&set) {
        return Wanted::default();
    }
    let mut wanted = Wanted::LEAST;
    want::<T>(&set.item.node, &ctx.query_env.fragments, &mut wanted);
    wanted.on(ctx.domain().database.backend())
}

/// Adds what a selection of such an object needs to be read.
pub fn want<T: Wants>(set: &SelectionSet, fragments: &Fragments, wanted: &mut Wanted) {
    let mut selected = Vec::new();
    if !fields::<T>(set, fragments, &mut selected) {
        // What is selected here is left to the library, whose resolvers look at whatever they like.
        wanted.columns = wanted.columns.and(Columns::USUAL);
        wanted.author = Some(Columns::USUAL);
        if names(set, fragments, "tags") {
            wanted.tags = Some(Columns::USUAL);
        }
        return;
    }
    for field in selected {
        T::want(&field.node, fragments, wanted);
    }
}

/// What is read for some objects, if anything: at once, for all who ask have asked.
pub async fn ask<K>(reader: &Reader, mut keys: Vec<K>) -> Answers<K, <Reader as BatchLoader<K>>::Value>
where
    K: Clone + Eq + Hash + Ord + Send + Sync + 'static,
    Reader: BatchLoader<K, Error = LoadError>,
{
    if keys.is_empty() {
        return Answers(Ok(HashMap::new()));
    }
    keys.sort_unstable();
    keys.dedup();
    Answers(reader.load(&keys).await)
}

/// What the loader answered.
pub struct Answers<K, V>(Result<HashMap<K, V>, LoadError>);

impl<K: Eq + Hash, V> Answers<K, V> {
    /// Fills a slot that is empty with what was read for a key; one that was not asked for stays as it is.
    pub fn give<S>(&self, slot: &mut Slot<S>, key: &K, make: impl FnOnce(&V) -> S) {
        if !slot.is_empty() {
            return;
        }
        match &self.0 {
            Ok(found) => {
                if let Some(value) = found.get(key) {
                    slot.fill(Ok(make(value)));
                }
            }
            Err(error) => slot.fill(Err(error)),
        }
    }
}

impl<K: Eq + Hash, V> Answers<K, Option<V>> {
    /// The same of what was found only.
    pub fn give_found<S>(&self, slot: &mut Slot<S>, key: &K, make: impl FnOnce(&V) -> S) {
        if slot.is_empty()
            && let Ok(found) = &self.0
            && let Some(Some(value)) = found.get(key)
        {
            slot.fill(Ok(make(value)));
        }
    }
}

/// Fills the slots of a list's field with the pages of these objects' lists, where they were not filled before, and what
/// hangs on their items; `below` is what is selected of the pages.
pub async fn fill_pages<T, L: Children, C: Fill>(
    below: &ContextSelectionSet<'_>,
    field: &Positioned<Field>,
    objects: &mut [&mut T],
    mut read: Option<Result<Pages<L>, LoadError>>,
    slots: impl for<'s> Fn(&'s mut T) -> &'s mut Slots<Quick<C>>,
    take: impl Fn(&T, &mut Pages<L>) -> Option<C>,
) {
    for object in objects.iter_mut() {
        match &mut read {
            Some(Ok(pages)) => {
                if let Some(page) = take(object, pages) {
                    slots(object).fill(&field.node, Ok(Quick(page)));
                }
            }
            Some(Err(error)) => slots(object).fill(&field.node, Err(error)),
            // A page that came with its object may still have to be filled.
            None => {}
        }
    }
    let pages = objects.iter_mut().filter_map(|object| slots(object).get_mut(&field.node));
    let pages: Vec<&mut C> = pages.map(|page| &mut page.0).collect();
    if !pages.is_empty() {
        C::fill(pages, below).await;
    }
}
