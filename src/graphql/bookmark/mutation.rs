//! Bookmarking.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use crate::domain::bookmark;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::graphql::post::Post;
use crate::id::{self, Id};

/// What to bookmark.
#[derive(InputObject)]
pub struct BookmarkPostInput {
    /// The post.
    post_id: Id<id::Post>,
    /// A note to oneself, at most 2,000 characters; left out, there is none.
    note: Option<String>,
}

/// What to let go of.
#[derive(InputObject)]
pub struct RemoveBookmarkInput {
    /// The post.
    post_id: Id<id::Post>,
}

/// What became of `bookmarkPost`.
#[derive(SimpleObject)]
pub struct BookmarkPostPayload {
    /// The post as it is now; null when there are `userErrors`.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `removeBookmark`.
#[derive(SimpleObject)]
pub struct RemoveBookmarkPayload {
    /// The post as it is now; null when there are `userErrors`, and when one may no longer read it.
    post: Option<Post>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct BookmarkMutation;

#[Object]
impl BookmarkMutation {
    /// Keeps a post to read later; doing it again replaces the note.
    #[graphql(guard = "guard::signed_in")]
    async fn bookmark_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to bookmark.")] input: BookmarkPostInput,
    ) -> Result<Option<BookmarkPostPayload>> {
        let person = ctx.person()?;
        let result =
            bookmark::bookmark_post(ctx.domain(), &person, input.post_id.uuid(), input.note.as_deref()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(BookmarkPostPayload { post: post.map(Post::from), user_errors }))
    }

    /// Lets go of a bookmark, also of a post that one may no longer read; doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn remove_bookmark(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to let go of.")] input: RemoveBookmarkInput,
    ) -> Result<Option<RemoveBookmarkPayload>> {
        let result = bookmark::remove_bookmark(ctx.domain(), &ctx.person()?, input.post_id.uuid()).await;
        let (post, user_errors) = settle(ctx, result)?;
        Ok(Some(RemoveBookmarkPayload { post: post.flatten().map(Post::from), user_errors }))
    }
}
