//! What is known of an operation of a document before it runs, found out once.

use std::sync::{Arc, OnceLock};

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, ServerError};

use super::known::{KnownAnswer, Room, is_introspection};
use super::{credentials, outline};
use crate::graphql::cost::{Size, Table};
use crate::graphql::error::{code, refusal};
use crate::graphql::inputs::{Inputs, Needed};
use crate::graphql::shape::Shape;

/// By what an operation is looked at. Cheap to clone.
#[derive(Clone)]
pub struct Means {
    pub table: Arc<Table>,
    pub inputs: Arc<Inputs>,
    /// For answers that are known.
    pub room: Room,
}

/// An operation of a document, beside its definition.
pub struct Operation {
    /// Empty for the one operation of a document without names.
    pub name: String,
    /// What kind of operation it is.
    pub ty: OperationType,
    /// The shape that its answer is owed.
    pub shape: Arc<Shape>,
    /// The names of its root fields, those of fragments too.
    pub root_fields: Vec<Name>,
    /// Its answer, where that depends on nothing.
    pub known: Option<KnownAnswer>,
    /// Variables that must not be null, whatever their types say.
    pub needed: Vec<Needed>,
    /// The size of what it asks for, where that is the same whatever the variables are; found when it first runs.
    pub size: OnceLock<Size>,
    /// What of it the library needs to see, where that is less than all of it.
    pub outline: Option<ExecutableDocument>,
}

impl Operation {
    /// Looks at an operation of a document that the guard let through: its root fields are few, its fragments end. Of a
    /// conditional one some fields may be left out.
    ///
    /// # Errors
    /// When there is what no operation may have.
    pub(super) fn read(
        document: &ExecutableDocument,
        name: Option<&Name>,
        definition: &OperationDefinition,
        is_conditional: bool,
        means: &Means,
    ) -> Result<Self, ServerError> {
        let Means { table, inputs, room } = means;
        inputs.check_types(definition)?;
        let needed = inputs.check_usages(document, definition)?;
        let shape = Shape::of(document, definition, table, None);
        // The specification, section 5.2.4.1; the library takes several.
        if definition.ty == OperationType::Subscription && shape.len() != 1 {
            let message = "A subscription has exactly one root field.";
            return Err(refusal(code::GRAPHQL_VALIDATION_FAILED, message, None));
        }
        let mut root_fields = Vec::new();
        collect(document, &definition.selection_set.node, &mut root_fields);
        let has_outline = !is_conditional && !shape.repeats();
        Ok(Self {
            outline: has_outline.then(|| outline::of(document, definition)).flatten(),
            name: name.map(Name::to_string).unwrap_or_default(),
            ty: definition.ty,
            shape: Arc::new(shape),
            known: KnownAnswer::of(definition, &root_fields, is_conditional, room),
            root_fields,
            needed,
            size: OnceLock::new(),
        })
    }

    /// Whether it asks for the schema itself.
    pub fn introspects(&self) -> bool {
        self.root_fields.iter().any(is_introspection)
    }

    /// Refuses one that stacks mutations of credentials.
    ///
    /// # Errors
    /// When it holds several.
    pub fn check_credentials(&self) -> Result<(), credentials::TooMany> {
        match self.ty {
            OperationType::Mutation => credentials::check(&self.root_fields),
            OperationType::Query | OperationType::Subscription => Ok(()),
        }
    }
}

fn collect(document: &ExecutableDocument, set: &SelectionSet, names: &mut Vec<Name>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => names.push(field.node.name.node.clone()),
            Selection::InlineFragment(fragment) => {
                collect(document, &fragment.node.selection_set.node, names);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect(document, &fragment.node.selection_set.node, names);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;

    use super::*;

    fn read(text: &str) -> Operation {
        let sdl = "type Query { a: Int } type Mutation { a: Int }";
        let document = parse_query(text).unwrap();
        let DocumentOperations::Single(definition) = &document.operations else { panic!("one operation") };
        let (table, inputs) = (Arc::new(Table::new(sdl).unwrap()), Arc::new(Inputs::new(sdl).unwrap()));
        let means = Means { table, inputs, room: Room::default() };
        Operation::read(&document, None, &definition.node, false, &means).unwrap()
    }

    fn is_allowed(text: &str) -> bool {
        read(text).check_credentials().is_ok()
    }

    #[test]
    fn one_attempt_is_enough_by_whatever_name() {
        assert!(is_allowed("mutation { login { x } createPost { x } logout { x } }"));
        assert!(!is_allowed("mutation { a: login { x } b: login { x } }"));
        assert!(!is_allowed("mutation { register { x } ... on Mutation { login { x } } }"));
        assert!(!is_allowed("mutation { ...A ...A } fragment A on Mutation { login { x } }"));
        assert!(is_allowed("query { login register }"));
    }

    #[test]
    fn the_root_fields_are_those_of_fragments_too() {
        let fields = read("{ a ... on Query { b } ...F } fragment F on Query { c { d } }").root_fields;
        assert_eq!(fields, ["a", "b", "c"].map(Name::new));
    }
}
