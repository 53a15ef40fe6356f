//! How much of a new comment's post and author is looked at, so that no more is read with it.

use async_graphql::Context;
use async_graphql::parser::types::SelectionSet;

use super::connection::CommentEdge;
use super::mutation::AddCommentPayload;
use super::object::Comment;
use crate::entity::authored::Wanted;
use crate::entity::post::PostRow;
use crate::entity::row::{Columns, Row};
use crate::graphql::account::User;
use crate::graphql::post::Post;
use crate::graphql::ready::{Fragments, all_of, fields, may_be_written, want};

/// What is wanted of the post, and of the author of the comment; nothing where that needs more than a look.
pub fn wanted(ctx: &Context<'_>) -> Option<Wanted> {
    let payload = ctx.with_selection_set(&ctx.item.node.selection_set);
    let fragments = &ctx.query_env.fragments;
    let mut wanted = Wanted::LEAST;
    let is_known = may_be_written(&payload)
        && comments(ctx, &payload.item.node)?
            .into_iter()
            .all(|comment| want_of_comment(comment, fragments, &mut wanted));
    is_known.then_some(wanted)
}

/// What is selected of the comment, wherever it stands in the payload.
fn comments<'a>(ctx: &Context<'a>, payload: &'a SelectionSet) -> Option<Vec<&'a SelectionSet>> {
    let fragments = &ctx.query_env.fragments;
    let (mut found, mut comments) = (Vec::new(), Vec::new());
    fields::<AddCommentPayload>(payload, fragments, &mut found).then_some(())?;
    for field in found {
        let below = &all_of(ctx, &field.node.selection_set).node;
        match field.node.name.node.as_str() {
            "comment" => comments.push(below),
            "commentEdge" => {
                let mut edge = Vec::new();
                fields::<CommentEdge>(below, fragments, &mut edge).then_some(())?;
                let nodes = edge.into_iter().filter(|field| field.node.name.node == "node");
                comments.extend(nodes.map(|node| &node.node.selection_set.node));
            }
            _ => {}
        }
    }
    Some(comments)
}

/// Whether it is known.
fn want_of_comment(comment: &SelectionSet, fragments: &Fragments, wanted: &mut Wanted) -> bool {
    let mut found = Vec::new();
    fields::<Comment>(comment, fragments, &mut found)
        && found.into_iter().all(|field| match field.node.name.node.as_str() {
            "author" => {
                User::want_as_author(&field.node, fragments, wanted);
                true
            }
            "post" => {
                let mut post = Wanted::LEAST;
                want::<Post>(&field.node.selection_set.node, fragments, &mut post);
                // The post's own author is looked up by the id.
                let author = const { Columns::named(PostRow::NAMES, "author_id") };
                let author = post.author.map_or(Columns::NONE, |_| author);
                wanted.columns = wanted.columns.and(post.columns).and(author);
                true
            }
            // They ask the loader for the post.
            "viewerCanEdit" | "viewerCanReply" => false,
            _ => true,
        })
}
