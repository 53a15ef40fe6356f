//! The life of a post: the contract's table of states.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::draft::Staged;
use super::revision::{Cause, History};
use super::schedule::{schedule, take_back};
use super::{fields, find_standing, revision, tagging};
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, Result};
use crate::domain::event::{self, EventKind};
use crate::domain::input::Input;
use crate::entity::post::{self, PostRow, Status};
use crate::viewer::SignedIn;

/// Publishes a draft, or brings an archived post back; what is published stays so. Text that was saved beside the live one
/// takes its place. First publication alone sets the time of publication and tells of it. With a time, a draft is published
/// then.
pub async fn publish_post(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    at: Option<DateTime<Utc>>,
) -> Result<PostRow> {
    match at {
        Some(at) => schedule(domain, person, post_id, at).await,
        None => change(domain, person, post_id, Status::Published, |_| Ok(())).await,
    }
}

/// Takes a post back into the drafts; it keeps its time of publication. One that is scheduled is not any more.
pub async fn unpublish_post(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    change(domain, person, post_id, Status::Draft, |status| match status {
        Status::Draft => Err("The post is a draft already."),
        Status::Scheduled | Status::Published | Status::Archived => Ok(()),
    })
    .await
}

/// Takes a post out of every list and closes it; it stays by its link. What is archived stays so.
pub async fn archive_post(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    change(domain, person, post_id, Status::Archived, |status| match status {
        Status::Draft => Err("The post is a draft; only what was published can be archived."),
        Status::Scheduled => Err("The post is scheduled; only what was published can be archived."),
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
        require_title(title(&before, staged.as_ref()))?;
    }
    if let Some(staged) = &staged {
        staged.follows(&before)?;
    }
    let after = set_status(domain, &transaction, &before, to, staged, Some(person.user_id), now).await?;
    if before.status == Status::Scheduled {
        take_back(&transaction, post_id).await?;
    }
    transaction.commit().await?;
    domain.announce();
    Ok(after)
}

/// Brings a post into a state, whoever asks for it, with its counters and its event, and what is `staged` to the live text.
/// The caller sees to it that it may be in that state. A post that is as it was stays so.
pub(super) async fn set_status(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    before: &PostRow,
    to: Status,
    staged: Option<Staged>,
    editor_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<PostRow> {
    let is_first = to == Status::Published && before.published_at.is_none();
    let mut row = post::ActiveModel {
        id: Set(before.id),
        status: Set(to),
        scheduled_for: Set(None),
        version: Set(before.version + 1),
        updated_at: Set(now),
        published_at: Set(before.published_at.or(is_first.then_some(now))),
        ..Default::default()
    };
    if staged.is_some() {
        // What people read until now is kept, where it is in no revision yet.
        History::open(domain, transaction, before, Cause::Edit).await?;
    }
    let tags = match staged {
        Some(staged) => Some(staged.go_live(domain, transaction, before, &mut row, now).await?),
        None => None,
    };
    let has_new_text = row.title.is_set() || tags.as_ref().is_some_and(|(before, after)| before != after);
    if before.status == to && !has_new_text {
        return Ok(before.clone());
    }
    let after = PostRow::from(row.update(transaction).await?);
    if to == Status::Published {
        revision::published(domain, transaction, before.id, editor_id, now).await?;
    }
    let (tags_before, tags_after) = match tags {
        Some(tags) => tags,
        None if counts(before) != counts(&after) => {
            let tags = tagging::ids_of(transaction, before.id).await?;
            (tags.clone(), tags)
        }
        None => (Vec::new(), Vec::new()),
    };
    let was = Counted { counts: counts(before), tags: &tags_before };
    recount(transaction, after.author_id, was, Counted { counts: counts(&after), tags: &tags_after }).await?;
    let kind = if is_first { EventKind::PostPublished } else { EventKind::PostUpdated };
    event::of_post(transaction, kind, before.id, now).await?;
    Ok(after)
}

/// The title that a post has once it is published.
pub(super) fn title<'a>(post: &'a PostRow, staged: Option<&'a Staged>) -> &'a str {
    staged.map_or(&post.title, Staged::title)
}

/// What is published, or will be, has a title. It is the post's, not a field of this input.
pub(super) fn require_title(title: &str) -> Result<()> {
    let mut input = Input::default();
    fields::require_title(&mut input, title);
    let problems: Vec<_> =
        input.problems().into_iter().map(|problem| Problem { field: Some("post_id"), ..problem }).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::Problems(problems)) }
}
