//! How much anybody may do in a while.

use clap::Args;

use super::documents::Switch;

/// Budgets, which refill evenly.
#[derive(Args, Clone, Debug)]
pub struct RateLimitConfig {
    /// Whether requests, sign-ins and registrations are counted and refused when there are too many; off for load tests
    /// only.
    #[arg(long, env = "TRIBUNE_RATE_LIMIT", global = true, value_enum, default_value = "on")]
    pub rate_limit: Switch,

    /// Points in 5 minutes of an address of nobody in particular (IPv6: of a /64), 1 to 10,000,000. A request costs 1 for
    /// every 100 points of complexity begun.
    #[arg(
        long, env = "TRIBUNE_RATE_LIMIT_ANONYMOUS", global = true, value_name = "POINTS", default_value = "300",
        value_parser = clap::value_parser!(u32).range(1..=10_000_000)
    )]
    pub rate_limit_anonymous: u32,

    /// Points in an hour of somebody signed in, 1 to 10,000,000.
    #[arg(
        long, env = "TRIBUNE_RATE_LIMIT_SIGNED_IN", global = true, value_name = "POINTS", default_value = "5000",
        value_parser = clap::value_parser!(u32).range(1..=10_000_000)
    )]
    pub rate_limit_signed_in: u32,

    /// Failed sign-ins to one account from one address in 15 minutes, 1 to 1,000,000.
    #[arg(
        long, env = "TRIBUNE_MAX_LOGIN_FAILURES", global = true, value_name = "NUMBER", default_value = "5",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pub max_login_failures: u32,

    /// Failed sign-ins from one address in 5 minutes, to whatever accounts, 1 to 1,000,000.
    #[arg(
        long, env = "TRIBUNE_MAX_LOGIN_FAILURES_PER_ADDRESS", global = true, value_name = "NUMBER",
        default_value = "25", value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pub max_login_failures_per_address: u32,

    /// Registrations from one address, and with one e-mail address, in 30 minutes, 1 to 1,000,000.
    #[arg(
        long, env = "TRIBUNE_MAX_REGISTRATIONS", global = true, value_name = "NUMBER", default_value = "5",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pub max_registrations: u32,
}
