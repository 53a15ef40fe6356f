//! The revisions of a post.

use async_graphql::{Context, Result};
use uuid::Uuid;

use super::object::RevisionConnection;
use crate::domain::policy;
use crate::entity::post::PostState;
use crate::entity::post_revision::list::{NEWEST, Revisions};
use crate::graphql::connection::children;
use crate::graphql::context::ContextExt;
use crate::graphql::error::bad_page;
use crate::graphql::post::is_co_author;
use crate::graphql::ready::{Quick, wanted};
use crate::page::Arguments;

/// The page that is asked for; nothing for whom they are not.
pub async fn of_post(
    ctx: &Context<'_>,
    post_id: Uuid,
    post: &PostState,
    arguments: Arguments,
) -> Result<Option<Quick<RevisionConnection>>> {
    // A page that is none is an error for whomever.
    arguments.clone().page(&NEWEST).map_err(bad_page)?;
    let is_co_author = is_co_author(ctx, post_id, post).await?;
    if !policy::sees_revisions(&ctx.viewer(), post, is_co_author) {
        return Ok(None);
    }
    let wanted = wanted::<RevisionConnection>(ctx);
    let loaded = children(ctx, Revisions, post_id, NEWEST, arguments, None, wanted).await?;
    Ok(Some(Quick(loaded.into())))
}
