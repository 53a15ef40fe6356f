//! Where things are kept, and how the parts of a deployment hear of each other.

use clap::Args;

/// The database and the bus.
#[derive(Args, Clone, Debug)]
pub struct DatabaseConfig {
    /// PostgreSQL as `postgres://…`, or SQLite as `sqlite://FILE`; left out, SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Redis as `redis://…`, for several instances beside each other; left out, events and rate limits stay within the
    /// process.
    #[arg(long, env = "REDIS_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub redis_url: Option<String>,

    /// What all keys and channels in Redis begin with.
    #[arg(
        long,
        env = "TRIBUNE_REDIS_PREFIX",
        global = true,
        value_name = "PREFIX",
        default_value = "tribune:"
    )]
    pub redis_prefix: String,

    /// Connections that read at the most, 1 to 1,000; on PostgreSQL as many may write, on SQLite one does.
    #[arg(
        long, env = "TRIBUNE_DATABASE_CONNECTIONS", global = true, value_name = "NUMBER", default_value = "10",
        value_parser = clap::value_parser!(u32).range(1..=1_000)
    )]
    pub database_connections: u32,

    /// Milliseconds that a request waits for a free connection.
    #[arg(
        long, env = "TRIBUNE_DATABASE_WAIT_MS", global = true, value_name = "MILLISECONDS", default_value = "2000",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub database_wait_ms: u64,

    /// Milliseconds that a statement may take on PostgreSQL, or wait for SQLite's one writer.
    #[arg(
        long, env = "TRIBUNE_DATABASE_STATEMENT_MS", global = true, value_name = "MILLISECONDS",
        default_value = "5000", value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub database_statement_ms: u64,
}
