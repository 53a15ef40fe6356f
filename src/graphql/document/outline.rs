//! What the library is given of an operation that it let through before. Even a document that it trusts it walks over
//! twice, field by field, before each run; what is answered in one pass it need not see. In place of what is selected of
//! such a field, an outline says where that stands in the document.

use std::sync::Arc;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use async_graphql::{Name, Positioned};

use super::{Document, Operation};

/// Queries whose objects answer for themselves, whatever is selected of them (`graphql::ready`).
const QUERIES: [&str; 7] = ["post", "posts", "series", "tag", "tags", "user", "users"];
/// Mutations whose payloads hold such objects, and where.
const MUTATIONS: [(&str, [&str; 2]); 1] = [("addComment", ["comment", "commentEdge"])];

/// The outline of an operation in which nothing is selected twice, and nothing under a condition; none where nothing
/// would be left out. Fragments stay: the library resolves what is not answered in one pass, and looks them up. Where
/// there are fragments, and several operations, each outline would hold them all: there is none.
pub fn of(document: &ExecutableDocument, definition: &OperationDefinition) -> Option<ExecutableDocument> {
    if !document.fragments.is_empty() && document.operations.iter().count() > 1 {
        return None;
    }
    let mut outline = definition.clone();
    let position = outline.selection_set.pos;
    let mut is_shorter = false;
    for (at, field) in fields(&mut outline.selection_set.node) {
        let name = field.name.node.as_str();
        match outline.ty {
            OperationType::Query if QUERIES.contains(&name) => {
                take_out(field, at.to_string());
                is_shorter = true;
            }
            OperationType::Mutation => {
                let objects = MUTATIONS.iter().find(|(mutation, _)| *mutation == name);
                let objects: &[&str] = objects.map_or(&[], |(_, objects)| objects);
                for (below, object) in fields(&mut field.selection_set.node) {
                    if objects.contains(&object.name.node.as_str()) {
                        take_out(object, format!("{at}.{below}"));
                        is_shorter = true;
                    }
                }
            }
            OperationType::Query | OperationType::Subscription => {}
        }
    }
    let operations = DocumentOperations::Single(Positioned::new(outline, position));
    is_shorter.then(|| ExecutableDocument { operations, fragments: document.fragments.clone() })
}

/// The fields among the selections, with their places.
fn fields(set: &mut SelectionSet) -> impl Iterator<Item = (usize, &mut Field)> {
    set.items.iter_mut().enumerate().filter_map(|(at, item)| match &mut item.node {
        Selection::Field(field) => Some((at, &mut field.node)),
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => None,
    })
}

/// Leaves a field's place of what is selected of it.
fn take_out(field: &mut Field, place: String) {
    let position = field.name.pos;
    let at = |name: &str| Positioned::new(Name::new(name), position);
    let place = Field {
        alias: Some(at(&place)),
        name: at("__typename"),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::default(),
    };
    let place = Selection::Field(Positioned::new(place, position));
    field.selection_set.node.items = vec![Positioned::new(place, position)];
}

/// The operation that runs.
pub struct Running {
    pub document: Arc<Document>,
    /// Which of the document's.
    pub at: usize,
}

impl Running {
    /// What is known of it.
    pub fn operation(&self) -> &Operation {
        self.document.operation(self.at)
    }

    /// What is selected, where a selection of the outline says only where.
    pub fn whole<'a>(&'a self, set: &'a Positioned<SelectionSet>) -> &'a Positioned<SelectionSet> {
        let definition = self.document.definition(self.at);
        definition.and_then(|definition| restore(definition, &set.node)).unwrap_or(set)
    }
}

/// What stands in this definition where a selection of its outline says only where; none of a selection that is there.
fn restore<'a>(
    definition: &'a OperationDefinition,
    set: &SelectionSet,
) -> Option<&'a Positioned<SelectionSet>> {
    place(set)?.split('.').try_fold(&definition.selection_set, |found, index| {
        match &found.node.items.get(index.parse::<usize>().ok()?)?.node {
            Selection::Field(field) => Some(&field.node.selection_set),
            Selection::FragmentSpread(_) | Selection::InlineFragment(_) => None,
        }
    })
}

/// The place that a selection of an outline says, if it is one.
fn place(set: &SelectionSet) -> Option<&str> {
    let [item] = &set.items[..] else { return None };
    let Selection::Field(field) = &item.node else { return None };
    let alias = field.node.alias.as_ref()?.node.as_str();
    // No alias of a client's begins with a digit.
    alias.starts_with(|first: char| first.is_ascii_digit()).then_some(alias)
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn definition(document: &ExecutableDocument) -> &OperationDefinition {
        let (_, definition) = document.operations.iter().next().unwrap();
        &definition.node
    }

    fn names(set: &SelectionSet) -> Vec<&str> {
        let names = set.items.iter().map(|item| match &item.node {
            Selection::Field(field) => field.node.name.node.as_str(),
            _ => panic!("a field"),
        });
        names.collect()
    }

    #[test]
    fn what_was_taken_out_is_found() {
        let text =
            "query ($a: Int) { viewer { id } x: posts(first: $a) { nodes { id } totalCount } post { slug } }";
        let document = parse_query(text).unwrap();
        let outline = of(&document, definition(&document)).unwrap();
        assert_eq!(definition(&outline).variable_definitions.len(), 1);
        let mut items = definition(&outline).selection_set.node.items.iter();
        let mut next = || match &items.next().unwrap().node {
            Selection::Field(field) => &field.node,
            _ => panic!("a field"),
        };
        let (viewer, posts, post) = (next(), next(), next());
        assert_eq!(names(&viewer.selection_set.node), ["id"]);
        assert!(place(&viewer.selection_set.node).is_none());
        assert_eq!(posts.arguments.len(), 1);
        let whole = |field: &Field| restore(definition(&document), &field.selection_set.node).unwrap();
        assert_eq!(names(&whole(posts).node), ["nodes", "totalCount"]);
        assert_eq!(names(&whole(post).node), ["slug"]);
    }

    #[test]
    fn what_the_library_must_see_stays() {
        for text in
            ["{ viewer { id } }", "{ ...F } fragment F on Query { post { id } }", "{ ... { post { id } } }"]
        {
            let document = parse_query(text).unwrap();
            assert!(of(&document, definition(&document)).is_none(), "{text}");
        }
        let document = parse_query("{ post { ...F } } fragment F on Post { id }").unwrap();
        assert_eq!(of(&document, definition(&document)).unwrap().fragments.len(), 1);
    }
}
