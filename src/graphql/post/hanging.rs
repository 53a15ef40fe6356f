//! What hangs on posts, read for all of a level together.

use async_graphql::parser::types::Field;
use async_graphql::{Context, ContextSelectionSet};
use futures_util::future::{BoxFuture, join4};
use uuid::Uuid;

use super::object::Post;
use super::query::PostOrder;
use super::tags::Tags;
use crate::entity::authored::{Author, Wanted};
use crate::entity::comment::list::CommentList;
use crate::entity::post::PostRow;
use crate::entity::reaction;
use crate::entity::row::{Columns, Row};
use crate::entity::tag;
use crate::graphql::account::User;
use crate::graphql::comment::{self, CommentConnection};
use crate::graphql::connection::Pages;
use crate::graphql::context::ContextExt;
use crate::graphql::reaction::ReactionKind;
use crate::graphql::ready::{
    Fill, Fragments, Quick, QuickList, Slot, Slots, Wants, ask, fill_pages, selected, want, wanted,
};
use crate::graphql::scalar::Html;
use crate::graphql::tag::Tag;
use crate::loader::{BookmarkOfPost, PostTextById, ReactionTo, UserById};
use crate::page::Order;

/// The order that a field asks for; nothing when it is none, which the field's resolver tells.
pub fn order_by(ctx: &Context<'_>) -> Option<Order> {
    let order: Option<PostOrder> = ctx.param_value("orderBy", None).ok()?.1;
    Some(PostOrder::of(order))
}

/// What hangs on a post.
#[derive(Clone, Debug, Default)]
pub struct Hanging {
    pub author: Slot<Option<Box<Quick<User>>>>,
    pub body_markdown: Slot<String>,
    pub body_html: Slot<Html>,
    // In slots, for each selection has its own columns, at the least.
    pub co_authors: Slots<QuickList<User>>,
    pub tags: Tags,
    pub comments: Slots<Quick<CommentConnection>>,
    pub viewer_reaction: Slot<Option<ReactionKind>>,
    pub viewer_has_bookmarked: Slot<bool>,
}

impl Hanging {
    /// With what was read together with the post.
    pub fn new(
        author: Author,
        tags: Option<Vec<tag::Model>>,
        body_markdown: Option<String>,
        body_html: Option<String>,
    ) -> Self {
        Self {
            author: User::joined(author),
            tags: Tags::joined(tags),
            body_markdown: body_markdown.map_or_else(Slot::default, Slot::full),
            body_html: body_html.map_or_else(Slot::default, |text| Slot::full(Html(text))),
            ..Self::default()
        }
    }
}

impl Wants for Post {
    fn want(field: &Field, fragments: &Fragments, wanted: &mut Wanted) {
        let name = field.name.node.as_str();
        let columns = match name {
            "author" => {
                User::want_as_author(field, fragments, wanted);
                Columns::NONE
            }
            "tags" => {
                let mut tags = Wanted::LEAST;
                want::<Tag>(&field.selection_set.node, fragments, &mut tags);
                wanted.tags = Some(wanted.tags.unwrap_or(Columns::NONE).and(tags.columns));
                Columns::NONE
            }
            "reactions" => const { reaction::counters(PostRow::NAMES) },
            "reactors" => const { Columns::named(PostRow::NAMES, "reaction_count") },
            "url" => const { Columns::named(PostRow::NAMES, "slug") },
            "bodyMarkdown" => const { Columns::named(PostRow::NAMES, "body_markdown") },
            "bodyHtml" => const { Columns::named(PostRow::NAMES, "body_html") },
            "bookmarkCount" => const { PostRow::STATE.and(Columns::named(PostRow::NAMES, "bookmark_count")) },
            // What the policy judges by.
            "revisions" | "viewerCanEdit" | "viewerCanDelete" | "viewerCanComment" => PostRow::STATE,
            "__typename"
            | "coAuthors"
            | "series"
            | "comments"
            | "thread"
            | "related"
            | "draft"
            | "viewerReaction"
            | "viewerHasBookmarked" => Columns::NONE,
            _ => Self::column(name).unwrap_or(Columns::USUAL),
        };
        wanted.columns = wanted.columns.and(columns);
    }
}

impl Fill for Post {
    fn fill<'a>(mut posts: Vec<&'a mut Self>, ctx: &'a ContextSelectionSet<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let selected = selected::<Self>(ctx);
            let find = |name: &str| selected.iter().find(|field| field.node.name.node == name);
            let current = ctx.current();
            let reader = current.loader.loader();

