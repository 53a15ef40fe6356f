//! A person by their username, with the page of posts that most profiles ask for.

use async_graphql::parser::types::Field;
use async_graphql::{Context, ContextSelectionSet, Positioned, Result};

use super::user::User;
use crate::entity::authored::Wanted;
use crate::entity::post::list::PostList;
use crate::graphql::connection::{Loaded, Total, asked_page};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::post::{PostConnection, order_by};
use crate::graphql::ready::{Quick, below, may_be_written, selected, wanted};
use crate::page::{Order, Page};

/// The person with this username, in lower case, or who had it once; with the first page of their posts that is selected,
/// where it can be read with them. What else hangs on them is left to be filled.
pub async fn find_named(ctx: &Context<'_>, username: &str) -> Result<Option<User>> {
    let (current, columns, of_person) = (ctx.current(), wanted::<User>(ctx).columns, below(ctx));
    let posts = Posts::first_of(&of_person);
    let page = posts.as_ref().map(|posts| (posts.order, &posts.page, posts.wanted));
    let found = current.loader.loader().user_named(username, columns, page).await.or_internal(ctx)?;
    let Some((user, slice)) = found else { return Ok(None) };
    let mut user = User::from(user);
    if let (Some(Posts { field, order, page, .. }), Some(slice)) = (&posts, slice) {
        let total = Total::of(PostList::OfAuthor, user.uuid(), *order);
        let posts = PostConnection::from(Loaded::new(slice, *order, page, total));
        user.hanging.posts.fill(&field.node, Ok(Quick(posts)));
    }
    Ok(Some(user))
}

/// A page of a person's posts. What it asks of the person is their id alone, which a statement knows as soon as it has
/// found them.
struct Posts<'a> {
    field: &'a Positioned<Field>,
    order: Order,
    page: Page,
    wanted: Wanted,
}

impl<'a> Posts<'a> {
    /// The first that is selected of a person, if any.
    fn first_of(of_person: &'a ContextSelectionSet<'a>) -> Option<Self> {
        if !may_be_written(of_person) {
            return None;
        }
        let selected = selected::<User>(of_person);
        let field = selected.into_iter().find(|field| field.node.name.node == "posts")?;
        let ctx = of_person.with_field(field);
        let order = order_by(&ctx)?;
        let page = asked_page(&ctx, &order)?;
        Some(Self { field, order, page, wanted: wanted::<PostConnection>(&ctx) })
    }
}
