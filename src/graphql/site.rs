//! The frontend, to whose pages addresses lead.

use std::sync::Arc;

/// Where the pages of the frontend are.
#[derive(Clone, Debug, Default)]
pub struct Site(Option<Arc<str>>);

impl Site {
    pub fn new(url: Option<&str>) -> Self {
        Self(url.map(|url| url.trim_end_matches('/').into()))
    }

    /// The address of a page, if the frontend's is configured.
    pub fn page(&self, path: &str) -> Option<String> {
        self.0.as_ref().map(|site| format!("{site}/{path}"))
    }
}
