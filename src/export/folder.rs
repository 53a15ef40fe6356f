//! Writing the folder.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::file::{Beside, file};
use crate::domain::Domain;
use crate::entity::post::export;
use crate::entity::row::Columns;
use crate::entity::{tag, user};

/// Why a folder was not written to its end. What was written of it stays.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{} is not empty; name a folder that is, or that does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    #[error("{} cannot be written: {error}", .path.display())]
    Unwritable { path: PathBuf, error: io::Error },
    #[error("{name} cannot be written as YAML: {error}")]
    Unsayable { name: String, error: serde_norway::Error },
    #[error("database: {0}")]
    Database(#[from] DbErr),
}

/// Writes all posts but the deleted ones, a file each, into a folder that is empty or made; says how many.
///
/// `progress` is called with the number of posts written and that of all.
///
/// # Errors
/// The folder holds something, or cannot be written; the database does not answer.
pub async fn export_folder(
    domain: &Domain,
    folder: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, ExportError> {
    make_empty(folder)?;
    let connection = domain.database.reader();
    let (total, mut done) = (export::count(connection).await?, 0);
    let mut after = Uuid::nil();
    loop {
        let posts = export::page(connection, after).await?;
        let Some(last) = posts.last() else { return Ok(done) };
        after = last.post.row.id;
        let ids: Vec<Uuid> = posts.iter().map(|exported| exported.post.row.id).collect();
        let beside = beside(connection, &ids).await?;
        for exported in &posts {
            let nothing = Beside::default();
            let written = file(exported, beside.get(&exported.post.row.id).unwrap_or(&nothing));
            let name = written.name.clone();
            let text = written.text.map_err(|error| ExportError::Unsayable { name, error })?;
            let path = folder.join(&written.name);
            write(&path, &text).map_err(|error| ExportError::Unwritable { path, error })?;
            done += 1;
            progress(done, total);
        }
    }
}

fn make_empty(folder: &Path) -> Result<(), ExportError> {
    let unwritable = |error| ExportError::Unwritable { path: folder.to_owned(), error };
    // Drafts are in it, and what is for followers.
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unwritable)?;
    match fs::read_dir(folder).map_err(unwritable)?.next() {
        None => Ok(()),
        Some(_) => Err(ExportError::NotEmpty(folder.to_owned())),
    }
}

/// A new file: none that came there meanwhile is written over.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

/// What is told of these posts elsewhere.
async fn beside(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Beside>, DbErr> {
    let mut all: HashMap<Uuid, Beside> = HashMap::new();
    for (post_id, person) in user::find::co_authors(connection, ids, Columns::USUAL).await? {
        all.entry(post_id).or_default().co_authors.push(person.display_name);
    }
    for (post_id, tag) in tag::find::by_posts(connection, ids, Columns::USUAL).await? {
        all.entry(post_id).or_default().tags.push(tag.name);
    }
    for (post_id, slug) in export::former_slugs(connection, ids).await? {
        all.entry(post_id).or_default().former_slugs.push(slug);
    }
    Ok(all)
}
