//! Posts: writing them, and the states of their life.

mod counting;
mod create;
mod delete;
mod draft;
mod fields;
mod imported;
mod restore;
mod revision;
mod slug;
mod state;
mod tagging;
mod update;

pub use create::{NewPost, create_post};
pub(crate) use create::{Prepared, insert};
pub use delete::{delete_post, restore_post};
pub use draft::{DraftChange, discard_draft, save_draft};
pub use fields::{MAX_BODY, MAX_TAGS};
pub(crate) use imported::{change_imported, find_for_import};
pub use restore::restore_revision;
pub use slug::take_former_slug;
pub use state::{archive_post, publish_post, unpublish_post};
pub use tagging::tag_slug;
pub use update::{PostChange, update_post};

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Domain;
use super::error::{Error, Problem, Result};
use super::policy;
use crate::entity::post::{self, PostRow};
use crate::viewer::{SignedIn, Viewer};

/// One's own post, locked, deleted or not.
async fn find_own(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
) -> Result<PostRow> {
    let viewer = Viewer::SignedIn(*person);
    let post = post::find::for_change(transaction, post_id, &viewer, domain.clock.now()).await?;
    let post = post.ok_or_else(|| Error::from(Problem::not_found("post").at("post_id")))?;
    if policy::can_change_post(&viewer, &post.state()) {
        return Ok(post);
    }
    Err(Problem::not_allowed("Only its author can change a post.").at("post_id").into())
}

/// One's own post, locked, that is not deleted.
async fn find_standing(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
) -> Result<PostRow> {
    let post = find_own(domain, transaction, person, post_id).await?;
    if post.deleted_at.is_none() {
        return Ok(post);
    }
    Err(Problem::not_allowed("The post is deleted; restore it first.").at("post_id").into())
}
