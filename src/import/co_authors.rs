//! Those who wrote an article together with its author.

use std::slice;

use chrono::{DateTime, Duration, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::people;
use super::write::Import;
use crate::domain::error::Result;
use crate::domain::post::{MAX_CO_AUTHORS, put_co_author};

/// Notes them in the order in which the file names them, and makes those who are not here yet; how many were made.
pub(super) async fn put(
    import: &Import<'_>,
    transaction: &impl ConnectionTrait,
    (post_id, author_id): (Uuid, Uuid),
    authors: &[String],
    now: DateTime<Utc>,
) -> Result<usize> {
    let (mut made, mut added_at) = (0, now);
    for name in co_authors(authors).iter().take(MAX_CO_AUTHORS) {
        let (id, is_made) =
            people::author(import.domain, transaction, &import.owner, slice::from_ref(name)).await?;
        made += usize::from(is_made);
        // Two names may be one person's.
        if id != author_id {
            put_co_author(transaction, post_id, id, added_at).await?;
        }
        added_at += Duration::microseconds(1);
    }
    Ok(made)
}

/// Names beyond the first.
pub(super) fn co_authors(authors: &[String]) -> &[String] {
    authors.get(1..).unwrap_or_default()
}
