//! The shape that an answer is owed: its fields in the order of the query (GraphQL specification, section 7.2.2), and
//! null where a field failed, carried up to the next position that may be null (section 6.4.4). The library puts fields
//! in the order in which they were ready and leaves out those that failed.

use async_graphql::parser::types::{
    BaseType, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet, Type,
};
use async_graphql::{Name, PathSegment, Response, Value, Variables};
use async_graphql_value::indexmap::IndexMap;

use crate::graphql::cost::Table;

/// Fields looked at before the shape of a document is given up: fragments within fragments grow without bound.
const MAX_FIELDS: usize = 5_000;

/// The keys of an answer's object, in order, and the shape of each.
#[derive(Debug, Default)]
pub struct Shape {
    /// What the schema says of this position; a position that nothing is known of may be null.
    ty: Option<Type>,
    fields: IndexMap<Name, Self>,
    /// Whether a key stands more than once in the selection, here or further down.
    repeats: bool,
}

/// A null that may not stand where it was found.
struct Forbidden;

impl Shape {
    /// The shape of an operation's answer; without the fields that `@skip` and `@include` leave out where `variables`
    /// tell of them.
    pub fn of(
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        table: &Table,
        variables: Option<&Variables>,
    ) -> Self {
        let mut shape = Self::default();
        let mut builder = Builder { document, table, variables, left: MAX_FIELDS, repeats: false };
        let root = match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        builder.add(&mut shape, root, &operation.selection_set.node);
        // Of what was not looked at to its end nothing is known.
        shape.repeats = builder.repeats || builder.left == 0;
        shape
    }

    /// Whether some key stands more than once in the selection of some object.
    pub fn repeats(&self) -> bool {
        self.repeats
    }

    /// How many keys the answer has at the most.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Gives an answer its shape.
    pub fn give(&self, response: &mut Response) {
        for error in &response.errors {
            mark(&mut response.data, &error.path);
        }
        let failed = !response.errors.is_empty();
        // The library's word for an object without fields: all were skipped, or are of another type's fragment.
        if !failed && response.data == Value::Null {
            response.data = Value::Object(IndexMap::new());
        }
        if self.arrange(&mut response.data, None, failed).is_err() {
            response.data = Value::Null;
        }
    }

    /// Puts an answer in order; what is not known of keeps its place at the end.
    fn arrange(&self, value: &mut Value, ty: Option<&Type>, failed: bool) -> Result<(), Forbidden> {
        let arranged = match value {
            // As above, where it can be nothing else.
            Value::Null if !failed && ty.is_some_and(|ty| !ty.nullable) => {
                *value = Value::Object(IndexMap::new());
                Ok(())
            }
            Value::Null => Err(Forbidden),
            Value::Object(fields) if !self.fields.is_empty() => self.arrange_fields(fields, failed),
            Value::List(items) => {
                let ty = ty.and_then(|ty| match &ty.base {
                    BaseType::List(item) => Some(&**item),
                    BaseType::Named(_) => None,
                });
                items.iter_mut().try_for_each(|item| self.arrange(item, ty, failed))
            }
            _ => Ok(()),
        };
        if arranged.is_err() {
            *value = Value::Null;
            if ty.is_some_and(|ty| !ty.nullable) {
                return Err(Forbidden);
            }
        }
        Ok(())
    }

    fn arrange_fields(&self, fields: &mut IndexMap<Name, Value>, failed: bool) -> Result<(), Forbidden> {
        if fields.len() == self.fields.len() && fields.keys().zip(self.fields.keys()).all(is_same) {
            let mut within = fields.values_mut().zip(self.fields.values());
            return within.try_for_each(|(value, shape)| shape.arrange(value, shape.ty.as_ref(), failed));
        }
        let mut unordered = std::mem::take(fields);
        fields.reserve(unordered.len());
        for (key, within) in &self.fields {
            if let Some(mut value) = unordered.swap_remove(key) {
                within.arrange(&mut value, within.ty.as_ref(), failed)?;
                fields.insert(key.clone(), value);
            }
        }
        fields.extend(unordered);
        Ok(())
    }
}

/// Mostly they are the very same text, of the document that was kept.
fn is_same((one, other): (&Name, &Name)) -> bool {
    std::ptr::eq(one.as_str(), other.as_str()) || one == other
}

/// Puts null where the field of an error is missing. An object of which no field is left is null in the library's
/// answer: it becomes an object again.
fn mark(mut value: &mut Value, path: &[PathSegment]) {
    for segment in path {
        value = match segment {
            PathSegment::Field(name) => {
                if *value == Value::Null {
                    *value = Value::Object(IndexMap::new());
                }
                let Value::Object(fields) = value else { return };
                match fields.entry(Name::new(name)) {
                    async_graphql_value::indexmap::map::Entry::Occupied(entry) => entry.into_mut(),
                    async_graphql_value::indexmap::map::Entry::Vacant(entry) => {
                        entry.insert(Value::Null);
                        return;
                    }
                }
            }
            PathSegment::Index(index) => match value {
                Value::List(items) if *index < items.len() => &mut items[*index],
                _ => return,
            },
        };
    }
}

struct Builder<'a> {
    document: &'a ExecutableDocument,
    table: &'a Table,
    variables: Option<&'a Variables>,
    left: usize,
    repeats: bool,
}

impl Builder<'_> {
    fn is_there(&self, selection: &Selection) -> bool {
        let Some(variables) = self.variables else { return true };
        let directives = match selection {
            Selection::Field(field) => &field.node.directives,
            Selection::InlineFragment(fragment) => &fragment.node.directives,
            Selection::FragmentSpread(spread) => &spread.node.directives,
        };
        directives.iter().all(|directive| {
            let condition = directive.node.get_argument("if").map(|value| &value.node);
            let condition = match condition {
                Some(async_graphql_value::Value::Boolean(value)) => *value,
                Some(async_graphql_value::Value::Variable(name)) => {
                    variables.get(name) == Some(&Value::Boolean(true))
                }
                _ => return true,
            };
            match directive.node.name.node.as_str() {
                "skip" => !condition,
                "include" => condition,
                _ => true,
            }
        })
    }

    /// Whatever type a fragment is for: a key that an object lacks is passed over when the answer is put in order, and
    /// fields of one key may be null alike (section 5.3.2, "SameResponseShape").
    fn add(&mut self, shape: &mut Shape, type_name: &str, set: &SelectionSet) {
        for selection in &set.items {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            if !self.is_there(&selection.node) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let entry = self.table.entry(type_name, &field.name.node);
                    let before = shape.fields.len();
                    let within = shape.fields.entry(field.response_key().node.clone()).or_default();
                    if let Some(entry) = entry {
                        within.ty.get_or_insert_with(|| entry.ty.clone());
                    }
                    let target = entry.map_or("", |entry| &entry.target);
                    self.add(within, target, &field.selection_set.node);
                    self.repeats |= shape.fields.len() == before;
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.add(shape, on.unwrap_or(type_name), &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        let on = &fragment.node.type_condition.node.on.node;
                        self.add(shape, on, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
