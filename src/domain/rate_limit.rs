//! How much anybody may do: the budgets, who pays from which, and what a request costs.

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Domain;
use super::identity::Client;
use crate::infra::rate_limit::{Limit, RateLimiter, Taken};

/// Points of complexity that one point of a budget pays for, the last hundred begun counting whole.
const COMPLEXITY_PER_POINT: usize = 100;

const MINUTE: Duration = Duration::from_secs(60);
/// In which a budget of nobody in particular refills.
pub const ANONYMOUS_WINDOW: Duration = Duration::from_secs(5 * 60);
/// In which a budget of somebody signed in refills.
pub const SIGNED_IN_WINDOW: Duration = Duration::from_secs(60 * 60);
/// In which failures of an account from one address are forgotten.
pub const LOGIN_WINDOW: Duration = Duration::from_secs(15 * 60);
/// In which failures of an address are forgotten.
pub const LOGIN_ADDRESS_WINDOW: Duration = Duration::from_secs(5 * 60);
/// In which registrations are forgotten.
pub const REGISTRATION_WINDOW: Duration = Duration::from_secs(30 * 60);

/// The numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// Points of nobody in particular, an address.
    pub anonymous: Limit,
    /// Points of somebody signed in.
    pub signed_in: Limit,
    /// Failed sign-ins to one account from one address.
    pub login_failures: Limit,
    /// Failed sign-ins from one address, to whatever accounts.
    pub login_failures_per_address: Limit,
    /// Registrations from one address, and with one e-mail address.
    pub registrations: Limit,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            anonymous: Limit::new(300, ANONYMOUS_WINDOW),
            signed_in: Limit::new(5_000, SIGNED_IN_WINDOW),
            login_failures: Limit::new(5, LOGIN_WINDOW),
            login_failures_per_address: Limit::new(25, LOGIN_ADDRESS_WINDOW),
            registrations: Limit::new(5, REGISTRATION_WINDOW),
        }
    }
}

/// The numbers, and who counts.
#[derive(Clone)]
pub struct RateLimits {
    pub limiter: RateLimiter,
    pub budgets: Budgets,
}

impl RateLimits {
    /// Nothing is counted and nothing refused.
    pub fn off() -> Self {
        Self { limiter: RateLimiter::off(), budgets: Budgets::default() }
    }

    pub fn are_on(&self) -> bool {
        self.limiter.is_on()
    }
}

/// What a request was charged, and what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Points that it costs; paid only when `taken.allowed`.
    pub cost: u32,
    pub taken: Taken,
    /// When.
    pub at: DateTime<Utc>,
}

impl Charge {
    /// When the budget is whole again, if nothing more is asked.
    pub fn reset_at(&self) -> DateTime<Utc> {
        self.at + self.taken.reset_after
    }
}

/// Charges a request of so many points of complexity, 0 for one that is refused unread, to whom it is of, or to the address
/// of nobody in particular; nothing while the limits are off.
pub async fn charge(
    domain: &Domain,
    user_id: Option<Uuid>,
    client: &Client,
    complexity: usize,
) -> Option<Charge> {
    let RateLimits { limiter, budgets } = &domain.rate_limits;
    if !limiter.is_on() {
        return None;
    }
    // An application token, once there are any, is one more kind of payer here.
    let (payer, budget) = match user_id {
        Some(user_id) => (format!("user:{user_id}"), budgets.signed_in),
        None => {
            let mut payer = String::with_capacity(32);
            payer.push_str("address:");
            (client.network().name(payer), budgets.anonymous)
        }
    };
    // What costs more than a whole budget takes a whole one: else it could never run.
    let (cost, at) = (points(complexity).min(budget.points), domain.clock.now());
    let taken = limiter.take(&payer, cost, budget, at).await;
    Some(Charge { cost, taken, at })
}

fn points(complexity: usize) -> u32 {
    u32::try_from(complexity.div_ceil(COMPLEXITY_PER_POINT)).unwrap_or(u32::MAX).max(1)
}

/// So long in words, rounded up: in seconds up to two minutes, beyond that in minutes.
pub fn in_words(duration: Duration) -> String {
    let seconds = duration.as_micros().div_ceil(1_000_000);
    match seconds {
        0 | 1 => "1 second".to_owned(),
        2..=120 => format!("{seconds} seconds"),
        _ => format!("{} minutes", duration.as_micros().div_ceil(MINUTE.as_micros())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_begun_counts_whole() {
        let expected = [(0, 1), (1, 1), (100, 1), (101, 2), (200, 2), (4_999, 50), (5_001, 51)];
        for (complexity, cost) in expected {
            assert_eq!(points(complexity), cost, "{complexity}");
        }
        assert_eq!(points(usize::MAX), u32::MAX);
    }

    #[test]
    fn a_wait_is_never_told_too_short() {
        for (milliseconds, words) in [
            (0, "1 second"),
            (1_000, "1 second"),
            (1_001, "2 seconds"),
            (120_000, "120 seconds"),
            (120_001, "3 minutes"),
        ] {
            assert_eq!(in_words(Duration::from_millis(milliseconds)), words);
        }
    }
}