            let author = find("author").is_some();
            let authors = posts.iter().filter(|post| author && post.hanging.author.is_empty());
            let authors = authors.filter_map(|post| post.author_id()).map(UserById).collect();
            let (markdown, html) = (find("bodyMarkdown").is_some(), find("bodyHtml").is_some());
            let texts = ids(&posts, markdown || html, |hanging| {
                markdown && hanging.body_markdown.is_empty() || html && hanging.body_html.is_empty()
            });
            let reactions =
                ids(&posts, find("viewerReaction").is_some(), |hanging| hanging.viewer_reaction.is_empty());
            let bookmarks = ids(&posts, find("viewerHasBookmarked").is_some(), |hanging| {
                hanging.viewer_has_bookmarked.is_empty()
            });
            let (authors, texts, reactions, bookmarks) = join4(
                ask(reader, authors),
                ask(reader, texts.into_iter().map(PostTextById).collect()),
                ask(reader, reactions.into_iter().map(ReactionTo::Post).collect()),
                ask(reader, bookmarks.into_iter().map(BookmarkOfPost).collect()),
            )
            .await;

            for post in &mut posts {
                let (id, author_id) = (post.uuid(), post.author_id());
                let hanging = &mut post.hanging;
                if let Some(author_id) = author_id {
                    authors.give(&mut hanging.author, &UserById(author_id), |user| {
                        user.clone().map(|user| Box::new(Quick(user.into())))
                    });
                }
                texts.give_found(&mut hanging.body_markdown, &PostTextById(id), |text| {
                    text.body_markdown.clone()
                });
                texts.give_found(&mut hanging.body_html, &PostTextById(id), |text| {
                    Html(text.body_html.clone())
                });
                reactions.give(&mut hanging.viewer_reaction, &ReactionTo::Post(id), |kind| {
                    kind.map(ReactionKind::from)
                });
                bookmarks.give(&mut hanging.viewer_has_bookmarked, &BookmarkOfPost(id), |is| *is);
            }

            for field in &selected {
                let ctx = ctx.with_field(field);
                let below = ctx.with_selection_set(&field.node.selection_set);
                match field.node.name.node.as_str() {
                    "author" => {
                        let authors =
                            posts.iter_mut().filter_map(|post| post.hanging.author.get_mut()?.as_mut());
                        User::fill(authors.map(|author| &mut author.0).collect(), &below).await;
                    }
                    "coAuthors" => {
                        let alone =
                            ids(&posts, true, |hanging| hanging.co_authors.get(&field.node).is_none());
                        let read = reader.co_authors_by_posts(&alone, wanted::<User>(&ctx).columns).await;
                        for post in
                            posts.iter_mut().filter(|post| post.hanging.co_authors.get(&field.node).is_none())
                        {
                            let people = read.as_ref().map(|people| {
                                let people = people.get(&post.uuid()).into_iter().flatten();
                                QuickList(people.cloned().map(User::from).collect())
                            });
                            post.hanging.co_authors.fill(&field.node, people);
                        }
                        let people =
                            posts.iter_mut().filter_map(|post| post.hanging.co_authors.get_mut(&field.node));
                        User::fill(people.flat_map(|people| &mut people.0).collect(), &below).await;
                    }
                    "tags" => {
                        let untagged = ids(&posts, true, |hanging| hanging.tags.is_missing(&field.node));
                        let mut read = reader.tags_by_posts(&untagged, wanted::<Tag>(&ctx).columns).await;
                        // Where a post is there but once, they are taken rather than copied.
                        let is_once = read.as_ref().is_ok_and(|read| read.len() == untagged.len());
                        for post in posts.iter_mut().filter(|post| post.hanging.tags.is_missing(&field.node))
                        {
                            let tags = match &mut read {
                                Ok(read) if is_once => Ok(read.remove(&post.uuid()).unwrap_or_default()),
                                Ok(read) => Ok(read.get(&post.uuid()).cloned().unwrap_or_default()),
                                Err(error) => Err(&*error),
                            };
                            post.hanging.tags.fill(&field.node, tags);
                        }
                        let tags = posts.iter_mut().filter_map(|post| post.hanging.tags.get_mut(&field.node));
                        Tag::fill(tags.flatten().collect(), &below).await;
                    }
                    "comments" => {
                        let Some(order) = comment::order_by(&ctx) else { continue };
                        let parents =
                            ids(&posts, true, |hanging| hanging.comments.get(&field.node).is_none());
                        let wanted = wanted::<CommentConnection>(&ctx);
                        let read = Pages::read(&ctx, CommentList::OfPost, order, wanted, parents).await;
                        let viewer = ctx.viewer();
                        fill_pages(
                            &below,
                            field,
                            &mut posts,
                            read,
                            |post| &mut post.hanging.comments,
                            |post, pages| {
                                Some(CommentConnection::new(pages.take(post.uuid(), None)?, &viewer))
                            },
                        )
                        .await;
                    }
                    _ => {}
                }
            }
        })
    }
}

/// The ids of the posts on which something is missing.
fn ids(posts: &[&mut Post], is_selected: bool, is_missing: impl Fn(&Hanging) -> bool) -> Vec<Uuid> {
    let missing = posts.iter().filter(|post| is_selected && is_missing(&post.hanging));
    missing.map(|post| post.uuid()).collect()
}
