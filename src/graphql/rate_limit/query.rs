//! Asking for the budget.

use async_graphql::{Context, Object};

use super::object::RateLimit;
use crate::graphql::context::ContextExt;

#[derive(Default)]
pub struct RateLimitQuery;

#[Object]
impl RateLimitQuery {
    /// What this request costs and what is left of the caller's budget.
    async fn rate_limit(&self, ctx: &Context<'_>) -> RateLimit {
        match ctx.request().charge() {
            Some(charge) => RateLimit::of(charge),
            None => RateLimit::without(ctx.domain().clock.now()),
        }
    }
}
