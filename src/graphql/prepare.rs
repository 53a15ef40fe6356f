//! From what a client sent to something that may run: the same for HTTP and WebSocket.

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
};
use async_graphql::{ErrorExtensionValues, Pos, ServerError, Value, Variables};
use serde::Deserialize;

use super::cost::{Limits, Operation, Table, TooMuch};
use super::document;
use super::error::code;
use super::shape::Shape;

/// Mutations that people call whose access token has expired: a stale one beside them is not looked at.
const IGNORE_STALE_TOKEN: [&str; 4] = ["register", "login", "refreshSession", "logout"];

/// A request as of the GraphQL-over-HTTP specification, and of `graphql-transport-ws`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphqlRequest {
    #[serde(default)]
    pub query: String,
    #[serde(default)]
    pub operation_name: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub variables: Variables,
}

fn or_default<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Variables, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A document of which one operation may run.
pub struct Prepared {
    document: ExecutableDocument,
    operation_name: Option<String>,
    query: String,
    variables: Variables,
}

impl Prepared {
    /// Looks at a request in the order of what it costs: its size, its syntax, which operation runs.
    pub fn new(request: GraphqlRequest, limits: &Limits) -> Result<Self, ServerError> {
        if request.query.trim().is_empty() {
            return Err(refusal(code::BAD_REQUEST, "The request holds no `query`.", None));
        }
        document::check(&request.query, limits)
            .map_err(|error| refusal(code::DOCUMENT_TOO_LARGE, error, None))?;
        let document = parse_query(&request.query).map_err(|error| {
            let position = error.positions().next();
            let message: String = error.to_string().chars().take(300).collect();
            refusal(code::GRAPHQL_PARSE_FAILED, message, position)
        })?;
        let operation_name = request.operation_name.filter(|name| !name.is_empty());
        let prepared = Self { document, operation_name, query: request.query, variables: request.variables };
        let operation = prepared.find()?;
        // The specification, section 5.2.4.1; the library takes several.
        if operation.ty == OperationType::Subscription && operation.selection_set.node.items.len() != 1 {
            let message = "A subscription has exactly one root field.";
            return Err(refusal(code::GRAPHQL_VALIDATION_FAILED, message, None));
        }
        Ok(prepared)
    }

    fn find(&self) -> Result<&OperationDefinition, ServerError> {
        match (&self.document.operations, self.operation_name.as_deref()) {
            (DocumentOperations::Single(operation), None) => Ok(&operation.node),
            (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
                operations.values().next().map(|operation| &operation.node).ok_or_else(|| self.unresolved(""))
            }
            (DocumentOperations::Multiple(operations), Some(name)) => {
                operations.get(name).map(|operation| &operation.node).ok_or_else(|| self.unresolved(name))
            }
            (_, name) => Err(self.unresolved(name.unwrap_or_default())),
        }
    }

    fn unresolved(&self, name: &str) -> ServerError {
        let mut names: Vec<&str> = match &self.document.operations {
            DocumentOperations::Single(_) => Vec::new(),
            DocumentOperations::Multiple(operations) => operations.keys().map(|name| name.as_str()).collect(),
        };
        names.sort_unstable();
        let has = if names.is_empty() { "one without a name".to_owned() } else { names.join(", ") };
        let message = match name {
            "" => format!("The document holds several operations; name one in `operationName`: {has}."),
            name => format!("The document holds no operation {name:?}; it holds {has}."),
        };
        refusal(code::OPERATION_RESOLUTION_FAILURE, message.chars().take(300).collect::<String>(), None)
    }

    /// What kind of operation runs.
    pub fn operation_type(&self) -> OperationType {
        self.find().map_or(OperationType::Query, |operation| operation.ty)
    }

    /// Whether an access token that has expired is to be passed over rather than refused.
    pub fn ignores_stale_token(&self) -> bool {
        let Ok(operation) = self.find() else { return false };
        let items = &operation.selection_set.node.items;
        operation.ty == OperationType::Mutation
            && items.iter().all(|selection| match &selection.node {
                Selection::Field(field) => IGNORE_STALE_TOKEN.contains(&field.node.name.node.as_str()),
                _ => false,
            })
    }

    /// Judges what the operation asks for.
    pub fn judge(&self, table: &Table, limits: &Limits, signed_in: bool) -> Result<(), ServerError> {
        let operation =
            Operation { document: &self.document, definition: self.find()?, variables: &self.variables };
        operation.judge(table, limits, signed_in).map(|_| ()).map_err(|error| {
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
    pub fn shape(&self, table: &Table) -> Shape {
        self.find().map(|operation| Shape::of(&self.document, operation, table)).unwrap_or_default()
    }

    /// The library's form of it.
    pub fn into_request(self) -> async_graphql::Request {
        let mut request = async_graphql::Request::new(self.query).variables(self.variables);
        request.operation_name = self.operation_name;
        request.set_parsed_query(self.document);
        request
    }
}

/// A request that is not run.
pub fn refusal(code: &'static str, message: impl ToString, position: Option<Pos>) -> ServerError {
    let mut error = ServerError::new(message.to_string(), position);
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
    error
}
