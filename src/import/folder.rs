//! Walking through a folder: which files are read, and what is said about those that are not.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;
use walkdir::{DirEntry, WalkDir};

use super::document::{Document, DocumentError};

const MEBIBYTE: u64 = 1024 * 1024;

/// Larger files are not read: no article is this long.
pub const LARGEST_FILE: u64 = 5 * MEBIBYTE;

/// What became of one file. Sources are relative to the folder.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Document(Box<Document>),
    /// Not an article, and not meant to be one.
    Skipped {
        source: PathBuf,
        reason: String,
    },
    /// Seems to be an article, but cannot be read as one.
    Failed {
        source: PathBuf,
        reason: String,
    },
}

/// Why a folder cannot be read at all.
#[derive(Debug, Error)]
pub enum FolderError {
    #[error("{} does not exist", .0.display())]
    Missing(PathBuf),
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("{} cannot be read: {source}", .path.display())]
    Unreadable { path: PathBuf, source: io::Error },
}

/// Reads the Markdown files of a folder and the folders in it one after the other, always in the same order. Hidden
/// files and folders, and files that are not Markdown, are passed over silently. Symbolic links are never followed.
pub fn read_folder(folder: &Path) -> Result<impl Iterator<Item = Outcome> + Send + use<>, FolderError> {
    let unreadable = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => FolderError::Missing(folder.to_owned()),
        _ => FolderError::Unreadable { path: folder.to_owned(), source },
    };
    let root = fs::canonicalize(folder).map_err(unreadable)?;
    if !root.is_dir() {
        return Err(FolderError::NotAFolder(folder.to_owned()));
    }
    // Tells a folder without permission from an empty one.
    fs::read_dir(&root).map_err(unreadable)?;
    let walk = WalkDir::new(&root).min_depth(1).sort_by_file_name().into_iter();
    Ok(walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)).filter_map(
        move |entry| match entry {
            Ok(entry) => read_entry(&root, &entry),
            Err(error) => {
                let source = relative(&root, error.path().unwrap_or(&root));
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                Some(Outcome::Failed { source, reason: format!("cannot be read: {reason}") })
            }
        },
    ))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_markdown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown"))
}

fn relative(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_owned()
}

fn read_entry(root: &Path, entry: &DirEntry) -> Option<Outcome> {
    let source = relative(root, entry.path());
    let skipped = |reason: &str| Some(Outcome::Skipped { source: source.clone(), reason: reason.to_owned() });
    if entry.path_is_symlink() {
        // A link to a folder may stand for many articles, so it is named as well.
        let matters = is_markdown(entry.path()) || entry.path().is_dir();
        return matters.then(|| skipped(link_reason(root, entry.path()))).flatten();
    }
    if entry.file_type().is_dir() || !is_markdown(entry.path()) {
        return None;
    }
    if !entry.file_type().is_file() {
        return skipped("not a regular file");
    }
    if entry.file_name().as_encoded_bytes().to_ascii_lowercase().starts_with(b"_index.") {
        return skipped("page of a section, not an article");
    }
    Some(match read_text(entry.path()).map(|text| Document::read(&source, &text)) {
        Ok(Ok(document)) => Outcome::Document(Box::new(document)),
        Ok(Err(error @ (DocumentError::Empty | DocumentError::NoBody))) => {
            Outcome::Skipped { source, reason: error.to_string() }
        }
        Ok(Err(error)) => Outcome::Failed { source, reason: error.to_string() },
        Err(error) => Outcome::Failed { source, reason: error.to_string() },
    })
}

fn link_reason(root: &Path, link: &Path) -> &'static str {
    match fs::canonicalize(link) {
        Ok(target) if !target.starts_with(root) => "symbolic link that leads out of the folder",
        _ => "symbolic link",
    }
}

#[derive(Debug, Error)]
enum FileError {
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("is {} MB; at most {} MB is read", in_mebibytes(*.0), LARGEST_FILE / MEBIBYTE)]
    TooLarge(u64),
    #[error("is not UTF-8 from byte {offset} (line {line}) on; convert it to UTF-8")]
    NotUtf8 { offset: usize, line: usize },
}

/// Rounded up, so that a file a few bytes too large does not seem to be just within the limit.
fn in_mebibytes(size: u64) -> String {
    let tenths = size.saturating_mul(10).div_ceil(MEBIBYTE);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn read_text(path: &Path) -> Result<String, FileError> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > LARGEST_FILE {
        return Err(FileError::TooLarge(size));
    }
    let mut bytes = Vec::new();
    // The limit holds even if the file grows meanwhile.
    file.take(LARGEST_FILE).read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1;
        FileError::NotUtf8 { offset, line }
    })
}
