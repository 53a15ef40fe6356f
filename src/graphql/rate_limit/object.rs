//! The budget as clients see it.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};

use crate::domain::rate_limit::Charge;

/// What is left of the caller's budget: that of the person who is signed in, or else of the address. It refills evenly,
/// so that some of it is back long before `resetAt`. On a server whose limits are switched off nothing is charged, and
/// `limit` and `remaining` are 2147483647.
#[derive(SimpleObject, Clone, Debug)]
pub struct RateLimit {
    /// Points this request was charged: 1 for every 100 points of complexity begun.
    cost: i32,
    /// Points of a whole budget.
    limit: i32,
    /// Points that are gone, those of this request among them.
    used: i32,
    /// Points that are left.
    remaining: i32,
    /// When the budget is whole again, if nothing more is asked.
    reset_at: DateTime<Utc>,
}

impl RateLimit {
    pub(super) fn of(charge: &Charge) -> Self {
        let narrow = |points: u32| i32::try_from(points).unwrap_or(i32::MAX);
        let taken = &charge.taken;
        Self {
            cost: narrow(charge.cost),
            limit: narrow(taken.limit),
            used: narrow(taken.used()),
            remaining: narrow(taken.remaining),
            reset_at: charge.reset_at(),
        }
    }

    /// Where nothing is counted.
    pub(super) fn without(now: DateTime<Utc>) -> Self {
        Self { cost: 0, limit: i32::MAX, used: 0, remaining: i32::MAX, reset_at: now }
    }
}
