//! What hangs on comments, read for all of a level together.

use async_graphql::parser::types::Field;
use async_graphql::{Context, ContextSelectionSet};
use futures_util::future::{BoxFuture, join3};
use uuid::Uuid;

use super::connection::CommentConnection;
use super::object::{Comment, CommentOrder};
use crate::entity::authored::{Author, Wanted};
use crate::entity::comment::Model;
use crate::entity::comment::list::CommentList;
use crate::entity::reaction;
use crate::entity::row::{Columns, Row};
use crate::graphql::account::User;
use crate::graphql::connection::Pages;
use crate::graphql::context::ContextExt;
use crate::graphql::post::Post;
use crate::graphql::reaction::ReactionKind;
use crate::graphql::ready::{Fill, Fragments, Quick, Slot, Slots, Wants, ask, fill_pages, selected, wanted};
use crate::loader::{PostById, ReactionTo, UserById};
use crate::page::Order;

/// What hangs on a comment.
#[derive(Clone, Debug, Default)]
pub struct Hanging {
    // In a box, for a list of comments is moved about before it is written.
    pub author: Slot<Option<Box<Quick<User>>>>,
    // In a box, for the post holds comments.
    pub post: Slot<Box<Quick<Post>>>,
    pub replies: Slots<Quick<CommentConnection>>,
    pub viewer_reaction: Slot<Option<ReactionKind>>,
}

impl Hanging {
    /// With what was read together with the comment.
    pub fn new(author: Author) -> Self {
        Self { author: User::joined(author), ..Self::default() }
    }
}

/// The order that a field asks for; nothing when it is none, which the field's resolver tells.
pub fn order_by(ctx: &Context<'_>) -> Option<Order> {
    let order: Option<CommentOrder> = ctx.param_value("orderBy", None).ok()?.1;
    Some(order.unwrap_or_default().order())
}

impl Wants for Comment {
    fn want(field: &Field, fragments: &Fragments, wanted: &mut Wanted) {
        let name = field.name.node.as_str();
        let columns = match name {
            "author" => {
                User::want_as_author(field, fragments, wanted);
                // Of one that is deleted nobody is told.
                const { Columns::named(Model::NAMES, "deleted_at") }
            }
            "reactions" => const { reaction::counters(Model::NAMES) },
            // Who may see a text is the policy's to say.
            "bodyMarkdown" => const { Model::STATE.and(Columns::named(Model::NAMES, "body_markdown")) },
            "bodyHtml" => const { Model::STATE.and(Columns::named(Model::NAMES, "body_html")) },
            "post" => const { Columns::named(Model::NAMES, "post_id") },
            "parent" | "parentId" => const { Columns::named(Model::NAMES, "parent_id") },
            "isDeleted" | "isHidden" | "viewerCanDelete" => Model::STATE,
            "viewerCanEdit" | "viewerCanReply" => {
                const { Model::STATE.and(Columns::named(Model::NAMES, "post_id")) }
            }
            "__typename" | "replies" | "viewerReaction" => Columns::NONE,
            _ => Self::column(name).unwrap_or(Columns::USUAL),
        };
        wanted.columns = wanted.columns.and(columns);
    }
}

impl Fill for Comment {
    fn fill<'a>(mut comments: Vec<&'a mut Self>, ctx: &'a ContextSelectionSet<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let selected = selected::<Self>(ctx);
            let is = |name: &str| selected.iter().any(|field| field.node.name.node == name);
            let current = ctx.current();
            let reader = current.loader.loader();

            let (author, post) = (is("author"), is("post"));
            let authors = comments.iter().filter(|comment| author && comment.hanging.author.is_empty());
            let authors = authors.filter_map(|comment| comment.author_id()).map(UserById).collect();
            let posts = comments.iter().filter(|comment| post && comment.hanging.post.is_empty());
            let posts = posts.map(|comment| PostById(comment.post_id())).collect();
            let reactions =
                ids(&comments, is("viewerReaction"), |hanging| hanging.viewer_reaction.is_empty());
            let (authors, posts, reactions) = join3(
                ask(reader, authors),
                ask(reader, posts),
                ask(reader, reactions.into_iter().map(ReactionTo::Comment).collect()),
            )
            .await;
            for comment in &mut comments {
                let (id, author_id, post_id) = (comment.uuid(), comment.author_id(), comment.post_id());
                let hanging = &mut comment.hanging;
                if let Some(author_id) = author_id {
                    authors.give(&mut hanging.author, &UserById(author_id), |user| {
                        user.clone().map(|user| Box::new(Quick(user.into())))
                    });
                }
                // One that is no longer to be read is the resolver's to tell.
                posts.give_found(&mut hanging.post, &PostById(post_id), |post| {
                    Box::new(Quick(post.clone().into()))
                });
                reactions.give(&mut hanging.viewer_reaction, &ReactionTo::Comment(id), |kind| {
                    kind.map(ReactionKind::from)
                });
            }

            for field in &selected {
                let ctx = ctx.with_field(field);
                let below = ctx.with_selection_set(&field.node.selection_set);
                match field.node.name.node.as_str() {
                    "author" => {
                        let authors = comments
                            .iter_mut()
                            .filter_map(|comment| comment.hanging.author.get_mut()?.as_mut());
                        User::fill(authors.map(|author| &mut author.0).collect(), &below).await;
                    }
                    "post" => {
                        let posts = comments.iter_mut().filter_map(|comment| comment.hanging.post.get_mut());
                        Post::fill(posts.map(|post| &mut post.0).collect(), &below).await;
                    }
                    "replies" => {
                        let Some(order) = order_by(&ctx) else { continue };
                        let parents =
                            ids(&comments, true, |hanging| hanging.replies.get(&field.node).is_none());
                        let wanted = wanted::<CommentConnection>(&ctx);
                        let read = Pages::read(&ctx, CommentList::OfComment, order, wanted, parents).await;
                        let viewer = ctx.viewer();
                        let take = |comment: &Self, pages: &mut Pages<_>| {
                            Some(CommentConnection::new(pages.take(comment.uuid(), None)?, &viewer))
                        };
                        fill_pages(
                            &below,
                            field,
                            &mut comments,
                            read,
                            |comment| &mut comment.hanging.replies,
                            take,
                        )
                        .await;
                    }
                    _ => {}
                }
            }
        })
    }
}

/// The ids of the comments on which something is missing.
fn ids(comments: &[&mut Comment], is_selected: bool, is_missing: impl Fn(&Hanging) -> bool) -> Vec<Uuid> {
    let missing = comments.iter().filter(|comment| is_selected && is_missing(&comment.hanging));
    missing.map(|comment| comment.uuid()).collect()
}
