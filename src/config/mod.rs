//! Configuration: one option is one flag, one environment variable and one key of `tribune.toml`, all read from one
//! struct. The flag wins over the variable, the variable over the file, the file over the default.

mod address;
mod database;
mod documents;
mod file;
mod http;
mod identity;
mod limits;
mod networks;
mod print;
mod rate_limit;
mod worker;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

pub use database::DatabaseConfig;
pub use documents::{DocumentsConfig, Switch};
pub use file::{FileError, apply, without_empty_variables};
pub use http::HttpConfig;
pub use identity::{IdentityConfig, Registration};
pub use limits::LimitsConfig;
pub use networks::Networks;
pub use print::print;
pub use rate_limit::RateLimitConfig;
pub use worker::WorkerConfig;

/// Where the process runs: what is a convenience here is a danger there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Environment {
    /// Keys are made where there are none, and everybody may explore the schema.
    Development,
    /// Keys are required, and the schema is shown to whom is signed in.
    Production,
}

/// Everything that can be configured.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// The file of settings; `./tribune.toml` is read when it is there and nothing else is named.
    #[arg(long = "config", id = "config", env = "TRIBUNE_CONFIG", global = true, value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// Where the server runs.
    #[arg(long, env = "TRIBUNE_ENV", global = true, value_enum, default_value = "development")]
    pub env: Environment,

    /// The folder for what the server keeps on this machine: the embedded database, a development key.
    #[arg(long, env = "TRIBUNE_DATA_DIR", global = true, value_name = "DIR", default_value = "./data")]
    pub data_dir: PathBuf,

    /// What is logged, e.g. `info` or `warn,tribune=debug`.
    #[arg(
        long,
        env = "TRIBUNE_LOG",
        global = true,
        value_name = "FILTER",
        default_value = "info,sqlx=warn,sea_orm_migration=warn"
    )]
    pub log: String,

    #[command(flatten)]
    pub http: HttpConfig,

    #[command(flatten)]
    pub limits: LimitsConfig,

    #[command(flatten)]
    pub documents: DocumentsConfig,

    #[command(flatten)]
    pub database: DatabaseConfig,

    #[command(flatten)]
    pub identity: IdentityConfig,

    #[command(flatten)]
    pub rate_limit: RateLimitConfig,

    #[command(flatten)]
    pub worker: WorkerConfig,
}
