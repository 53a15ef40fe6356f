//! Writing what was read: each document becomes a post, once.
//!
//! A file is recognised by its path within the folder, or by its content when that is found under another path, so
//! that an import may be repeated from anywhere. Each file is a transaction of its own: one that cannot come in stops
//! no other, and an import that was cut off goes on where it was by being repeated.

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use sea_orm::DbErr;

use super::article::{Fate, write_article};
use super::folder::{FolderError, Outcome, read_folder};
use super::people::Owner;
use super::report::Report;
use crate::domain::Domain;
use crate::domain::error::Error;

/// Why an import did not run to its end. What came in before stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(
        "there is no user {0:?} here; posts without an author need one who exists: make the account first"
    )]
    UnknownUser(String),
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("{}: {error}; what came in before stays, and the import may be repeated", .path.display())]
    Stopped { path: PathBuf, error: Error },
}

/// What all files of one import share.
pub(super) struct Import<'a> {
    pub domain: &'a Domain,
    pub owner: Owner,
    /// Slugs that files of the folder have now, which come before those that others had once.
    pub slugs: HashSet<String>,
    pub random: ChaCha20Rng,
}

/// Brings the articles of a folder in. Those that name no author, or the person with the username `as_user`, become
/// that person's; for other authors people are made. Nobody is told of the posts: they are old news.
///
/// `progress` is called after each file with the number of files done and that of all.
pub async fn import_folder(
    domain: &Domain,
    folder: &Path,
    as_user: &str,
    progress: &mut dyn FnMut(u64, Option<u64>),
) -> Result<Report, ImportError> {
    let owner = Owner::find(domain, as_user).await?;
    let owner = owner.ok_or_else(|| ImportError::UnknownUser(as_user.to_owned()))?;
    let (slugs, total) = survey(folder)?;
    let random = ChaCha20Rng::from_seed(domain.clock.random_bytes());
    let mut import = Import { domain, owner, slugs, random };
    let mut report = Report::default();
    for (done, outcome) in (1..).zip(read_folder(folder)?) {
        match outcome {
            Outcome::Skipped { source, reason } => report.skipped.push((source, reason)),
            Outcome::Failed { source, reason } => report.failed.push((source, reason)),
            Outcome::Document(document) => {
                let path = document.source.clone();
                match write_article(&mut import, *document).await {
                    Ok(written) => {
                        report.people_made += written.people_made;
                        report
                            .remarks
                            .extend(written.remarks.into_iter().map(|remark| (path.clone(), remark)));
                        match written.fate {
                            Fate::Imported => report.imported += 1,
                            Fate::Updated => report.updated += 1,
                            Fate::Unchanged => report.unchanged += 1,
                            Fate::Skipped(reason) => report.skipped.push((path, reason)),
                        }
                    }
                    Err(Error::Problems(problems)) => {
                        let messages: Vec<_> = problems.into_iter().map(|problem| problem.message).collect();
                        report.failed.push((path, messages.join(" ")));
                    }
                    Err(error) => return Err(ImportError::Stopped { path, error }),
                }
            }
        }
        progress(done, Some(total));
    }
    Ok(report)
}

/// Reads the folder once without keeping it: which slugs its files have, and how many files there are.
fn survey(folder: &Path) -> Result<(HashSet<String>, u64), FolderError> {
    let (mut slugs, mut total) = (HashSet::new(), 0);
    for outcome in read_folder(folder)? {
        total += 1;
        if let Outcome::Document(document) = outcome {
            slugs.insert(document.slug);
        }
    }
    Ok((slugs, total))
}
