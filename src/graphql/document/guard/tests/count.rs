//! Counting in the parser's form of a document.

use std::collections::HashSet;

use async_graphql::Positioned;
use async_graphql::parser::types::{Directive, ExecutableDocument, Selection, SelectionSet};

use super::super::Measured;

/// Counts in the parser's form of a document, all but bytes, tokens and brackets.
pub fn counted(document: &ExecutableDocument) -> Measured {
    let mut count = Measured::default();
    let mut walk = Walk { document, reached: HashSet::new(), selections: 0, nesting: 0, root_fields: 0 };
    for (_, operation) in document.operations.iter() {
        count.operations += 1;
        count.variables += operation.node.variable_definitions.len();
        for variable in &operation.node.variable_definitions {
            directives(&mut count, &variable.node.directives);
        }
        directives(&mut count, &operation.node.directives);
        selections(&mut count, &operation.node.selection_set.node);
        walk.root_fields = 0;
        walk.written_out(&operation.node.selection_set.node, 0, true);
        count.root_fields = count.root_fields.max(walk.root_fields);
    }
    let mut fragments: Vec<_> = document.fragments.iter().collect();
    fragments.sort_by_key(|(name, _)| name.as_str());
    for (name, fragment) in fragments {
        count.fragments += 1;
        directives(&mut count, &fragment.node.directives);
        selections(&mut count, &fragment.node.selection_set.node);
        if !walk.reached.contains(name.as_str()) {
            walk.written_out(&fragment.node.selection_set.node, 0, false);
        }
    }
    Measured { expanded_selections: walk.selections, expanded_nesting: walk.nesting, ..count }
}

fn directives(count: &mut Measured, directives: &[Positioned<Directive>]) {
    count.directives += directives.len();
}

fn selections(count: &mut Measured, set: &SelectionSet) {
    for selection in &set.items {
        directives(count, selection.node.directives());
        match &selection.node {
            Selection::Field(field) => {
                count.fields += 1;
                count.aliases += usize::from(field.node.alias.is_some());
                selections(count, &field.node.selection_set.node);
            }
            Selection::InlineFragment(fragment) => selections(count, &fragment.node.selection_set.node),
            Selection::FragmentSpread(_) => count.spreads += 1,
        }
    }
}

/// Visits every selection as the library does: each fragment anew at each spread.
struct Walk<'a> {
    document: &'a ExecutableDocument,
    reached: HashSet<&'a str>,
    selections: usize,
    nesting: usize,
    root_fields: usize,
}

impl<'a> Walk<'a> {
    fn written_out(&mut self, set: &'a SelectionSet, depth: usize, is_root: bool) {
        self.nesting = self.nesting.max(depth);
        for selection in &set.items {
            self.selections += 1;
            match &selection.node {
                Selection::Field(field) => {
                    self.root_fields += usize::from(is_root);
                    let inner = &field.node.selection_set.node;
                    if !inner.items.is_empty() {
                        self.written_out(inner, depth + 1, false);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.written_out(&fragment.node.selection_set.node, depth + 1, is_root);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name) {
                        self.reached.insert(name.as_str());
                        self.written_out(&fragment.node.selection_set.node, depth + 1, is_root);
                    }
                }
            }
        }
    }
}
