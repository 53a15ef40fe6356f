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
}
