//! A whole discussion, flat.

use async_graphql::{Context, Result};
use uuid::Uuid;

use super::connection::CommentConnection;
use super::object::CommentOrder;
use crate::entity::authored::Authored;
use crate::entity::comment::Model;
use crate::entity::comment::thread::{self, Bone, flat};
use crate::entity::list::Slice;
use crate::graphql::connection::{Loaded, Total};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{OrInternal, bad_page, code, coded};
use crate::loader::{CommentById, SkeletonOfPost};
use crate::page::{Arguments, Key, Order, Page, PageError, Position};

/// The page that is asked for of what stands under a post.
pub async fn of_post(
    ctx: &Context<'_>,
    post_id: Uuid,
    around: Option<Uuid>,
    order_by: CommentOrder,
    arguments: Arguments,
) -> Result<CommentConnection> {
    let order = order_of(order_by);
    if around.is_some()
        && (arguments.after.is_some() || arguments.before.is_some() || arguments.last.is_some())
    {
        return Err(coded(
            code::BAD_USER_INPUT,
            "`around` says where the page is: give it with `first` alone.",
        ));
    }
    let argument = if arguments.before.is_some() { "before" } else { "after" };
    let page = arguments.page(&order).map_err(bad_page)?;
    let bones = ctx.current().loader.load_one(SkeletonOfPost(post_id)).await.or_internal(ctx)?;
    let flat = flat(bones.map(|bones| (*bones).clone()).unwrap_or_default(), &order);
    let places = match around {
        Some(id) => around_places(&flat, id, &page)?,
        None => None,
    };
    let (places, page, has_more) = match places {
        // What stands before the page is before a cursor, as far as is told of it.
        Some(places) => {
            let has_more = places.last().is_some_and(|last| last + 1 < flat.len());
            let before = places.first().and_then(|first| flat.get(first.checked_sub(1)?));
            let from = before.map(|bone| Position { key: Key::None, id: bone.id });
            (places, Page { from, ..page }, has_more)
        }
        None => {
            let (range, has_more) =
                range(&flat, &page).ok_or_else(|| bad_page(PageError::Cursor { argument }))?;
            (range.collect(), page, has_more)
        }
    };
    let total = i32::try_from(flat.len()).unwrap_or(i32::MAX);
    let items = read(ctx, places.iter().filter_map(|place| flat.get(*place))).await?;
    let loaded = Loaded::new(Slice { items, has_more }, order, &page, Total::Known(total));
    Ok(CommentConnection::new(loaded, &ctx.viewer()))
}

/// The places of the page around a comment; none when it is not there: the first page is shown then.
fn around_places(flat: &[Bone], id: Uuid, page: &Page) -> Result<Option<Vec<usize>>> {
    match thread::around(flat, id, page.size as usize) {
        None => Ok(None),
        Some(Ok(places)) => Ok(Some(places)),
        Some(Err(needed)) => {
            let message = format!(
                "The comment and those that it answers are {needed}; `first` is {}, and must be at least that.",
                page.size
            );
            Err(coded(code::BAD_USER_INPUT, message))
        }
    }
}

/// The places of a page, and whether there is more in the direction of travel; nothing when its cursor is none of this
/// discussion.
fn range(flat: &[Bone], page: &Page) -> Option<(std::ops::Range<usize>, bool)> {
    let from = match &page.from {
        Some(from) => Some(flat.iter().position(|bone| bone.id == from.id)?),
        None => None,
    };
    let size = page.size as usize;
    Some(if page.backward {
        let end = from.unwrap_or(flat.len());
        let begin = end.saturating_sub(size);
        (begin..end, begin > 0)
    } else {
        let begin = from.map_or(0, |from| from + 1);
        let end = flat.len().min(begin + size);
        (begin..end, end < flat.len())
    })
}

/// The comments, in this order; one that went in this very moment is left out.
async fn read(ctx: &Context<'_>, bones: impl Iterator<Item = &Bone>) -> Result<Vec<Authored<Model>>> {
    let keys: Vec<CommentById> = bones.map(|bone| CommentById(bone.id)).collect();
    let mut found = ctx.current().loader.load_many(keys.iter().copied()).await.or_internal(ctx)?;
    Ok(keys.iter().filter_map(|key| Some(Authored::from(found.remove(key)??))).collect())
}

fn order_of(order_by: CommentOrder) -> Order {
    match order_by {
        CommentOrder::Oldest => thread::OLDEST,
        CommentOrder::Newest => thread::NEWEST,
        CommentOrder::Top => thread::TOP,
    }
}
