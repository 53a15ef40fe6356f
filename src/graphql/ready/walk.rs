//! Walks over a selection.

use std::sync::Arc;

use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::{ContextBase, OutputType, Positioned};

use super::Json;
use super::{Fragments, Ready};
use crate::graphql::context::RequestContext;

/// All of a selection, of which the library may know only the place.
pub fn all_of<'a, T>(
    ctx: &ContextBase<'a, T>,
    set: &'a Positioned<SelectionSet>,
) -> &'a Positioned<SelectionSet> {
    let request: &'a Arc<RequestContext> = ctx.data_unchecked();
    request.whole(set)
}

/// Writes all of an object's selection; `false` when a field of it is not ready, whatever was written.
pub fn whole<T: Ready>(object: &T, set: &SelectionSet, fragments: &Fragments, json: &mut Json) -> bool {
    json.raw(b"{");
    let mut is_first = true;
    let is_whole = write(object, set, fragments, json, &mut is_first);
    json.raw(b"}");
    is_whole
}

/// Writes all of some objects' selections; `false` when a field of them is not ready, whatever was written.
pub fn whole_list<'a, T: Ready + 'a>(
    objects: impl IntoIterator<Item = &'a T>,
    set: &SelectionSet,
    fragments: &Fragments,
    json: &mut Json,
) -> bool {
    json.raw(b"[");
    for (index, object) in objects.into_iter().enumerate() {
        if index > 0 {
            json.raw(b",");
        }
        if !whole(object, set, fragments, json) {
            return false;
        }
    }
    json.raw(b"]");
    true
}

fn write<T: Ready>(
    object: &T,
    set: &SelectionSet,
    fragments: &Fragments,
    json: &mut Json,
    is_first: &mut bool,
) -> bool {
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            json.key(&field.node.response_key().node, std::mem::take(is_first));
            write_field(object, &field.node, fragments, json)
        }
        fragment => {
            within::<T>(fragment, fragments).is_some_and(|set| write(object, set, fragments, json, is_first))
        }
    })
}

/// Writes what one field of an object holds, when it is ready.
pub fn write_field<T: Ready>(object: &T, field: &Field, fragments: &Fragments, json: &mut Json) -> bool {
    if field.name.node == "__typename" {
        json.plain(&T::type_name());
        return true;
    }
    object.write(field, fragments, json)
}

/// The fields that are selected of an object; `false` where that needs more than a look, for a fragment is of another
/// type.
pub fn fields<'a, T: OutputType>(
    set: &'a SelectionSet,
    fragments: &'a Fragments,
    found: &mut Vec<&'a Positioned<Field>>,
) -> bool {
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => {
            found.push(field);
            true
        }
        fragment => within::<T>(fragment, fragments).is_some_and(|set| fields::<T>(set, fragments, found)),
    })
}

/// Whether a field of this name is selected, of an object of whatever type.
pub fn names(set: &SelectionSet, fragments: &Fragments, name: &str) -> bool {
    set.items.iter().any(|selection| match &selection.node {
        Selection::Field(field) => field.node.name.node == name,
        Selection::InlineFragment(fragment) => names(&fragment.node.selection_set.node, fragments, name),
        Selection::FragmentSpread(spread) => fragments
            .get(&spread.node.fragment_name.node)
            .is_some_and(|fragment| names(&fragment.node.selection_set.node, fragments, name)),
    })
}

/// What a fragment selects of an object of this very type.
fn within<'a, T: OutputType>(selection: &'a Selection, fragments: &'a Fragments) -> Option<&'a SelectionSet> {
    let (on, set) = match selection {
        Selection::Field(_) => return None,
        Selection::InlineFragment(fragment) => {
            (fragment.node.type_condition.as_ref(), &fragment.node.selection_set)
        }
        Selection::FragmentSpread(spread) => {
            let fragment = &fragments.get(&spread.node.fragment_name.node)?.node;
            (Some(&fragment.type_condition), &fragment.selection_set)
        }
    };
    on.is_none_or(|on| on.node.on.node == *T::type_name()).then_some(&set.node)
}
