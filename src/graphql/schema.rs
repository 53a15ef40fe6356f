//! The schema: the roots put together.

use async_graphql::{
    MergedObject, MergedSubscription, SDLExportOptions, Schema, SchemaBuilder, ValidationMode,
};

use super::account::{AccountMutation, AccountQuery};
use super::bookmark::BookmarkMutation;
use super::comment::{CommentMutation, CommentSubscription};
use super::identity::IdentityMutation;
use super::instance::{InstanceLimits, InstanceQuery};
use super::node::NodeQuery;
use super::post::{CoAuthorMutation, DraftMutation, PostMutation, PostQuery, PostSubscription};
use super::rate_limit::RateLimitQuery;
use super::reaction::ReactionMutation;
use super::revision::RevisionMutation;
use super::series::{SeriesMutation, SeriesQuery};
use super::tag::{TagMutation, TagQuery};

// The library asks one after the other for a field: what is asked for most comes first.

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(PostQuery, AccountQuery, NodeQuery, SeriesQuery, TagQuery, RateLimitQuery, InstanceQuery);

/// Everything that can be changed. Each takes one input and gives one payload; a failed one leaves the others standing.
#[derive(MergedObject, Default)]
pub struct Mutation(
    CommentMutation,
    ReactionMutation,
    BookmarkMutation,
    IdentityMutation,
    AccountMutation,
    PostMutation,
    DraftMutation,
    CoAuthorMutation,
    RevisionMutation,
    SeriesMutation,
    TagMutation,
);

/// Everything that can be watched.
#[derive(MergedSubscription, Default)]
pub struct Subscription(PostSubscription, CommentSubscription);

/// The schema as the library runs it.
pub type TribuneSchema = Schema<Query, Mutation, Subscription>;

/// The schema of this server, twice: validating a document takes a good part of a small request, and a document that
/// was found valid once is so for ever. Cheap to clone.
#[derive(Clone)]
pub struct Schemas {
    validating: TribuneSchema,
    trusting: TribuneSchema,
}

impl Schemas {
    /// Builds both; `limits` are told to clients.
    pub fn build(limits: &InstanceLimits) -> Self {
        // What is left of the rules checks only what a client is told of a cache. Federation is never asked for, for no
        // document that is valid has its fields; but unless it is on, the library looks at each root field whether any type
        // of all is an entity of it.
        let trusting = builder(limits.clone()).validation_mode(ValidationMode::Fast).enable_federation();
        Self { validating: builder(limits.clone()).finish(), trusting: trusting.finish() }
    }

    /// The one that runs an operation: of a document that is known to be valid, which asks for nothing of the schema
    /// itself, or of another.
    pub fn of(&self, is_trusted: bool) -> &TribuneSchema {
        if is_trusted { &self.trusting } else { &self.validating }
    }
}

/// No extension is registered: each would take every request off the executor's fast path.
fn builder(limits: InstanceLimits) -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<super::node::Node>()
        .register_output_type::<super::reaction::Reactable>()
        .data(limits)
}

/// The schema in its definition language, as `schema.graphql` holds it.
pub fn sdl() -> String {
    let options =
        SDLExportOptions::new().sorted_fields().sorted_enum_items().prefer_single_line_descriptions();
    builder(InstanceLimits::default()).finish().sdl_with_options(options)
}
