//! Batches: what the fields of one request ask for one by one is read in one statement per kind and level.
//!
//! A key's type says what is read and how; one loader per request carries the viewer, so that nothing read for one
//! person is ever shown to another. It returns rows, never GraphQL objects.

mod batch;
mod co_author;
mod comment;
mod draft;
mod page;
mod post;
mod related;
mod revision;
mod series;
mod session;
mod tag;
mod thread;
mod user;
mod viewer;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, HashMapCache};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use crate::infra::reading::ReadConnection;
use crate::viewer::Viewer;

pub use batch::Batches;
pub use co_author::CoAuthorsByPost;
pub use comment::CommentById;
pub use draft::DraftOfPost;
pub use page::{PageOf, TotalOf};
pub use post::{PostById, PostTextById};
pub use related::RelatedPosts;
pub use revision::RevisionById;
pub use series::{PostCountOfSeries, SeriesById, SeriesByPost};
pub use session::SessionById;
pub use tag::{TagById, TagsByPost};
pub use thread::SkeletonOfPost;
pub use user::UserById;
pub use viewer::{BookmarkOfPost, CoAuthorOfPost, FollowOfTag, FollowOfUser, FollowsViewer, ReactionTo};

/// Reads in batches, for one viewer, at one time.
pub struct Reader {
    connection: ReadConnection,
    viewer: Viewer,
    now: DateTime<Utc>,
}

/// What every read may fail with; cheap to clone, for each of a batch gets it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct LoadError(Arc<DbErr>);

impl From<DbErr> for LoadError {
    fn from(error: DbErr) -> Self {
        Self(Arc::new(error))
    }
}

impl LoadError {
    pub fn into_inner(self) -> Arc<DbErr> {
        self.0
    }
}

/// The loader of one request, or of one event of a subscription.
pub type Loader = DataLoader<Reader, HashMapCache>;

/// Makes the loader of one request, whose batches are driven by `batches`.
pub fn new(connection: ReadConnection, viewer: Viewer, now: DateTime<Utc>, batches: &Batches) -> Loader {
    let batches = batches.clone();
    let put_aside = move |batch| batches.add(batch);
    DataLoader::with_cache(Reader { connection, viewer, now }, put_aside, HashMapCache::default())
        .delay(Duration::ZERO)
}

impl Reader {
    pub fn connection(&self) -> &ReadConnection {
        &self.connection
    }

    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }
}

/// Answers every key, with `None` where nothing was found: what is missing is remembered too.
fn answer<K: Copy + Eq + Hash, V>(
    keys: &[K],
    found: impl IntoIterator<Item = (K, V)>,
) -> HashMap<K, Option<V>> {
    let mut answers: HashMap<K, Option<V>> = keys.iter().map(|key| (*key, None)).collect();
    answers.extend(found.into_iter().map(|(key, value)| (key, Some(value))));
    answers
}
