//! The door.

use std::net::SocketAddr;

use clap::Args;

use super::address;
use super::networks::Networks;

/// Where the server listens, and how much one request may ask for.
#[derive(Args, Clone, Debug)]
pub struct HttpConfig {
    /// The address to listen on; port 0 takes a free one.
    #[arg(
        long,
        env = "TRIBUNE_LISTEN",
        global = true,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        value_parser = address::listen
    )]
    pub listen: SocketAddr,

    /// Networks of the reverse proxies in front, as `10.0.0.0/8,2001:db8::/32`. Only their `X-Forwarded-For` (or, where
    /// there is none, `Forwarded`) is believed; without any, a client's address is that of its connection.
    #[arg(long, env = "TRIBUNE_TRUSTED_PROXIES", global = true, value_name = "NETWORKS", default_value = "")]
    pub trusted_proxies: Networks,

    /// What this server calls itself, in `instance { name }`.
    #[arg(long, env = "TRIBUNE_NAME", global = true, value_name = "NAME", default_value = "Tribune")]
    pub name: String,

    /// The address of the frontend, of which `url` of posts and people is made.
    #[arg(long, env = "TRIBUNE_SITE_URL", global = true, value_name = "URL", value_parser = address::site)]
    pub site_url: Option<String>,

    /// The address of the page that explains the codes of errors, this project's docs/errors.md: `#` and a code are added,
    /// and told with each error.
    #[arg(long, env = "TRIBUNE_DOCS_URL", global = true, value_name = "URL", value_parser = address::docs)]
    pub docs_url: Option<String>,

    /// Origins whose pages may ask this server from a browser, with commas between, e.g. `https://blog.example.org`.
    /// In development, left out, the usual ports of a frontend on this machine.
    #[arg(long, env = "TRIBUNE_CORS_ORIGINS", global = true, value_name = "ORIGINS")]
    pub cors_origins: Option<String>,

    /// Levels of fields of the deepest query, 1 to 100.
    #[arg(
        long, env = "TRIBUNE_MAX_DEPTH", global = true, value_name = "LEVELS", default_value = "15",
        value_parser = clap::value_parser!(u32).range(1..=100)
    )]
    pub max_depth: u32,

    /// Points of complexity of the dearest query of nobody in particular.
    #[arg(
        long, env = "TRIBUNE_MAX_COMPLEXITY_ANONYMOUS", global = true, value_name = "POINTS", default_value = "5000",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub max_complexity_anonymous: u32,

    /// Points of complexity of the dearest query of somebody signed in.
    #[arg(
        long, env = "TRIBUNE_MAX_COMPLEXITY", global = true, value_name = "POINTS", default_value = "10000",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub max_complexity: u32,

    /// Bytes of the longest document, 1,024 to 131,072; what the library says of a longer one's mistakes costs too much.
    #[arg(
        long, env = "TRIBUNE_MAX_DOCUMENT_BYTES", global = true, value_name = "BYTES", default_value = "16384",
        value_parser = clap::value_parser!(u32).range(1_024..=131_072)
    )]
    pub max_document_bytes: u32,
}
