//! The life of a post: the contract's table of states.

use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::{fields, find_standing, tagging};
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, Result};
use crate::domain::event::Event;
use crate::domain::input::Input;
use crate::entity::post::{self, PostRow, Status};
use crate::viewer::SignedIn;

/// Publishes a draft, or brings an archived post back; what is published stays so. First publication alone sets the
/// time of publication and tells of it.
pub async fn publish_post(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    change(domain, person, post_id, Status::Published, |_| Ok(())).await
}

/// Takes a post back into the drafts; it keeps its time of publication.
pub async fn unpublish_post(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    change(domain, person, post_id, Status::Draft, |status| match status {
        Status::Draft => Err("The post is a draft already."),
        Status::Published | Status::Archived => Ok(()),
    })
    .await
}

/// Takes a post out of every list and closes it; it stays by its link. What is archived stays so.
pub async fn archive_post(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    change(domain, person, post_id, Status::Archived, |status| match status {
        Status::Draft => Err("The post is a draft; only what was published can be archived."),
        Status::Published | Status::Archived => Ok(()),
    })
    .await
}

async fn change(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    to: Status,
    allowed: impl Fn(Status) -> std::result::Result<(), &'static str>,
) -> Result<PostRow> {
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let before = find_standing(domain, &transaction, person, post_id).await?;
    allowed(before.status).map_err(|why| Problem::not_allowed(why).at("post_id"))?;
    if before.status == to {
        return Ok(before);
    }
    if to == Status::Published {
        let mut input = Input::default();
        fields::require_title(&mut input, &before.title);
        // The title is the post's, not a field of this input.
        let problems =
            input.problems().into_iter().map(|problem| Problem { field: Some("post_id"), ..problem });
        let problems: Vec<_> = problems.collect();
        if !problems.is_empty() {
            return Err(Error::Problems(problems));
        }
    }
    let is_first = to == Status::Published && before.published_at.is_none();
    let after = post::ActiveModel {
        id: Set(post_id),
        status: Set(to),
        version: Set(before.version + 1),
        updated_at: Set(now),
        published_at: Set(before.published_at.or(is_first.then_some(now))),
        ..Default::default()
    };
    let after = PostRow::from(after.update(&transaction).await?);
    if counts(&before) != counts(&after) {
        let tags = tagging::ids_of(&transaction, post_id).await?;
        let was = Counted { counts: counts(&before), tags: &tags };
        recount(&transaction, after.author_id, was, Counted { counts: counts(&after), tags: &tags }).await?;
    }
    transaction.commit().await?;
    if is_first {
        domain.tell(&Event::PostPublished { post_id }).await;
    }
    Ok(after)
}
