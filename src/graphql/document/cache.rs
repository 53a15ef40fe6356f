//! Parsed documents, kept: what was asked once is asked again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition};
use async_graphql::{Pos, ServerError, Value, Variables};
use moka::sync::Cache;

use super::guard;
use super::operation::Operation;
use crate::graphql::cost::{Limits, Table};
use crate::graphql::error::{code, refusal};
use crate::graphql::inputs::Inputs;
use crate::graphql::shape::Shape;

/// Bytes, about, that all documents which are kept may take.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes, about, that a byte of a document's text takes when it is parsed.
const PARSED_BYTE: usize = 20;
/// Bytes, about, that a selected field takes in the shape of an answer, with fragments written out.
const SHAPED_SELECTION: usize = 256;

/// A document that was judged and parsed.
pub struct Document {
    parsed: ExecutableDocument,
    /// Bytes, about, that it takes.
    weight: usize,
    operations: Vec<Operation>,
    /// Whether there are directives, by which a field may be left out: then the answer's shape depends on the variables.
    is_conditional: bool,
    /// Whether the library's validation let it through.
    is_valid: AtomicBool,
}

/// All that this process knows how to run. Cheap to clone.
#[derive(Clone)]
pub struct Documents {
    kept: Cache<Arc<str>, Arc<Document>>,
    table: Arc<Table>,
    inputs: Arc<Inputs>,
    limits: Limits,
}

impl Documents {
    pub fn new(table: Arc<Table>, inputs: Arc<Inputs>, limits: Limits) -> Self {
        let kept = Cache::builder()
            .weigher(|_, document: &Arc<Document>| u32::try_from(document.weight).unwrap_or(u32::MAX))
            .max_capacity(KEPT_BYTES)
            .build();
        Self { kept, table, inputs, limits }
    }

    /// Judges and parses a text, unless that was done before.
    pub fn read(&self, text: &str) -> Result<Arc<Document>, ServerError> {
        if let Some(document) = self.kept.get(text) {
            return Ok(document);
        }
        let measured = guard::check(text, &self.limits.document).map_err(|found| too_large(&found))?;
        // Twice, for outlines are as long as their document at the most.
        let weight = text.len() * PARSED_BYTE * 2 + measured.expanded_selections * SHAPED_SELECTION;
        let document = Document::parse(text, weight, measured.directives > 0, &self.table, &self.inputs)?;
        let document = Arc::new(document);
        self.kept.insert(text.into(), document.clone());
        Ok(document)
    }
}

impl Document {
    fn parse(
        text: &str,
        weight: usize,
        is_conditional: bool,
        table: &Table,
        inputs: &Inputs,
    ) -> Result<Self, ServerError> {
        let parsed = parse_query(text).map_err(|error| {
            let position = error.positions().next();
            let message: String = error.to_string().chars().take(300).collect();
            refusal(code::GRAPHQL_PARSE_FAILED, message, position)
        })?;
        let operations = parsed
            .operations
            .iter()
            .map(|(name, definition)| {
                Operation::read(&parsed, name, &definition.node, is_conditional, table, inputs)
            })
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

fn too_large(found: &guard::Refusal) -> ServerError {
    let position = found.position().map(|at| Pos { line: at.line, column: at.column });
    let mut error = refusal(found.code(), found, position);
    if let (Some(extensions), Some((limit, actual))) = (&mut error.extensions, found.limit_and_actual()) {
        extensions.set("limit", Value::from(limit));
        extensions.set("actual", Value::from(actual));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents() -> Documents {
        let sdl = "type Query { a: Int } type Subscription { s: Int }";
        let (table, inputs) = (Table::new(sdl).unwrap(), Inputs::new(sdl).unwrap());
        Documents::new(Arc::new(table), Arc::new(inputs), Limits::default())
    }

    fn refused<T>(result: Result<T, ServerError>) -> (String, String) {
        let error = result.err().unwrap();
        let code = error.extensions.as_ref().unwrap().get("code").unwrap().to_string();
        (code.trim_matches('"').to_owned(), error.message)
    }

    #[test]
    fn the_second_time_it_is_the_same_document() {
        let documents = documents();
        let (first, second) = (documents.read("{ a }").unwrap(), documents.read("{ a }").unwrap());
        assert!(Arc::ptr_eq(&first, &second));
        assert!(!Arc::ptr_eq(&first, &documents.read("{ a  }").unwrap()));
    }

    #[test]
    fn an_operation_is_found_by_its_name() {
        let documents = documents();
        let one = documents.read("query A { a }").unwrap();
        assert!(one.resolve(None).is_ok() && one.resolve(Some("A")).is_ok());
        let two = documents.read("query B { a } query A { a }").unwrap();
        let (code, message) = refused(two.resolve(None));
        assert_eq!(code, "OPERATION_RESOLUTION_FAILURE");
        assert!(message.ends_with("name one in `operationName`: A, B."), "{message}");
        let (_, message) = refused(two.resolve(Some("C")));
        assert_eq!(message, "The document holds no operation \"C\"; it holds A, B.");
        let (_, message) = refused(documents.read("{ a }").unwrap().resolve(Some("C")));
        assert_eq!(message, "The document holds no operation \"C\"; it holds one without a name.");
    }

    #[test]
    fn a_subscription_has_one_root_field() {
        let (code, _) = refused(documents().read("subscription { s again: s }"));
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
        let hidden = "subscription { ...F } fragment F on Subscription { s again: s }";
        assert_eq!(refused(documents().read(hidden)).0, "GRAPHQL_VALIDATION_FAILED");
        let merged = "subscription { ...F s } fragment F on Subscription { s }";
        assert!(documents().read(merged).is_ok());
    }

    #[test]
    fn a_variable_is_of_a_type_that_there_is() {
        let (code, message) = refused(documents().read("query ($a: [Nope] = [1]) { a }"));
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(message, "The variable $a can't be of type \"Nope\".");
        assert!(documents().read("query ($a: [[Int!]!] = [[1]]) { a }").is_ok());
        assert!(documents().read("query ($a: Query) { a }").is_err());
    }
}
