//! Parsed documents, kept: what was asked once is asked again.

use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use async_graphql::{Pos, ServerError, Value};
use moka::sync::Cache;

use super::guard;
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
    /// By name; the one operation of a document without names under the empty one.
    shapes: Vec<(String, Arc<Shape>)>,
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
        let weight = text.len() * PARSED_BYTE + measured.expanded_selections * SHAPED_SELECTION;
        let document = Arc::new(Document::parse(text, weight, &self.table, &self.inputs)?);
        self.kept.insert(text.into(), document.clone());
        Ok(document)
    }
}

impl Document {
    fn parse(text: &str, weight: usize, table: &Table, inputs: &Inputs) -> Result<Self, ServerError> {
        let parsed = parse_query(text).map_err(|error| {
            let position = error.positions().next();
            let message: String = error.to_string().chars().take(300).collect();
            refusal(code::GRAPHQL_PARSE_FAILED, message, position)
        })?;
        let mut shapes = Vec::new();
        for (name, operation) in parsed.operations.iter() {
            let operation = &operation.node;
            inputs.check_types(operation)?;
            let shape = Shape::of(&parsed, operation, table);
            // The specification, section 5.2.4.1; the library takes several.
            if operation.ty == OperationType::Subscription && shape.len() != 1 {
                let message = "A subscription has exactly one root field.";
                return Err(refusal(code::GRAPHQL_VALIDATION_FAILED, message, None));
            }
            shapes.push((name.map(|name| name.to_string()).unwrap_or_default(), Arc::new(shape)));
        }
        Ok(Self { parsed, weight, shapes })
    }

    pub fn parsed(&self) -> &ExecutableDocument {
        &self.parsed
    }

    /// The operation that runs: the one of this name, or the only one.
    pub fn operation(&self, name: Option<&str>) -> Result<&OperationDefinition, ServerError> {
        match (&self.parsed.operations, name) {
            (DocumentOperations::Single(operation), None) => Ok(&operation.node),
            (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => operations
                .values()
                .next()
                .map(|operation| &operation.node)
                .ok_or_else(|| self.unresolved(None)),
            (DocumentOperations::Multiple(operations), Some(name)) => operations
                .get(name)
                .map(|operation| &operation.node)
                .ok_or_else(|| self.unresolved(Some(name))),
            (_, name) => Err(self.unresolved(name)),
        }
    }

    /// The shape of an operation's answer.
    pub fn shape(&self, name: Option<&str>) -> Arc<Shape> {
        let found = match (name, &self.shapes[..]) {
            (None, [(_, only)]) => Some(only),
            (name, shapes) => shapes.iter().find(|(of, _)| Some(of.as_str()) == name).map(|(_, shape)| shape),
        };
        found.cloned().unwrap_or_default()
    }

    fn unresolved(&self, name: Option<&str>) -> ServerError {
        let mut names: Vec<&str> =
            self.shapes.iter().map(|(name, _)| name.as_str()).filter(|name| !name.is_empty()).collect();
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
        assert!(one.operation(None).is_ok() && one.operation(Some("A")).is_ok());
        let two = documents.read("query B { a } query A { a }").unwrap();
        let (code, message) = refused(two.operation(None));
        assert_eq!(code, "OPERATION_RESOLUTION_FAILURE");
        assert!(message.ends_with("name one in `operationName`: A, B."), "{message}");
        let (_, message) = refused(two.operation(Some("C")));
        assert_eq!(message, "The document holds no operation \"C\"; it holds A, B.");
        let (_, message) = refused(documents.read("{ a }").unwrap().operation(Some("C")));
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
