//! What clients may know of this server.

use async_graphql::{ComplexObject, Context, Enum, Object, SimpleObject};

use super::context::ContextExt;
use super::cost::Limits;
use crate::domain::comment::MAX_BODY as MAX_COMMENT;
use crate::domain::post::{MAX_BODY, MAX_TAGS};
use crate::page::MAX_SIZE;

/// Name, version and limits of this server, for clients to adapt to.
#[derive(SimpleObject, Clone, Debug)]
pub struct Instance {
    /// What this server calls itself.
    name: String,
    /// The version of Tribune that runs.
    version: String,
    /// Who may register.
    registration_mode: RegistrationMode,
    /// What clients may adapt to.
    limits: InstanceLimits,
}

/// Who may register. More modes may come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Anybody.
    Open,
    /// Nobody.
    Closed,
}

/// The limits of this server.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct InstanceLimits {
    /// Items in the largest page.
    page_size: i32,
    /// Levels of fields in the deepest query.
    depth: i32,
    /// For nobody in particular, and for somebody signed in.
    #[graphql(skip)]
    complexity: (i32, i32),
    /// Bytes of the longest document.
    document_bytes: i32,
    /// Characters of the longest text of a post.
    post_characters: i32,
    /// Characters of the longest comment.
    comment_characters: i32,
    /// Tags on a post.
    tags_per_post: i32,
}

#[ComplexObject]
impl InstanceLimits {
    /// Points of complexity of the dearest query, for this viewer.
    async fn complexity(&self, ctx: &Context<'_>) -> i32 {
        if ctx.viewer().signed_in().is_some() { self.complexity.1 } else { self.complexity.0 }
    }
}

impl InstanceLimits {
    pub fn new(limits: &Limits) -> Self {
        let narrow = |limit: usize| i32::try_from(limit).unwrap_or(i32::MAX);
        Self {
            page_size: MAX_SIZE,
            depth: narrow(limits.depth),
            complexity: (narrow(limits.complexity_anonymous), narrow(limits.complexity_signed_in)),
            document_bytes: narrow(limits.document.bytes),
            post_characters: narrow(MAX_BODY),
            comment_characters: narrow(MAX_COMMENT),
            tags_per_post: narrow(MAX_TAGS),
        }
    }
}

impl Default for InstanceLimits {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

#[derive(Default)]
pub struct InstanceQuery;

#[Object]
impl InstanceQuery {
    /// Name, version and limits of this server, for clients to adapt to.
    async fn instance(&self, ctx: &Context<'_>) -> Instance {
        let open = ctx.domain().registration_is_open;
        Instance {
            name: ctx.domain().name.to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            registration_mode: if open { RegistrationMode::Open } else { RegistrationMode::Closed },
            limits: ctx.data_unchecked::<InstanceLimits>().clone(),
        }
    }
}
