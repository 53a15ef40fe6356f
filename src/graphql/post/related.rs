//! What to read next.

use async_graphql::{Context, Result};
use uuid::Uuid;

use super::object::Post;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrInternal, code, coded};
use crate::graphql::ready::QuickList;
use crate::loader::RelatedPosts;

/// Posts where nobody says how many.
const DEFAULT: i32 = 5;
/// Posts at the most; the cost table has the same number.
const MAX: i32 = 10;

/// The posts next to a post.
pub async fn of_post(ctx: &Context<'_>, post_id: Uuid, first: Option<i32>) -> Result<QuickList<Post>> {
    let count = match first.unwrap_or(DEFAULT) {
        count @ 1..=MAX => count.unsigned_abs(),
        given => {
            let message = format!("`first` is {given}; it must be from 1 to {MAX}.");
            return Err(coded(code::BAD_USER_INPUT, message));
        }
    };
    let posts = ctx.current().loader.load_one(RelatedPosts { post_id, count }).await.or_internal(ctx)?;
    Ok(QuickList(posts.unwrap_or_default().into_iter().map(Post::from).collect()))
}
