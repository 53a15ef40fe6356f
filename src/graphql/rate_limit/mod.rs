//! What requests cost, told to clients.

mod object;
mod query;

use async_graphql::{ServerError, Value};

pub use query::RateLimitQuery;

use super::error::{code, refusal};
use crate::domain::rate_limit::{Charge, in_words};

/// The refusal of a request that costs more than is left.
pub fn over_budget(charge: &Charge) -> ServerError {
    let taken = &charge.taken;
    let message = format!(
        "The request costs {} of the {} points that you may use, and {} are left. Try again in {}.",
        charge.cost,
        taken.limit,
        taken.remaining,
        in_words(taken.retry_after)
    );
    let mut refusal = refusal(code::RATE_LIMITED, message, None);
    if let Some(extensions) = &mut refusal.extensions {
        extensions.set("limit", Value::from(taken.limit));
        extensions.set("retryAfterMs", Value::from(super::error::milliseconds(taken.retry_after)));
    }
    refusal
}
