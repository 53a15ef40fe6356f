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
        let Some(operation) = self.operation() else { return false };
        let items = &operation.selection_set.node.items;
        operation.ty == OperationType::Mutation
            && items.iter().all(|selection| match &selection.node {
                Selection::Field(field) => IGNORE_STALE_TOKEN.contains(&field.node.name.node.as_str()),
                _ => false,
            })
    }

    /// Whether the operation asks for the schema itself (GraphQL specification, section 4.1).
    pub fn introspects(&self) -> bool {
        self.operation().is_some_and(|operation| self.asks_for_schema(&operation.selection_set.node))
    }

    fn asks_for_schema(&self, set: &SelectionSet) -> bool {
        set.items.iter().any(|selection| match &selection.node {
            Selection::Field(field) => matches!(field.node.name.node.as_str(), "__schema" | "__type"),
            Selection::InlineFragment(fragment) => self.asks_for_schema(&fragment.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                let fragment = self.document.parsed().fragments.get(&spread.node.fragment_name.node);
                fragment.is_some_and(|fragment| self.asks_for_schema(&fragment.node.selection_set.node))
            }
        })
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
