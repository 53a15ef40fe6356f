//! What hangs on people, read for all of a level together.

use async_graphql::ContextSelectionSet;
use async_graphql::parser::types::Field;
use futures_util::future::{BoxFuture, join};
use uuid::Uuid;

use super::user::{User, UserConnection};
use crate::entity::authored::Wanted;
use crate::entity::comment::list::{CommentList, NEWEST};
use crate::entity::post::list::PostList;
use crate::entity::row::{Columns, Row};
use crate::entity::tag::list::{FollowedTags, NEWEST_FOLLOW as NEWEST_TAG};
use crate::entity::user::UserRow;
use crate::entity::user::list::{NEWEST_FOLLOW, UserList};
use crate::graphql::comment::CommentConnection;
use crate::graphql::connection::Pages;
use crate::graphql::context::ContextExt;
use crate::graphql::post::{PostConnection, order_by};
use crate::graphql::ready::{
    Fill, Fragments, Quick, Slot, Slots, Wants, ask, fill_pages, selected, want, wanted,
};
use crate::graphql::tag::TagConnection;
use crate::loader::{FollowOfUser, FollowsViewer};

/// What hangs on a person.
#[derive(Clone, Debug, Default)]
pub struct Hanging {
    pub posts: Slots<Quick<PostConnection>>,
    pub comments: Slots<Quick<CommentConnection>>,
    pub followers: Slots<Quick<UserConnection>>,
    pub following: Slots<Quick<UserConnection>>,
    pub followed_tags: Slots<Quick<TagConnection>>,
    pub viewer_is_following: Slot<bool>,
    pub viewer_is_followed_by: Slot<bool>,
}

impl Wants for User {
    fn want(field: &Field, _: &Fragments, wanted: &mut Wanted) {
        let name = field.name.node.as_str();
        let columns = match name {
            "followers" => const { Columns::named(UserRow::NAMES, "follower_count") },
            "following" => const { Columns::named(UserRow::NAMES, "following_count") },
            "url" => const { Columns::named(UserRow::NAMES, "username") },
            "__typename" | "posts" | "comments" | "seriesList" | "followedTags" | "viewerIsFollowing"
            | "viewerIsFollowedBy" | "viewerCanFollow" => Columns::NONE,
            _ => Self::column(name).unwrap_or(Columns::USUAL),
        };
        wanted.columns = wanted.columns.and(columns);
    }
}

impl User {
    /// Has the author read together with what they wrote, as far as is selected of them in this field.
    pub fn want_as_author(field: &Field, fragments: &Fragments, wanted: &mut Wanted) {
        let mut author = Wanted::LEAST;
        want::<Self>(&field.selection_set.node, fragments, &mut author);
        let others = wanted.author.unwrap_or(Columns::NONE);
        wanted.author = Some(others.and(author.columns));
    }
}

impl Fill for User {
    fn fill<'a>(mut users: Vec<&'a mut Self>, ctx: &'a ContextSelectionSet<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let selected = selected::<Self>(ctx);
            let is = |name: &str| selected.iter().any(|field| field.node.name.node == name);
            let current = ctx.current();
            let reader = current.loader.loader();
            let following =
                ids(&users, is("viewerIsFollowing"), |hanging| hanging.viewer_is_following.is_empty());
            let followed =
                ids(&users, is("viewerIsFollowedBy"), |hanging| hanging.viewer_is_followed_by.is_empty());
            let (following, followed) = join(
                ask(reader, following.into_iter().map(FollowOfUser).collect()),
                ask(reader, followed.into_iter().map(FollowsViewer).collect()),
            )
            .await;
            for user in &mut users {
                let id = user.uuid();
                following.give(&mut user.hanging.viewer_is_following, &FollowOfUser(id), |is| *is);
                followed.give(&mut user.hanging.viewer_is_followed_by, &FollowsViewer(id), |is| *is);
            }

            for field in &selected {
                let ctx = ctx.with_field(field);
                let below = ctx.with_selection_set(&field.node.selection_set);
                let field_node = &field.node;
                match field.node.name.node.as_str() {
                    "posts" => {
                        let Some(order) = order_by(&ctx) else { continue };
                        let parents = ids(&users, true, |hanging| hanging.posts.get(field_node).is_none());
                        let wanted = wanted::<PostConnection>(&ctx);
                        let read = Pages::read(&ctx, PostList::OfAuthor, order, wanted, parents).await;
                        let take =
                            |user: &Self, pages: &mut Pages<_>| Some(pages.take(user.uuid(), None)?.into());
                        fill_pages(&below, field, &mut users, read, |user| &mut user.hanging.posts, take)
                            .await;
                    }
                    "comments" => {
                        let parents = ids(&users, true, |hanging| hanging.comments.get(field_node).is_none());
                        let wanted = wanted::<CommentConnection>(&ctx);
                        let read = Pages::read(&ctx, CommentList::OfAuthor, NEWEST, wanted, parents).await;
                        let viewer = ctx.viewer();
                        let take = |user: &Self, pages: &mut Pages<_>| {
                            Some(CommentConnection::new(pages.take(user.uuid(), None)?, &viewer))
                        };
                        fill_pages(&below, field, &mut users, read, |user| &mut user.hanging.comments, take)
                            .await;
                    }
                    "followers" => {
                        let parents =
                            ids(&users, true, |hanging| hanging.followers.get(field_node).is_none());
                        let (list, wanted) = (UserList::Followers, wanted::<UserConnection>(&ctx));
                        let read = Pages::read(&ctx, list, NEWEST_FOLLOW, wanted, parents).await;
                        let take = |user: &Self, pages: &mut Pages<_>| {
                            Some(pages.take(user.uuid(), Some(user.follow_counts().0))?.into())
                        };
                        fill_pages(&below, field, &mut users, read, |user| &mut user.hanging.followers, take)
                            .await;
                    }
                    "following" => {
                        let parents =
                            ids(&users, true, |hanging| hanging.following.get(field_node).is_none());
                        let (list, wanted) = (UserList::Following, wanted::<UserConnection>(&ctx));
                        let read = Pages::read(&ctx, list, NEWEST_FOLLOW, wanted, parents).await;
                        let take = |user: &Self, pages: &mut Pages<_>| {
                            Some(pages.take(user.uuid(), Some(user.follow_counts().1))?.into())
                        };
                        fill_pages(&below, field, &mut users, read, |user| &mut user.hanging.following, take)
                            .await;
                    }
                    "followedTags" => {
                        let parents =
                            ids(&users, true, |hanging| hanging.followed_tags.get(field_node).is_none());
                        let wanted = wanted::<TagConnection>(&ctx);
                        let read = Pages::read(&ctx, FollowedTags, NEWEST_TAG, wanted, parents).await;
                        let take =
                            |user: &Self, pages: &mut Pages<_>| Some(pages.take(user.uuid(), None)?.into());
                        fill_pages(
                            &below,
                            field,
                            &mut users,
                            read,
                            |user| &mut user.hanging.followed_tags,
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

/// The ids of the people on whom something is missing.
fn ids(users: &[&mut User], is_selected: bool, is_missing: impl Fn(&Hanging) -> bool) -> Vec<Uuid> {
    let missing = users.iter().filter(|user| is_selected && is_missing(&user.hanging));
    missing.map(|user| user.uuid()).collect()
}
