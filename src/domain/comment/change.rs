//! Changing and deleting one's own comments.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use super::add::count;
use super::{read_body, render_body};
use crate::domain::Domain;
use crate::domain::error::{Error, Problem, Result};
use crate::domain::event::{self, EventKind};
use crate::domain::policy;
use crate::entity::comment::{self, Model as Comment};
use crate::entity::post::{self, PostRow};
use crate::viewer::{SignedIn, Viewer};

/// Changes the text of one's own comment.
pub async fn update_comment(
    domain: &Domain,
    person: &SignedIn,
    comment_id: Uuid,
    body: &str,
) -> Result<Comment> {
    let body_markdown = read_body(body)?;
    let body_html = render_body(&body_markdown).await?;
    let transaction = domain.database.begin().await?;
    let viewer = Viewer::SignedIn(*person);
    let post = lock_post(domain, &transaction, &viewer, comment_id).await?;
    let comment = find(domain, &transaction, &viewer, comment_id).await?;
    if !policy::can_change_comment(&viewer, &comment.state(), &post.state()) {
        return Err(refusal(&viewer, &comment));
    }
    if comment.body_markdown == body_markdown {
        return Ok(comment);
    }
    let now = domain.clock.now();
    let comment = comment::ActiveModel {
        id: Set(comment_id),
        body_markdown: Set(body_markdown),
        body_html: Set(body_html),
        edited_at: Set(Some(now)),
        ..Default::default()
    }
    .update(&transaction)
    .await?;
    event::of_comment(&transaction, EventKind::CommentUpdated, post.id, comment_id, now).await?;
    transaction.commit().await?;
    domain.announce();
    Ok(comment)
}

/// Deletes one's own comment: its text is gone for good, its place stays, so that replies keep theirs. The second time
/// changes nothing.
pub async fn delete_comment(domain: &Domain, person: &SignedIn, comment_id: Uuid) -> Result<Comment> {
    let transaction = domain.database.begin().await?;
    let viewer = Viewer::SignedIn(*person);
    // The post first, as everywhere: two who change one discussion then wait for each other in one order.
    let post = lock_post(domain, &transaction, &viewer, comment_id).await?;
    let comment = find(domain, &transaction, &viewer, comment_id).await?;
    if comment.deleted_at.is_some() && viewer.is(comment.author_id) {
        return Ok(comment);
    }
    if !policy::can_delete_comment(&viewer, &comment.state()) {
        return Err(not_own());
    }
    if comment.hidden_at.is_none() {
        count(&transaction, &comment, -1).await?;
    }
    let now = domain.clock.now();
    let comment = comment::ActiveModel {
        id: Set(comment_id),
        body_markdown: Set(String::new()),
        body_html: Set(String::new()),
        deleted_at: Set(Some(now)),
        ..Default::default()
    }
    .update(&transaction)
    .await?;
    event::of_comment(&transaction, EventKind::CommentDeleted, post.id, comment_id, now).await?;
    transaction.commit().await?;
    domain.announce();
    Ok(comment)
}

async fn lock_post(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    viewer: &Viewer,
    comment_id: Uuid,
) -> Result<PostRow> {
    let now = domain.clock.now();
    let found = comment::find::by_ids(transaction, &[comment_id], viewer, now).await?;
    let comment = found.first().ok_or_else(missing)?;
    post::find::for_change(transaction, comment.post_id, viewer, now).await?.ok_or_else(missing)
}

async fn find(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    viewer: &Viewer,
    comment_id: Uuid,
) -> Result<Comment> {
    let comment = comment::find::for_change(transaction, comment_id, viewer, domain.clock.now()).await?;
    comment.ok_or_else(missing)
}

fn missing() -> Error {
    Problem::not_found("comment").at("comment_id").into()
}

/// Why the text of a comment can't be changed.
fn refusal(viewer: &Viewer, comment: &Comment) -> Error {
    if !viewer.is(comment.author_id) {
        return not_own();
    }
    let why = if comment.deleted_at.is_some() || comment.hidden_at.is_some() {
        "The comment was removed; it can't be changed."
    } else {
        "Its post is archived, or a draft again: what stands under it can't be changed."
    };
    Problem::not_allowed(why).at("comment_id").into()
}

fn not_own() -> Error {
    Problem::not_allowed("Only its author can change or delete a comment.").at("comment_id").into()
}
