//! Automatic persisted queries (Apollo's protocol): the client sends a document's hash, and the document itself only
//! when the hash is not known yet.

use std::time::Duration;

use async_graphql::ServerError;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::graphql::error::{code, refusal};
use crate::infra::store::Store;

/// A document that nobody asked for this long is forgotten.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// `extensions.persistedQuery` of a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersistedQuery {
    pub version: i64,
    /// Of the document's text, in hexadecimal.
    pub sha256_hash: String,
}

/// Where documents are known by their hashes. Cheap to clone.
#[derive(Clone)]
pub struct Persisted(Option<Store>);

impl Persisted {
    pub fn new(store: Store) -> Self {
        Self(Some(store))
    }

    /// No document is known by its hash.
    pub fn off() -> Self {
        Self(None)
    }

    /// The document of a hash.
    pub async fn find(&self, query: &PersistedQuery) -> Result<String, ServerError> {
        let (store, hash) = self.check(query)?;
        let found = store.get(&key(&hash)).await;
        // Clients look for these very words, and send the document with the hash when they see them.
        found.ok_or_else(|| refusal(code::PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound", None))
    }

    /// Whether a document is the one that its hash says.
    pub fn verify(&self, query: &PersistedQuery, text: &str) -> Result<(), ServerError> {
        let (_, hash) = self.check(query)?;
        if hash_of(text) == hash {
            return Ok(());
        }
        let message = "The document's SHA-256 is not `extensions.persistedQuery.sha256Hash`.";
        Err(refusal(code::BAD_REQUEST, message, None))
    }

    /// Remembers a document that was verified and read.
    pub async fn remember(&self, query: &PersistedQuery, text: &str) {
        if let Ok((store, hash)) = self.check(query) {
            store.put(&key(&hash), text, KEPT).await;
        }
    }

    fn check(&self, query: &PersistedQuery) -> Result<(&Store, String), ServerError> {
        let Some(store) = &self.0 else {
            let message = "PersistedQueryNotSupported";
            return Err(refusal(code::PERSISTED_QUERY_NOT_SUPPORTED, message, None));
        };
        if query.version != 1 {
            let message = format!("Persisted queries of version {} are not supported; 1 is.", query.version);
            return Err(refusal(code::PERSISTED_QUERY_NOT_SUPPORTED, message, None));
        }
        let hash = query.sha256_hash.to_ascii_lowercase();
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let message = "`extensions.persistedQuery.sha256Hash` must be 64 hexadecimal digits.";
            return Err(refusal(code::BAD_REQUEST, message, None));
        }
        Ok((store, hash))
    }
}

/// The hash by which a document is known.
pub(super) fn hash_of(text: &str) -> String {
    use std::fmt::Write;
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hash, byte| {
        // Writing to a text does not fail.
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

fn key(hash: &str) -> String {
    format!("document:{hash}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_clients_compute() {
        let hash = hash_of("{__typename}");
        assert_eq!(hash, "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38");
    }

    #[tokio::test]
    async fn a_document_is_found_once_it_was_remembered() {
        let persisted = Persisted::new(Store::in_process());
        let query = PersistedQuery { version: 1, sha256_hash: hash_of("{ a }").to_uppercase() };
        let code = |error: ServerError| error.extensions.unwrap().get("code").unwrap().to_string();
        let missing = persisted.find(&query).await.unwrap_err();
        assert_eq!(missing.message, "PersistedQueryNotFound");
        assert!(persisted.verify(&query, "{ b }").is_err() && persisted.verify(&query, "{ a }").is_ok());
        persisted.remember(&query, "{ a }").await;
        assert_eq!(persisted.find(&query).await.unwrap(), "{ a }");
        let newer = PersistedQuery { version: 2, ..query.clone() };
        assert_eq!(code(persisted.find(&newer).await.unwrap_err()), "\"PERSISTED_QUERY_NOT_SUPPORTED\"");
        let short = PersistedQuery { sha256_hash: "abc".to_owned(), ..query };
        assert_eq!(code(persisted.find(&short).await.unwrap_err()), "\"BAD_REQUEST\"");
    }
}
