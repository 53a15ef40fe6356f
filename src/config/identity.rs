//! Who may come in.

use clap::{Args, ValueEnum};

/// Whether anybody may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Registration {
    Open,
    Closed,
}

/// Keys, passwords, registration.
#[derive(Args, Clone, Debug)]
pub struct IdentityConfig {
    /// The secret behind all keys: at least 32 random bytes in base64 (`openssl rand -base64 32`), the same on every
    /// instance. Required in production; in development one is made and kept in the data folder.
    #[arg(long, env = "TRIBUNE_SECRET_KEY", global = true, value_name = "BASE64", hide_env_values = true)]
    pub secret_key: Option<String>,

    /// Whether anybody may register.
    #[arg(long, env = "TRIBUNE_REGISTRATION", global = true, value_enum, default_value = "open")]
    pub registration: Registration,

    /// Memory of one password hash in KiB, at least 19,456 (RFC 9106, OWASP).
    #[arg(
        long, env = "TRIBUNE_PASSWORD_MEMORY_KIB", global = true, value_name = "KIB", default_value = "19456",
        value_parser = clap::value_parser!(u32).range(19_456..=1_048_576)
    )]
    pub password_memory_kib: u32,

    /// Passes of one password hash, at least 2.
    #[arg(
        long, env = "TRIBUNE_PASSWORD_PASSES", global = true, value_name = "NUMBER", default_value = "2",
        value_parser = clap::value_parser!(u32).range(2..=100)
    )]
    pub password_passes: u32,

    /// Passwords that are hashed or wait for it at once; those beyond are told to come back.
    #[arg(
        long, env = "TRIBUNE_PASSWORD_QUEUE", global = true, value_name = "NUMBER", default_value = "64",
        value_parser = clap::value_parser!(u32).range(1..=10_000)
    )]
    pub password_queue: u32,
}
