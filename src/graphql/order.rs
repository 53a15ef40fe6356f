//! The fields of an answer in the order of the query (GraphQL specification, section 7.2.2): the library puts them in
//! the order in which they were ready.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Name, Value};
use async_graphql_value::indexmap::IndexMap;

/// Fields looked at before the order of a document is given up: fragments within fragments grow without bound.
const MAX_FIELDS: usize = 5_000;

/// The keys of an answer's object, in order, and the order within each.
#[derive(Debug, Default)]
pub struct Order(IndexMap<Name, Self>);

impl Order {
    /// The order of an operation's answer.
    pub fn of(document: &ExecutableDocument, operation: &OperationDefinition) -> Self {
        let mut order = Self::default();
        let mut left = MAX_FIELDS;
        order.add(document, &operation.selection_set.node, &mut left);
        order
    }

    /// Whatever type a fragment is for: a key that an object lacks is passed over when the answer is put in order.
    fn add(&mut self, document: &ExecutableDocument, set: &SelectionSet, left: &mut usize) {
        for selection in &set.items {
            if *left == 0 {
                return;
            }
            *left -= 1;
            match &selection.node {
                Selection::Field(field) => {
                    let within = self.0.entry(field.node.response_key().node.clone()).or_default();
                    within.add(document, &field.node.selection_set.node, left);
                }
                Selection::InlineFragment(fragment) => {
                    self.add(document, &fragment.node.selection_set.node, left);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                        self.add(document, &fragment.node.selection_set.node, left);
                    }
                }
            }
        }
    }

    /// Puts an answer in order; what is not known of keeps its place at the end.
    pub fn arrange(&self, value: &mut Value) {
        match value {
            Value::Object(fields) if !self.0.is_empty() => {
                let mut unordered = std::mem::take(fields);
                fields.reserve(unordered.len());
                for (key, within) in &self.0 {
                    if let Some(mut value) = unordered.swap_remove(key) {
                        within.arrange(&mut value);
                        fields.insert(key.clone(), value);
                    }
                }
                fields.extend(unordered);
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.arrange(item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::parser::types::DocumentOperations;
    use serde_json::json;

    use super::*;

    fn arranged(query: &str, answer: serde_json::Value) -> String {
        let document = parse_query(query).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else { panic!("one operation") };
        let mut value = Value::from_json(answer).unwrap();
        Order::of(&document, &operation.node).arrange(&mut value);
        value.to_string()
    }

    #[test]
    fn fields_come_as_they_were_asked_for() {
        let query = "{ c: x b { e ...F d } a } fragment F on B { f }";
        let answer = json!({ "a": 1, "b": [{ "d": 1, "e": 2, "f": 3 }, null], "c": 3 });
        assert_eq!(arranged(query, answer), "{c: 3, b: [{e: 2, f: 3, d: 1}, null], a: 1}");
    }

    #[test]
    fn fragments_without_end_end() {
        assert_eq!(arranged("{ ...A } fragment A on Q { a ...A }", json!({ "a": 1 })), "{a: 1}");
    }
}
