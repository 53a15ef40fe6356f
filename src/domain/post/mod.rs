//! Posts: writing them, and the states of their life.

mod co_author;
mod counting;
mod create;
mod delete;
mod draft;
mod erase;
mod fields;
mod imported;
mod restore;
mod revision;
mod schedule;
mod slug;
mod state;
mod tagging;
mod update;

pub(crate) use co_author::put_co_author;
pub use co_author::{MAX_CO_AUTHORS, add_co_author, remove_co_author};
pub use create::{NewPost, create_post};
pub(crate) use create::{Prepared, insert};
pub use delete::{delete_post, restore_post};
pub use draft::{DraftChange, discard_draft, save_draft};
pub(crate) use erase::erase_deleted;
pub use fields::{MAX_BODY, MAX_TAGS};
pub(crate) use imported::{change_imported, find_for_import};
pub use restore::restore_revision;
pub(crate) use schedule::publish_scheduled;
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

/// A post that one may read, locked.
async fn find(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
) -> Result<PostRow> {
    let viewer = Viewer::SignedIn(*person);
    let post = post::find::for_change(transaction, post_id, &viewer, domain.clock.now()).await?;
    post.ok_or_else(|| Error::from(Problem::not_found("post").at("post_id")))
}

/// One's own post, locked, deleted or not.
async fn find_own(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
) -> Result<PostRow> {
    let post = find(domain, transaction, person, post_id).await?;
    if policy::can_change_post(&Viewer::SignedIn(*person), &post.state()) {
        return Ok(post);
    }
    let why = "Only its author can publish a post, take it back, delete it, or say who writes it.";
    Err(Problem::not_allowed(why).at("post_id").into())
}

/// One's own post, locked, that is not deleted.
async fn find_standing(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
) -> Result<PostRow> {
    standing(find_own(domain, transaction, person, post_id).await?)
}

/// A post that one may edit, locked: one's own, or one that one writes together with others.
async fn find_editable(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    post_id: Uuid,
) -> Result<PostRow> {
    let post = find(domain, transaction, person, post_id).await?;
    let is_co_author = co_author::edits(transaction, person, &post).await?;
    if policy::can_edit_post(&Viewer::SignedIn(*person), &post.state(), is_co_author) {
        return standing(post);
    }
    Err(Problem::not_allowed("Only its author and co-authors can change a post.").at("post_id").into())
}

fn standing(post: PostRow) -> Result<PostRow> {
    if post.deleted_at.is_none() {
        return Ok(post);
    }
    Err(Problem::not_allowed("The post is deleted; restore it first.").at("post_id").into())
}
