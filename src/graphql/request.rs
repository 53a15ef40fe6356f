//! What a client sends, over whatever wire.

use async_graphql::Variables;
use serde::{Deserialize, Deserializer};

use super::document::PersistedQuery;

/// A request as of the GraphQL-over-HTTP specification, and of `graphql-transport-ws`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GraphqlRequest {
    #[serde(default)]
    pub query: Option<String>,
    /// A registered document instead of a text; `doc_id` is what Relay's networks usually call it.
    #[serde(default, alias = "doc_id")]
    pub document_id: Option<String>,
    #[serde(default)]
    pub operation_name: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub variables: Variables,
    #[serde(default, deserialize_with = "or_default")]
    pub extensions: RequestExtensions,
}

/// What a client adds to a request; what is not known here is passed over, as the specification wants it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestExtensions {
    #[serde(default)]
    pub persisted_query: Option<PersistedQuery>,
}

fn or_default<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
