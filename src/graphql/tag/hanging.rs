//! What hangs on tags, read for all of a level together.

use async_graphql::ContextSelectionSet;
use async_graphql::parser::types::Field;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::object::Tag;
use crate::entity::authored::Wanted;
use crate::entity::post::list::PostList;
use crate::entity::row::{Columns, Row};
use crate::entity::tag::Model;
use crate::graphql::connection::Pages;
use crate::graphql::context::ContextExt;
use crate::graphql::post::{PostConnection, order_by};
use crate::graphql::ready::{Fill, Fragments, Quick, Slot, Slots, Wants, ask, fill_pages, selected, wanted};
use crate::loader::FollowOfTag;

/// What hangs on a tag.
#[derive(Clone, Debug, Default)]
pub struct Hanging {
    pub posts: Slots<Quick<PostConnection>>,
    pub viewer_is_following: Slot<bool>,
}

impl Wants for Tag {
    fn want(field: &Field, _: &Fragments, wanted: &mut Wanted) {
        let name = field.name.node.as_str();
        let columns = match name {
            "__typename" => Columns::NONE,
            "posts" | "viewerIsFollowing" => const { Columns::named(Model::NAMES, "id") },
            _ => Self::column(name).unwrap_or(Columns::USUAL),
        };
        wanted.columns = wanted.columns.and(columns);
    }
}

impl Fill for Tag {
    fn fill<'a>(mut tags: Vec<&'a mut Self>, ctx: &'a ContextSelectionSet<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            for field in selected::<Self>(ctx) {
                let ctx = ctx.with_field(field);
                match field.node.name.node.as_str() {
                    "viewerIsFollowing" => {
                        let missing = ids(&tags, |hanging| hanging.viewer_is_following.is_empty());
                        let current = ctx.current();
                        let read =
                            ask(current.loader.loader(), missing.into_iter().map(FollowOfTag).collect())
                                .await;
                        for tag in &mut tags {
                            let id = FollowOfTag(tag.uuid());
                            read.give(&mut tag.hanging.viewer_is_following, &id, |is| *is);
                        }
                    }
                    "posts" => {
                        let Some(order) = order_by(&ctx) else { continue };
                        let parents = ids(&tags, |hanging| hanging.posts.get(&field.node).is_none());
                        let wanted = wanted::<PostConnection>(&ctx);
                        let read = Pages::read(&ctx, PostList::OfTag, order, wanted, parents).await;
                        let take =
                            |tag: &Self, pages: &mut Pages<_>| Some(pages.take(tag.uuid(), None)?.into());
                        let below = ctx.with_selection_set(&field.node.selection_set);
                        fill_pages(&below, field, &mut tags, read, |tag| &mut tag.hanging.posts, take).await;
                    }
                    _ => {}
                }
            }
        })
    }
}

/// The ids of the tags on which something is missing.
fn ids(tags: &[&mut Tag], is_missing: impl Fn(&Hanging) -> bool) -> Vec<Uuid> {
    tags.iter().filter(|tag| is_missing(&tag.hanging)).map(|tag| tag.uuid()).collect()
}
