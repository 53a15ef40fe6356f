//! Commenting.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::added;
use super::connection::CommentEdge;
use super::object::Comment;
use crate::domain::comment::{self, Commenter, NewComment};
use crate::entity::authored::{Authored, Wanted};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle, told};
use crate::graphql::guard;
use crate::graphql::ready::Quick;
use crate::id::{self, Id};
use crate::loader::PostById;
use crate::viewer::Viewer;

/// A new comment.
#[derive(InputObject)]
pub struct AddCommentInput {
    /// The post to comment on.
    post_id: Id<id::Post>,
    /// The comment to answer; left out, it is a top-level comment.
    parent_id: Option<Id<id::Comment>>,
    /// The text in Markdown, at most 10,000 characters.
    body_markdown: String,
    /// Any text of the client's own, at most 255 characters; the same key again within a day returns the first answer and
    /// makes nothing new.
    idempotency_key: Option<String>,
}

/// A change of one's own comment.
#[derive(InputObject)]
pub struct UpdateCommentInput {
    /// The comment.
    comment_id: Id<id::Comment>,
    /// The new text in Markdown, at most 10,000 characters.
    body_markdown: String,
}

/// Which comment to delete.
#[derive(InputObject)]
pub struct DeleteCommentInput {
    /// The comment.
    comment_id: Id<id::Comment>,
}

/// What became of `addComment`.
#[derive(SimpleObject)]
pub struct AddCommentPayload {
    /// The new comment; null when there are `userErrors`.
    comment: Option<Quick<Comment>>,
    /// The new comment with its cursor in the order OLDEST; null when there are `userErrors`.
    comment_edge: Option<Quick<CommentEdge>>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `updateComment`.
#[derive(SimpleObject)]
pub struct UpdateCommentPayload {
    /// The comment as it is now; null when there are `userErrors`.
    comment: Option<Comment>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `deleteComment`.
#[derive(SimpleObject)]
pub struct DeleteCommentPayload {
    /// What is left of the comment: its place; null when there are `userErrors`.
    comment: Option<Comment>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct CommentMutation;

#[Object]
impl CommentMutation {
    /// Comments on a post, or answers a comment. A reply to the deepest level stands beside what it answers.
    #[graphql(guard = "guard::signed_in_or_claims")]
    async fn add_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new comment.")] input: AddCommentInput,
    ) -> Result<Option<AddCommentPayload>> {
        let post_id = input.post_id.uuid();
        let new = NewComment {
            post_id,
            parent_id: input.parent_id.map(Id::uuid),
            body: input.body_markdown,
            idempotency_key: input.idempotency_key,
        };
        let wanted = added::wanted(ctx);
        let read = wanted.unwrap_or(Wanted::ALL);
        let commenter = match ctx.request().claim() {
            Some(claim) => Commenter::Claims(claim.clone()),
            None => Commenter::SignedIn(ctx.person()?),
        };
        let result = comment::add_comment(ctx.domain(), &commenter, &new, read).await;
        match (&commenter, &result) {
            // From here on it is for whom it turned out to be.
            (Commenter::Claims(_), Ok(added)) => {
                ctx.request().become_viewer(Viewer::SignedIn(added.person));
            }
            _ => ctx.request().renew(),
        }
        let (added, user_errors) = told(ctx, result)?;
        let Some(added) = added else {
            return Ok(Some(AddCommentPayload { comment: None, comment_edge: None, user_errors }));
        };
        let current = ctx.current();
        if wanted.is_none() {
            // The post is at hand: whoever asks for it need not read it again.
            current.loader.feed_one(PostById(post_id), Some(added.post.clone())).await;
        }
        let written = Authored { row: added.comment, author: added.author };
        let comment_edge = ctx.look_ahead().field("commentEdge").exists().then(|| {
            Quick(CommentEdge::of_new(written.clone(), &current.viewer).with_post(added.post.clone()))
        });
        let comment = Quick(Comment::new(written, &current.viewer).with_post(added.post));
        Ok(Some(AddCommentPayload { comment: Some(comment), comment_edge, user_errors }))
    }

    /// Changes the text of one's own comment.
    #[graphql(guard = "guard::signed_in")]
    async fn update_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateCommentInput,
    ) -> Result<Option<UpdateCommentPayload>> {
        let comment_id = input.comment_id.uuid();
        let result =
            comment::update_comment(ctx.domain(), &ctx.person()?, comment_id, &input.body_markdown).await;
        let (comment, user_errors) = settle(ctx, result)?;
        let comment = comment.map(|comment| Comment::new(comment, &ctx.viewer()));
        Ok(Some(UpdateCommentPayload { comment, user_errors }))
    }

    /// Deletes one's own comment: its text is gone for good, its place and the replies stay.
    #[graphql(guard = "guard::signed_in")]
    async fn delete_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which comment.")] input: DeleteCommentInput,
    ) -> Result<Option<DeleteCommentPayload>> {
        let result = comment::delete_comment(ctx.domain(), &ctx.person()?, input.comment_id.uuid()).await;
        let (comment, user_errors) = settle(ctx, result)?;
        let comment = comment.map(|comment| Comment::new(comment, &ctx.viewer()));
        Ok(Some(DeleteCommentPayload { comment, user_errors }))
    }
}
