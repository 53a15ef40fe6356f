//! Trusted documents: those that were registered when the frontend was built, known by their ids. Where nothing else
//! is to run, nobody asks what the frontend does not ask.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_graphql::ServerError;
use serde::Deserialize;

use super::cache::Documents;
use super::persisted::hash_of;
use crate::graphql::error::{code, refusal};

/// The registered documents. Cheap to clone.
#[derive(Clone, Default)]
pub struct Trusted {
    by_id: Arc<HashMap<String, String>>,
    only: bool,
}

/// Why documents can't be registered.
#[derive(Debug, thiserror::Error)]
pub enum TrustedError {
    #[error("the trusted documents in {0} can't be read: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error(
        "{0} is no manifest of documents: neither Relay's (an object of ids and documents) nor Apollo's (`format` \
         \"apollo-persisted-query-manifest\"): {1}"
    )]
    NotAManifest(PathBuf, String),
    #[error("{0} holds no documents")]
    Empty(PathBuf),
    #[error("the trusted document {id:?} can't be read: {why}")]
    Document { id: String, why: String },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Manifest {
    /// <https://www.apollographql.com/docs/graphos/platform/security/persisted-queries>
    Apollo { format: String, operations: Vec<Operation> },
    /// <https://relay.dev/docs/guides/persisted-queries/>
    Relay(HashMap<String, String>),
}

#[derive(Deserialize)]
struct Operation {
    id: String,
    body: String,
}

impl Trusted {
    /// Reads a manifest, or a folder of `.graphql` files, which are known by their names without the ending. All are
    /// known by the SHA-256 of their text as well. With `only`, nothing else runs.
    pub fn load(path: &Path, only: bool) -> Result<Self, TrustedError> {
        let unreadable = |error| TrustedError::Unreadable(path.to_owned(), error);
        let named = if path.is_dir() {
            read_folder(path).map_err(unreadable)?
        } else {
            read_manifest(path, &std::fs::read(path).map_err(unreadable)?)?
        };
        if named.is_empty() {
            return Err(TrustedError::Empty(path.to_owned()));
        }
        let hashed: Vec<_> = named.values().map(|text| (hash_of(text), text.clone())).collect();
        let by_id = hashed.into_iter().chain(named).collect();
        Ok(Self { by_id: Arc::new(by_id), only })
    }

    /// Reads all of them, so that one which could never run is known at the start.
    pub fn check(&self, documents: &Documents) -> Result<(), TrustedError> {
        for (id, text) in self.by_id.iter() {
            documents
                .read(text)
                .map_err(|error| TrustedError::Document { id: id.clone(), why: error.message })?;
        }
        Ok(())
    }

    /// Whether nothing else runs.
    pub fn only(&self) -> bool {
        self.only
    }

    /// How many ids are known.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub fn get(&self, id: &str) -> Option<&str> {
        let id = id.strip_prefix("sha256:").unwrap_or(id);
        self.by_id.get(id).map(String::as_str)
    }

    /// The document of an id that a client named.
    pub fn find(&self, id: &str) -> Result<&str, ServerError> {
        self.get(id).ok_or_else(|| {
            let shown: String = id.chars().take(80).collect();
            refusal(code::PERSISTED_QUERY_NOT_FOUND, format!("No document is registered as {shown:?}."), None)
        })
    }

    /// Refuses a text that is not registered, where nothing else runs.
    pub fn admit(&self, text: &str) -> Result<(), ServerError> {
        if !self.only || self.by_id.contains_key(&hash_of(text)) {
            return Ok(());
        }
        let message = "Only registered documents run here: name one in `documentId`, or send its very text.";
        Err(refusal(code::FORBIDDEN, message, None))
    }
}

fn read_folder(path: &Path) -> io::Result<HashMap<String, String>> {
    let mut found = HashMap::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "graphql" || ending == "gql")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            found.insert(name.to_owned(), std::fs::read_to_string(&path)?);
        }
    }
    Ok(found)
}

fn read_manifest(path: &Path, bytes: &[u8]) -> Result<HashMap<String, String>, TrustedError> {
    let wrong = |why: String| TrustedError::NotAManifest(path.to_owned(), why);
    match serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))? {
        Manifest::Apollo { format, operations } if format == "apollo-persisted-query-manifest" => {
            Ok(operations.into_iter().map(|operation| (operation.id, operation.body)).collect())
        }
        Manifest::Apollo { format, .. } => Err(wrong(format!("`format` is {format:?}"))),
        Manifest::Relay(documents) => Ok(documents),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(name: &str, text: &str, only: bool) -> Result<Trusted, TrustedError> {
        let folder = std::env::temp_dir().join(format!("tribune-trusted-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("manifest.json");
        std::fs::write(&path, text).unwrap();
        let loaded = Trusted::load(&path, only);
        std::fs::remove_dir_all(&folder).unwrap();
        loaded
    }

    #[test]
    fn manifests_of_relay_and_of_apollo_are_read() {
        let relay = load("relay", r#"{"abc": "{ a }"}"#, true).unwrap();
        let apollo = load(
            "apollo",
            r#"{"format": "apollo-persisted-query-manifest", "version": 1, "operations":
                [{"id": "abc", "name": "A", "type": "query", "body": "{ a }"}]}"#,
            true,
        )
        .unwrap();
        for trusted in [relay, apollo] {
            assert_eq!(trusted.find("abc").unwrap(), "{ a }");
            assert_eq!(trusted.find(&format!("sha256:{}", hash_of("{ a }"))).unwrap(), "{ a }");
            assert!(trusted.find("abd").is_err());
            assert!(trusted.admit("{ a }").is_ok() && trusted.admit("{ b }").is_err());
        }
        assert!(load("other", r#"{"abc": "{ a }"}"#, false).unwrap().admit("{ b }").is_ok());
    }

    #[test]
    fn what_is_no_manifest_says_so() {
        for (index, text) in
            ["[]", "{", "{}", r#"{"format": "x", "operations": []}"#, r#"{"a": 1}"#].iter().enumerate()
        {
            assert!(load(&format!("wrong{index}"), text, false).is_err(), "{text}");
        }
    }

    #[test]
    fn a_folder_of_documents_is_known_by_their_names() {
        let folder = std::env::temp_dir().join(format!("tribune-trusted-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("feed.graphql"), "{ a }").unwrap();
        std::fs::write(folder.join("notes.txt"), "{ b }").unwrap();
        let trusted = Trusted::load(&folder, true).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((trusted.find("feed").unwrap(), trusted.len()), ("{ a }", 2));
    }
}
