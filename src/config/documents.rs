//! Which documents run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

/// Documents that are known by a hash or an id.
#[derive(Args, Clone, Debug)]
pub struct DocumentsConfig {
    /// Whether clients may send a document's hash instead of the document (automatic persisted queries).
    #[arg(long, env = "TRIBUNE_PERSISTED_QUERIES", global = true, value_enum, default_value = "on")]
    pub persisted_queries: Switch,

    /// Registered documents: a manifest of Relay's or Apollo's form, or a folder of `.graphql` files.
    #[arg(long, env = "TRIBUNE_TRUSTED_DOCUMENTS", global = true, value_name = "PATH")]
    pub trusted_documents: Option<PathBuf>,

    /// Whether registered documents alone run.
    #[arg(long, env = "TRIBUNE_TRUSTED_DOCUMENTS_ONLY", global = true, value_enum, default_value = "off")]
    pub trusted_documents_only: Switch,

    /// Lexical tokens of the longest document, 100 to 10,000.
    #[arg(
        long, env = "TRIBUNE_MAX_TOKENS", global = true, value_name = "TOKENS", default_value = "1500",
        value_parser = clap::value_parser!(u32).range(100..=10_000)
    )]
    pub max_tokens: u32,

    /// Levels of brackets in a document, of all kinds together, 8 to 64.
    #[arg(
        long, env = "TRIBUNE_MAX_NESTING", global = true, value_name = "LEVELS", default_value = "64",
        value_parser = clap::value_parser!(u32).range(8..=64)
    )]
    pub max_nesting: u32,

    /// Spreads of fragments in a document.
    #[arg(
        long, env = "TRIBUNE_MAX_SPREADS", global = true, value_name = "NUMBER", default_value = "300",
        value_parser = clap::value_parser!(u32).range(0..=10_000)
    )]
    pub max_spreads: u32,

    /// Fields and fragments in a document once its fragments are written out, 100 to 50,000.
    #[arg(
        long, env = "TRIBUNE_MAX_SELECTIONS", global = true, value_name = "NUMBER", default_value = "5000",
        value_parser = clap::value_parser!(u32).range(100..=50_000)
    )]
    pub max_selections: u32,

    /// Aliases in a document.
    #[arg(
        long, env = "TRIBUNE_MAX_ALIASES", global = true, value_name = "NUMBER", default_value = "30",
        value_parser = clap::value_parser!(u32).range(0..=10_000)
    )]
    pub max_aliases: u32,

    /// Directives in a document.
    #[arg(
        long, env = "TRIBUNE_MAX_DIRECTIVES", global = true, value_name = "NUMBER", default_value = "50",
        value_parser = clap::value_parser!(u32).range(0..=10_000)
    )]
    pub max_directives: u32,

    /// Root fields of an operation.
    #[arg(
        long, env = "TRIBUNE_MAX_ROOT_FIELDS", global = true, value_name = "NUMBER", default_value = "20",
        value_parser = clap::value_parser!(u32).range(1..=1_000)
    )]
    pub max_root_fields: u32,
}
