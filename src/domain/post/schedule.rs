//! Scheduled publishing: a draft that is published at the time its author set, by a job.

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::draft::Staged;
use super::find_standing;
use super::state::{require_title, set_status, title};
use crate::domain::Domain;
use crate::domain::error::{Problem, Result};
use crate::domain::event::{self, EventKind};
use crate::domain::input::{Input, invalid};
use crate::domain::job::{self, Claim, Done, Failure, Kind, MAX_ATTEMPTS, NewJob};
use crate::domain::policy;
use crate::entity::post::{self, PostRow, Status};
use crate::entity::user;
use crate::viewer::{SignedIn, Viewer};

/// What the job needs to know.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PublishPost {
    post_id: Uuid,
    /// The time that was set when this was asked for.
    at: DateTime<Utc>,
}

/// Schedules a draft, or sets another time for what is scheduled.
pub(super) async fn schedule(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    at: DateTime<Utc>,
) -> Result<PostRow> {
    let (now, at) = (domain.clock.now(), at.trunc_subsecs(6));
    let mut input = Input::default();
    if at <= now {
        let text = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Secs, true);
        let message = format!("The time must be in the future: {} is not, it is {}.", text(at), text(now));
        input.refuse(invalid("at", message));
    }
    let transaction = domain.database.begin().await?;
    let before = find_standing(domain, &transaction, person, post_id).await?;
    input.finish()?;
    let refusal = match before.status {
        Status::Draft | Status::Scheduled => None,
        Status::Published => Some("The post is published already; only a draft can be scheduled."),
        Status::Archived => Some("The post is archived; only a draft can be scheduled."),
    };
    if let Some(why) = refusal {
        return Err(Problem::not_allowed(why).at("post_id").into());
    }
    let staged = Staged::of(&transaction, post_id).await?;
    require_title(title(&before, staged.as_ref()))?;
    if before.scheduled_for == Some(at) {
        // Its job may have been given up.
        ask_for(domain, &transaction, post_id, at).await?;
        transaction.commit().await?;
        domain.wake.call().await;
        return Ok(before);
    }
    let mut row = post::ActiveModel {
        id: Set(post_id),
        status: Set(Status::Scheduled),
        scheduled_for: Set(Some(at)),
        version: Set(before.version + 1),
        updated_at: Set(now),
        ..Default::default()
    };
    if before.title.is_empty() {
        // Only a draft may be without one.
        row.title = Set(title(&before, staged.as_ref()).to_owned());
    }
    let after = PostRow::from(row.update(&transaction).await?);
    ask_for(domain, &transaction, post_id, at).await?;
    event::of_post(&transaction, EventKind::PostUpdated, post_id, now).await?;
    transaction.commit().await?;
    domain.announce();
    domain.wake.call().await;
    Ok(after)
}

/// Asks for the publication of a post at a time, in place of any other time. The caller holds the post's lock.
pub(super) async fn ask_for(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    post_id: Uuid,
    at: DateTime<Utc>,
) -> std::result::Result<(), DbErr> {
    let payload = serde_json::to_string(&PublishPost { post_id, at })
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    let job = NewJob {
        kind: Kind::PublishPost.name(),
        key: Some(key(post_id)),
        payload,
        run_at: at,
        max_attempts: MAX_ATTEMPTS,
    };
    job::enqueue(domain, transaction, &job).await
}

/// Takes back that a post is to be published later. The caller holds the post's lock.
pub(super) async fn take_back(
    transaction: &impl ConnectionTrait,
    post_id: Uuid,
) -> std::result::Result<(), DbErr> {
    job::cancel(transaction, &key(post_id)).await
}

/// One job a post.
fn key(post_id: Uuid) -> String {
    format!("{}:{post_id}", Kind::PublishPost.name())
}

/// Publishes a post whose time has come, by the rules that hold when it is published by hand. Whoever may no longer publish,
/// or has taken the title away, has a draft again. Where the author has changed their mind meanwhile, nothing is done.
pub(crate) async fn publish_scheduled(
    domain: &Domain,
    claim: &Claim,
    asked: &PublishPost,
) -> std::result::Result<Done, Failure> {
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let before = post::find::any_for_change(&transaction, asked.post_id).await?;
    let is_due = |post: &PostRow| {
        post.status == Status::Scheduled && post.scheduled_for == Some(asked.at) && post.deleted_at.is_none()
    };
    let Some(before) = before.filter(is_due) else {
        return claim.finish(domain, transaction).await;
    };
    let staged = Staged::of(&transaction, before.id).await?;
    let has_title = require_title(title(&before, staged.as_ref())).is_ok();
    let (to, staged) = if has_title && may_publish(&transaction, &before).await? {
        (Status::Published, staged)
    } else {
        (Status::Draft, None)
    };
    set_status(domain, &transaction, &before, to, staged, before.author_id, now).await?;
    let done = claim.finish(domain, transaction).await?;
    domain.announce();
    Ok(done)
}

/// Whether the author may still do what they asked for.
async fn may_publish(connection: &impl ConnectionTrait, post: &PostRow) -> std::result::Result<bool, DbErr> {
    let Some(author_id) = post.author_id else { return Ok(false) };
    let author = user::find::by_ids(connection, &[author_id]).await?.into_iter().next();
    Ok(author.is_some_and(|author| {
        let author = SignedIn { user_id: author.id, session_id: Uuid::nil(), role: author.role };
        policy::can_change_post(&Viewer::SignedIn(author), &post.state())
    }))
}
