//! A demo: some two hundred people and what they wrote, made of templates and word pools, so that a new server has
//! something to show.
//!
//! All of it follows from a fixed seed and from the domain's clock at the time of filling: two fills at one instant give
//! the same rows, ids included. Nothing is written until everything is made, and then in one transaction, so that a fill
//! which is cut off leaves an empty database behind.

mod bookmarks;
mod chance;
mod co_authors;
mod comments;
mod counts;
mod follows;
mod library;
mod people;
mod posts;
mod reactions;
mod render;
mod sampling;
mod series;
mod slugs;
mod state;
mod store;
mod tags;
mod threads;
mod titles;
mod words;
mod world;
mod writing;

use crate::domain::Domain;
use crate::domain::error;
use chance::Chance;
use state::Found;
use world::World;

/// The password of alice, mona and ada.
pub const PASSWORD: &str = "tribune-demo-password";

/// How far a filling is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, a few words.
    pub stage: &'static str,
    /// How much of this stage is done.
    pub done: u64,
    /// How much there is to do in this stage.
    pub total: u64,
}

/// What the demo holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Whether it was added now; it had been there already otherwise, and the rest is what there is today.
    pub added: bool,
    /// Accounts.
    pub people: u64,
    /// Posts in every state.
    pub posts: u64,
    /// Comments, the removed ones too.
    pub comments: u64,
    /// Reactions to posts and to comments.
    pub reactions: u64,
    /// Bookmarks of all people.
    pub bookmarks: u64,
    /// People and tags being followed.
    pub follows: u64,
}

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody uses this database.
    #[error(
        "the database holds other data, and the demo goes into an empty one; give the demo a database of its own"
    )]
    NotEmpty,
    /// What went wrong below.
    #[error(transparent)]
    Domain(#[from] error::Error),
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Domain(error.into())
    }
}

/// Fills an empty database with the demo; adds nothing where it is already.
///
/// The schema must be there. `progress` is called between the parts of the work.
pub async fn fill(domain: &Domain, progress: &mut dyn FnMut(Progress)) -> Result<Summary, Error> {
    // Asked before the work, and once more with the lock held: somebody may have registered meanwhile.
    if let Some(there) = state::find(domain.database.reader()).await?.summary()? {
        return Ok(there);
    }
    let now = domain.clock.now();
    // Everybody may read the password above, so that a salt which can be guessed gives nothing away.
    let salt = Chance::of("password").bytes();
    let hash = domain.passwords.hash(PASSWORD, salt).await.map_err(error::Error::from)?;
    let world = World::make(now, &hash, progress).await?;
    let summary = world.summary();

    let transaction = domain.database.begin().await?;
    state::lock(&transaction).await?;
    if let Some(there) = state::find(&transaction).await?.summary()? {
        return Ok(there);
    }
    store::insert(&transaction, world, progress).await?;
    transaction.commit().await?;
    Ok(summary)
}

impl Found {
    /// The demo where it is there, nothing where it may be added.
    fn summary(self) -> Result<Option<Summary>, Error> {
        match self {
            Self::Nothing => Ok(None),
            Self::Demo(summary) => Ok(Some(summary)),
            Self::Others => Err(Error::NotEmpty),
        }
    }
}

#[cfg(test)]
mod tests;
