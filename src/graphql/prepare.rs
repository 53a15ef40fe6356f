//! From what a client sent to something that may run: the same for HTTP, SSE and WebSocket.

use std::sync::Arc;

use async_graphql::parser::types::{OperationDefinition, OperationType};
use async_graphql::{ServerError, Value, Variables};

use super::cost::{self, Limits, Table, TooMuch};
use super::document::{Document, Documents, Operation, Persisted, Running, Trusted};
use super::error::{code, refusal};
use super::inputs::{Inputs, check_needed};
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

/// The mutation that looks its viewer up by itself, in the statement that it runs anyway.
const PROVES_ITS_VIEWER: &str = "addComment";

/// A document of which one operation may run.
pub struct Prepared {
    document: Arc<Document>,
    /// Which of the document's operations.
    at: usize,
    operation_name: Option<String>,
    variables: Variables,
}

impl Library {
    /// Looks at a request in the order of what it costs: which document, its size, its syntax, which operation runs.
    pub async fn prepare(&self, request: GraphqlRequest) -> Result<Prepared, ServerError> {
        let document = self.find(&request).await?;
        let operation_name = request.operation_name.filter(|name| !name.is_empty());
        let at = document.resolve(operation_name.as_deref())?;
        let operation = document.operation(at);
        operation.check_credentials().map_err(|error| refusal(code::BAD_REQUEST, error, None))?;
        let mut variables = request.variables;
        if let Some(definition) = document.definition(at) {
            self.inputs.check_values(definition, &variables)?;
            give_defaults(definition, &mut variables);
        }
        check_needed(&operation.needed, &variables)?;
        Ok(Prepared { document, at, operation_name, variables })
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
                Box::pin(self.persisted.remember(query, text)).await;
                Ok(document)
            }
            (None, Some(query)) => self.documents.read(&Box::pin(self.persisted.find(query)).await?),
            (None, None) => Err(refusal(code::BAD_REQUEST, "The request holds no `query`.", None)),
        }
    }
}

/// Variables that were not given are what the operation says. The library asks for that where a field reads one, but
/// not where `@skip` or `@include` does.
fn give_defaults(definition: &OperationDefinition, variables: &mut Variables) {
    for variable in &definition.variable_definitions {
        if let Some(default) = variable.node.default_value() {
            variables.entry(variable.node.name.node.clone()).or_insert_with(|| default.clone());
        }
    }
}

impl Prepared {
    /// The document that it is of.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    fn operation(&self) -> &Operation {
        self.document.operation(self.at)
    }

    /// What kind of operation runs.
    pub fn operation_type(&self) -> OperationType {
        self.operation().ty
    }

    /// Whether an access token that has expired is to be passed over rather than refused.
    pub fn ignores_stale_token(&self) -> bool {
        let fields = &self.operation().root_fields;
        let mut asked = fields.iter().filter(|name| *name != "__typename").peekable();
        self.operation_type() == OperationType::Mutation
            && asked.peek().is_some()
            && asked.all(|name| IGNORE_STALE_TOKEN.contains(&name.as_str()))
    }

    /// Whether the operation finds out on its own who asks, together with what it does.
    pub fn proves_its_viewer(&self) -> bool {
        let [field] = &*self.operation().root_fields else { return false };
        self.operation_type() == OperationType::Mutation
            && PROVES_ITS_VIEWER == *field
            // Else what is wrong with it would be told before anybody is looked up.
            && self.document.is_valid()
    }

    /// Whether the operation asks for the schema itself.
    pub fn introspects(&self) -> bool {
        self.operation().introspects()
    }

    /// The data of its answer, where that is known.
    pub fn known(&self) -> Option<Value> {
        self.operation().known.as_ref()?.get()
    }

    /// Judges what the operation asks for; its points.
    pub fn judge(&self, table: &Table, limits: &Limits, signed_in: bool) -> Result<usize, ServerError> {
        let Some(definition) = self.document.definition(self.at) else { return Ok(0) };
        let operation = self.operation();
        let size = operation.size.get().copied().unwrap_or_else(|| {
            let document = self.document.parsed();
            let (size, is_variable) =
                cost::Operation { document, definition, variables: &self.variables }.measure(table);
            if !is_variable {
                // Another request may have been first, with the same.
                let _ = operation.size.set(size);
            }
            size
        });
        size.judge(limits, signed_in).map_err(|error| {
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
    pub fn shape(&self, table: &Table) -> Arc<Shape> {
        self.document.shape(self.at, table, &self.variables)
    }

    /// The document, and which of its operations runs.
    pub fn running(&self) -> Running {
        Running { document: self.document.clone(), at: self.at }
    }

    /// The library's form of it; where that is trusted as little as there need be.
    pub fn into_request(self, is_trusted: bool) -> async_graphql::Request {
        let mut request = async_graphql::Request::new(String::new()).variables(self.variables);
        match &self.document.operation(self.at).outline {
            // Of several operations it holds only this one, which then needs no name.
            Some(outline) if is_trusted => request.set_parsed_query(outline.clone()),
            _ => {
                request.operation_name = self.operation_name;
                request.set_parsed_query(self.document.parsed().clone());
            }
        }
        request
    }
}
