//! Bringing in a folder of Markdown with YAML or TOML front matter (Hugo, Zola, Jekyll).
//!
//! It is done in two steps. Reading touches no database: what comes out is a [`Document`] for each file, or the reason
//! why there is none. Writing makes the documents posts, by the rules of the domain.

mod article;
mod body;
mod co_authors;
mod date;
pub mod document;
mod fingerprint;
pub mod folder;
pub mod front_matter;
mod keys;
mod ledger;
mod people;
mod repeat;
mod report;
pub mod settings;
mod value;
mod write;

#[cfg(test)]
mod tests;

pub use document::{Document, DocumentError};
pub use folder::{FolderError, Outcome, read_folder};
pub use front_matter::{FrontMatter, FrontMatterError};
pub use report::Report;
pub use write::{ImportError, import_folder};
