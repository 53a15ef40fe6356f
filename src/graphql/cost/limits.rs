//! The limits, and what is said when one is exceeded.

use crate::graphql::document;

/// How much one request may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// What a document may hold, judged before it is parsed.
    pub document: document::Limits,
    /// Levels of fields; introspection is not counted.
    pub depth: usize,
    /// Points of complexity for nobody in particular.
    pub complexity_anonymous: usize,
    /// Points of complexity for somebody signed in.
    pub complexity_signed_in: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document: document::Limits::default(),
            depth: 15,
            complexity_anonymous: 5_000,
            complexity_signed_in: 10_000,
        }
    }
}

/// Why a query asks for too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    #[error("The query is {actual} levels deep; at most {limit} are allowed.")]
    Depth { limit: usize, actual: usize },
    #[error(
        "The query costs {actual} points; at most {limit} are allowed. Ask for smaller pages: what stands in a page is \
         multiplied by its size."
    )]
    Complexity { limit: usize, actual: usize },
}
