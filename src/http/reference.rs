//! Where an error leads: into the log, and to its explanation.

use std::sync::Arc;

use async_graphql::ErrorExtensionValues;

/// What every error of a request carries beside its code.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// Under which the request is in the log.
    pub request_id: Arc<str>,
    pub docs: ErrorDocs,
}

impl Reference {
    /// Gives an error of that code what it carries.
    pub fn give(&self, extensions: &mut ErrorExtensionValues, code: &str) {
        extensions.set("requestId", &*self.request_id);
        if let Some(url) = self.docs.explain(code) {
            extensions.set("docs", url);
        }
    }
}

/// The page that explains the codes of errors, where there is one.
#[derive(Clone, Debug, Default)]
pub struct ErrorDocs(Option<Arc<str>>);

impl ErrorDocs {
    pub fn new(url: Option<&str>) -> Self {
        Self(url.map(Into::into))
    }

    /// The section of a code: what docs/errors.md has as a heading is an anchor in lower case.
    fn explain(&self, code: &str) -> Option<String> {
        self.0.as_ref().map(|url| format!("{url}#{}", code.to_ascii_lowercase()))
    }
}
