//! Deleting a post, and taking that back within 30 days. Each command may be repeated: the second time changes nothing.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::schedule::{ask_for, take_back};
use super::{find_own, tagging};
use crate::domain::Domain;
use crate::domain::error::Result;
use crate::domain::event::{self, EventKind};
use crate::entity::post::{self, PostRow, Status};
use crate::viewer::SignedIn;

/// Deletes one's own post, in whatever state; it is gone for everybody else at once.
pub async fn delete_post(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    set_deleted(domain, person, post_id, Some(domain.clock.now())).await
}

/// Takes a deletion back: the post has the state it had. One that was scheduled for a time that is over is a draft: to restore
/// it must not publish it.
pub async fn restore_post(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    set_deleted(domain, person, post_id, None).await
}

async fn set_deleted(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    deleted_at: Option<DateTime<Utc>>,
) -> Result<PostRow> {
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let before = find_own(domain, &transaction, person, post_id).await?;
    if before.deleted_at.is_some() == deleted_at.is_some() {
        return Ok(before);
    }
    let mut after = post::ActiveModel {
        id: Set(post_id),
        deleted_at: Set(deleted_at),
        version: Set(before.version + 1),
        updated_at: Set(now),
        ..Default::default()
    };
    let scheduled_for = before.scheduled_for.filter(|_| deleted_at.is_none());
    match scheduled_for {
        None if before.status == Status::Scheduled => take_back(&transaction, post_id).await?,
        Some(at) if at > now => ask_for(domain, &transaction, post_id, at).await?,
        Some(_) => {
            after.status = Set(Status::Draft);
            after.scheduled_for = Set(None);
        }
        None => {}
    }
    let after = PostRow::from(after.update(&transaction).await?);
    if counts(&before) != counts(&after) {
        let tags = tagging::ids_of(&transaction, post_id).await?;
        let was = Counted { counts: counts(&before), tags: &tags };
        recount(&transaction, after.author_id, was, Counted { counts: counts(&after), tags: &tags }).await?;
    }
    event::of_post(&transaction, EventKind::PostUpdated, post_id, now).await?;
    transaction.commit().await?;
    domain.announce();
    if scheduled_for.is_some() {
        domain.wake.call().await;
    }
    Ok(after)
}
