//! A document that was parsed, and what is known of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition};
use async_graphql::{ServerError, Variables};

use super::operation::{Means, Operation};
use crate::graphql::cost::Table;
use crate::graphql::error::{code, refusal};
use crate::graphql::shape::Shape;

/// A document that was judged and parsed.
pub struct Document {
    parsed: ExecutableDocument,
    /// Bytes, about, that it takes.
    pub(super) weight: usize,
    operations: Vec<Operation>,
    /// Whether there are directives, by which a field may be left out: then the answer's shape depends on the variables.
    is_conditional: bool,
    /// Whether the library's validation let it through.
    is_valid: AtomicBool,
}

impl Document {
    /// Parses one of which the guard found whether there are directives, and what it weighs.
    ///
    /// # Errors
    /// When it is no document, or holds what none may have.
    pub(super) fn parse(
        text: &str,
        weight: usize,
        is_conditional: bool,
        means: &Means,
    ) -> Result<Self, ServerError> {
        let parsed = parse_query(text).map_err(|error| {
            let position = error.positions().next();
            let message: String = error.to_string().chars().take(300).collect();
            refusal(code::GRAPHQL_PARSE_FAILED, message, position)
        })?;
        let operations = parsed
            .operations
            .iter()
            .map(|(name, definition)| Operation::read(&parsed, name, &definition.node, is_conditional, means))
            .collect::<Result<_, _>>()?;
        Ok(Self { parsed, weight, operations, is_conditional, is_valid: AtomicBool::new(false) })
    }

    /// The shape that an operation's answer is owed.
    pub fn shape(&self, at: usize, table: &Table, variables: &Variables) -> Arc<Shape> {
        match self.definition(at) {
            Some(definition) if self.is_conditional => {
                Arc::new(Shape::of(&self.parsed, definition, table, Some(variables)))
            }
            _ => self.operations[at].shape.clone(),
        }
    }

    /// Whether it is known to be valid: then it need not be validated again.
    pub fn is_valid(&self) -> bool {
        self.is_valid.load(Ordering::Relaxed)
    }

    /// Remembers that an operation of it ran, which none of an invalid one does.
    pub fn set_valid(&self) {
        self.is_valid.store(true, Ordering::Relaxed);
    }

    pub fn parsed(&self) -> &ExecutableDocument {
        &self.parsed
    }

    /// The operation that runs, the one of this name or the only one; by it the other functions know it.
    ///
    /// # Errors
    /// When there is none of this name, or no name and several.
    pub fn resolve(&self, name: Option<&str>) -> Result<usize, ServerError> {
        let found = match (&self.operations[..], name) {
            ([_], None) => Some(0),
            // An operation without a name is not found by one.
            (operations, Some(name)) if !name.is_empty() => {
                operations.iter().position(|operation| operation.name == name)
            }
            _ => None,
        };
        found.ok_or_else(|| self.unresolved(name))
    }

    /// What is known of an operation.
    pub fn operation(&self, at: usize) -> &Operation {
        &self.operations[at]
    }

    /// An operation as it was written.
    pub fn definition(&self, at: usize) -> Option<&OperationDefinition> {
        let operation = match &self.parsed.operations {
            DocumentOperations::Single(operation) => Some(operation),
            DocumentOperations::Multiple(operations) => operations.get(self.operations[at].name.as_str()),
        };
        operation.map(|operation| &operation.node)
    }

    fn unresolved(&self, name: Option<&str>) -> ServerError {
        let mut names: Vec<&str> = self
            .operations
            .iter()
            .map(|operation| operation.name.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        names.sort_unstable();
        let has = if names.is_empty() { "one without a name".to_owned() } else { names.join(", ") };
        let message = match name {
            None => format!("The document holds several operations; name one in `operationName`: {has}."),
            Some(name) => format!("The document holds no operation {name:?}; it holds {has}."),
        };
        refusal(code::OPERATION_RESOLUTION_FAILURE, message.chars().take(300).collect::<String>(), None)
    }
}
