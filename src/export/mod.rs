//! Writing all posts as a folder of Markdown with front matter, which `import` reads.

mod file;
mod folder;

pub use folder::{ExportError, export_folder};
