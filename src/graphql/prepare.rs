//! From what a client sent to something that may run: the same for HTTP, SSE and WebSocket.

use std::sync::Arc;

use async_graphql::parser::types::{OperationDefinition, OperationType, Selection, SelectionSet};
use async_graphql::{ServerError, Value, Variables};

use super::cost::{Limits, Operation, Table, TooMuch};
use super::credentials;
use super::document::{Document, Documents, Persisted, Trusted};
use super::error::{code, refusal};
use super::inputs::Inputs;
use super::request::GraphqlRequest;
use super::shape::Shape;

/// Mutations that people call whose access token has expired: a stale one beside them is not looked at.
const IGNORE_STALE_TOKEN: [&str; 4] = ["register", "login", "refreshSession", "logout"];

/// Where documents come from. Cheap to clone.
#[derive(Clone)]
pub struct Library {
    pub documents: Documents,
    pub inputs: Arc<Inputs>,
    pub persisted: Persisted,
    pub trusted: Trusted,
}

/// A document of which one operation may run.
pub struct Prepared {
    document: Arc<Document>,
    operation_name: Option<String>,
    variables: Variables,
}

impl Library {
    /// Looks at a request in the order of what it costs: which document, its size, its syntax, which operation runs.
    pub async fn prepare(&self, request: GraphqlRequest) -> Result<Prepared, ServerError> {
        let document = self.find(&request).await?;
        let operation_name = request.operation_name.filter(|name| !name.is_empty());
        let operation = document.operation(operation_name.as_deref())?;
        credentials::check(document.parsed(), operation)
            .map_err(|error| refusal(code::BAD_REQUEST, error, None))?;
        self.inputs.check_values(operation, &request.variables)?;
        Ok(Prepared { document, operation_name, variables: request.variables })
    }

    async fn find(&self, request: &GraphqlRequest) -> Result<Arc<Document>, ServerError> {
        let text = request.query.as_deref().filter(|text| !text.trim().is_empty());
        let hashed = request.extensions.persisted_query.as_ref();
        if let Some(id) = &request.document_id {
            return self.documents.read(self.trusted.find(id)?);
        }
        // Apollo's clients name a registered document by its hash too.
        if let (None, Some(query)) = (text, hashed)
            && let Some(text) = self.trusted.get(&query.sha256_hash)
        {
            return self.documents.read(text);
        }
        match (text, hashed) {
            (Some(text), None) => {
                self.trusted.admit(text)?;
                self.documents.read(text)
            }
            (Some(text), Some(query)) => {
                self.trusted.admit(text)?;
                self.persisted.verify(query, text)?;
                let document = self.documents.read(text)?;
                self.persisted.remember(query, text).await;
                Ok(document)
            }
            (None, Some(query)) => self.documents.read(&self.persisted.find(query).await?),
            (None, None) => Err(refusal(code::BAD_REQUEST, "The request holds no `query`.", None)),
        }
    }
}

impl Prepared {
    fn operation(&self) -> Option<&OperationDefinition> {
        self.document.operation(self.operation_name.as_deref()).ok()
    }

    /// What kind of operation runs.
    pub fn operation_type(&self) -> OperationType {
        self.operation().map_or(OperationType::Query, |operation| operation.ty)
    }

    /// Whether an access token that has expired is to be passed over rather than refused.
    pub fn ignores_stale_token(&self) -> bool {
        let fields = self.root_fields();
        let mut asked = fields.iter().filter(|name| **name != "__typename").peekable();
        self.operation_type() == OperationType::Mutation
            && asked.peek().is_some()
            && asked.all(|name| IGNORE_STALE_TOKEN.contains(name))
    }

    /// Whether the operation asks for the schema itself (GraphQL specification, section 4.1).
    pub fn introspects(&self) -> bool {
        self.root_fields().iter().any(|name| matches!(*name, "__schema" | "__type"))
    }

    /// The names of the root fields, those of fragments too; their number is bounded before a document is parsed.
    fn root_fields(&self) -> Vec<&str> {
        let mut names = Vec::new();
        if let Some(operation) = self.operation() {
            self.collect(&operation.selection_set.node, &mut names);
        }
        names
    }

    fn collect<'a>(&'a self, set: &'a SelectionSet, names: &mut Vec<&'a str>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => names.push(&field.node.name.node),
                Selection::InlineFragment(fragment) => {
                    self.collect(&fragment.node.selection_set.node, names);
                }
                Selection::FragmentSpread(spread) => {
                    let fragments = &self.document.parsed().fragments;
                    if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                        self.collect(&fragment.node.selection_set.node, names);
                    }
                }
            }
        }
    }

    /// Judges what the operation asks for; its points.
    pub fn judge(&self, table: &Table, limits: &Limits, signed_in: bool) -> Result<usize, ServerError> {
        let Some(definition) = self.operation() else { return Ok(0) };
        let operation =
            Operation { document: self.document.parsed(), definition, variables: &self.variables };
        operation.judge(table, limits, signed_in).map_err(|error| {
            let (code, limit, actual) = match error {
                TooMuch::Depth { limit, actual } => (code::DEPTH_LIMIT_EXCEEDED, limit, actual),
                TooMuch::Complexity { limit, actual } => (code::COMPLEXITY_LIMIT_EXCEEDED, limit, actual),
            };
            let mut refusal = refusal(code, error, None);
            if let Some(extensions) = &mut refusal.extensions {
                extensions.set("limit", Value::from(limit));
                extensions.set("actual", Value::from(actual));
            }
            refusal
        })
    }

    /// The shape that the answer is owed.
    pub fn shape(&self) -> Arc<Shape> {
        self.document.shape(self.operation_name.as_deref())
    }

    /// The library's form of it.
    pub fn into_request(self) -> async_graphql::Request {
        let mut request = async_graphql::Request::new(String::new()).variables(self.variables);
        request.operation_name = self.operation_name;
        request.set_parsed_query(self.document.parsed().clone());
        request
    }
}
