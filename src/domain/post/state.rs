//! The life of a post: the contract's table of states.

use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::draft::Staged;
use super::{fields, find_standing, revision, tagging};
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, Result};
use crate::domain::event::Event;
use crate::domain::input::Input;
use crate::entity::post::{self, PostRow, Status};
use crate::viewer::SignedIn;

/// Publishes a draft, or brings an archived post back; what is published stays so. Text that was saved beside the live one
/// takes its place. First publication alone sets the time of publication and tells of it.
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
    let staged = if to == Status::Published { Staged::of(&transaction, post_id).await? } else { None };
    if before.status == to && staged.is_none() {
        return Ok(before);
    }
    if to == Status::Published {
        let mut input = Input::default();
        fields::require_title(&mut input, staged.as_ref().map_or(&before.title, Staged::title));
        // The title is the post's, not a field of this input.
        let problems =
            input.problems().into_iter().map(|problem| Problem { field: Some("post_id"), ..problem });
        let problems: Vec<_> = problems.collect();
        if !problems.is_empty() {
            return Err(Error::Problems(problems));
        }
    }
    let is_first = to == Status::Published && before.published_at.is_none();
    let mut row = post::ActiveModel {
        id: Set(post_id),
        status: Set(to),
        version: Set(before.version + 1),
        updated_at: Set(now),
        published_at: Set(before.published_at.or(is_first.then_some(now))),
        ..Default::default()
    };
    let tags = match staged {
        Some(staged) => Some(staged.go_live(domain, &transaction, &before, &mut row, now).await?),
        None => None,
    };
    let has_new_text = row.title.is_set() || tags.as_ref().is_some_and(|(before, after)| before != after);
    if before.status == to && !has_new_text {
        transaction.commit().await?;
        return Ok(before);
    }
    let after = PostRow::from(row.update(&transaction).await?);
    if to == Status::Published {
        revision::published(domain, &transaction, post_id, Some(person.user_id), now).await?;
    }
    let (tags_before, tags_after) = match tags {
        Some(tags) => tags,
        None if counts(&before) != counts(&after) => {
            let tags = tagging::ids_of(&transaction, post_id).await?;
            (tags.clone(), tags)
        }
        None => (Vec::new(), Vec::new()),
    };
    let was = Counted { counts: counts(&before), tags: &tags_before };
    recount(&transaction, after.author_id, was, Counted { counts: counts(&after), tags: &tags_after })
        .await?;
    transaction.commit().await?;
    if is_first {
        domain.tell(&Event::PostPublished { post_id }).await;
    }
    Ok(after)
}
