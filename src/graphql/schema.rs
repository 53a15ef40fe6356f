//! The schema: the roots put together.

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, Schema};

use super::account::{AccountMutation, AccountQuery};
use super::bookmark::BookmarkMutation;
use super::comment::{CommentMutation, CommentSubscription};
use super::identity::IdentityMutation;
use super::instance::{InstanceLimits, InstanceQuery};
use super::node::NodeQuery;
use super::post::{PostMutation, PostQuery, PostSubscription};
use super::rate_limit::RateLimitQuery;
use super::reaction::ReactionMutation;
use super::tag::{TagMutation, TagQuery};

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(AccountQuery, NodeQuery, PostQuery, TagQuery, RateLimitQuery, InstanceQuery);

/// Everything that can be changed. Each takes one input and gives one payload; a failed one leaves the others standing.
#[derive(MergedObject, Default)]
pub struct Mutation(
    IdentityMutation,
    AccountMutation,
    PostMutation,
    CommentMutation,
    ReactionMutation,
    BookmarkMutation,
    TagMutation,
);

/// Everything that can be watched.
#[derive(MergedSubscription, Default)]
pub struct Subscription(PostSubscription, CommentSubscription);

/// The schema of this server.
pub type TribuneSchema = Schema<Query, Mutation, Subscription>;

/// Builds the schema; `limits` are told to clients. No extension is registered: each would take every request off the
/// executor's fast path.
pub fn build(limits: InstanceLimits) -> TribuneSchema {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .register_output_type::<super::node::Node>()
        .register_output_type::<super::reaction::Reactable>()
        .data(limits)
        .finish()
}

/// The schema in its definition language, as `schema.graphql` holds it.
pub fn sdl() -> String {
    let options =
        SDLExportOptions::new().sorted_fields().sorted_enum_items().prefer_single_line_descriptions();
    build(InstanceLimits::default()).sdl_with_options(options)
}
