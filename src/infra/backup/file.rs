//! Files of backups.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::BackupError;

/// What a backup begins with (<https://www.sqlite.org/fileformat.html>, section 1.3; `pg_dump` in its custom format).
const SQLITE: &[u8] = b"SQLite format 3\0";
const POSTGRES: &[u8] = b"PGDMP";

/// What a backup is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Sqlite,
    Postgres,
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What the file is by its first bytes.
pub(super) fn format(path: &Path) -> Result<Option<Format>, BackupError> {
    let mut beginning = Vec::new();
    let read = File::open(path).and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut beginning));
    read.map_err(|error| failed(path, error))?;
    Ok(match &*beginning {
        bytes if bytes.starts_with(SQLITE) => Some(Format::Sqlite),
        bytes if bytes.starts_with(POSTGRES) => Some(Format::Postgres),
        _ => None,
    })
}

pub(super) fn failed(path: &Path, error: io::Error) -> BackupError {
    BackupError::File { path: path.to_owned(), error }
}

/// A file in the making, beside the one that it will be; gone again where it does not come to that.
pub(super) struct Unfinished {
    path: PathBuf,
    whole: PathBuf,
}

impl Unfinished {
    /// Empty, and for its owner's eyes only: it holds the hashes of passwords.
    pub(super) fn new(whole: &Path) -> Result<Self, BackupError> {
        let mut name = whole.file_name().unwrap_or_default().to_owned();
        name.push(".unfinished");
        let path = whole.with_file_name(name);
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        match made {
            Ok(_) => Ok(Self { path, whole: whole.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(BackupError::Exists(path)),
            Err(error) => Err(failed(&path, error)),
        }
    }

    /// Puts into it what another file holds; who may read it stays as it is.
    pub(super) fn fill(&self, from: &Path) -> Result<(), BackupError> {
        let mut source = File::open(from).map_err(|error| failed(from, error))?;
        let copied = OpenOptions::new().write(true).open(&self.path);
        let copied = copied.and_then(|mut file| io::copy(&mut source, &mut file));
        copied.map(|_| ()).map_err(|error| failed(&self.path, error))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name once the disk has it; says how many bytes it has.
    pub(super) fn finish(self) -> Result<u64, BackupError> {
        let finished = || {
            let file = File::open(&self.path)?;
            file.sync_all()?;
            let bytes = file.metadata()?.len();
            fs::rename(&self.path, &self.whole)?;
            Ok(bytes)
        };
        finished().map_err(|error| failed(&self.whole, error))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It has another name when it was finished; nothing can be done about one that stays.
        let _ = fs::remove_file(&self.path);
    }
}
