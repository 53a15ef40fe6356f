//! Any object by its id.

use async_graphql::{Context, ID, Interface, Object, Result};

use super::account::{Session, User, Viewer};
use super::comment::Comment;
use super::context::ContextExt;
use super::error::{OrInternal, code, coded};
use super::post::Post;
use super::revision::Revision;
use super::scalar::NodeId;
use super::series::Series;
use super::tag::Tag;
use crate::id::{self, Kind};
use crate::loader::{CommentById, PostById, RevisionById, SeriesById, SessionById, TagById, UserById};

/// Ids in one `nodes`.
const MAX_IDS: usize = 100;

/// An object with a globally unique, opaque id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "NodeId", desc = "The globally unique, opaque id."))]
pub enum Node {
    User(User),
    Viewer(Viewer),
    Post(Post),
    Revision(Revision),
    Series(Series),
    Comment(Comment),
    Tag(Tag),
    Session(Session),
}

#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Any object by its id; null when it is missing or hidden, or when the text is no id.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The object's id.")] id: ID,
    ) -> Result<Option<Node>> {
        find(ctx, &id).await
    }

    /// Any objects by their ids, in the same order and length, null where there is none; at most 100.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The objects' ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_IDS {
            let message = format!("`ids` holds {} ids; at most {MAX_IDS} are allowed.", ids.len());
            return Err(coded(code::BAD_USER_INPUT, message));
        }
        futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let Some((kind, uuid)) = id::parse_any(id) else {
        return Ok(None);
    };
    let current = ctx.current();
    let loader = &current.loader;
    Ok(match kind {
        Kind::User => loader
            .load_one(UserById(uuid))
            .await
            .or_internal(ctx)?
            .flatten()
            .map(|row| User::from(row).into()),
        Kind::Post => loader
            .load_one(PostById(uuid))
            .await
            .or_internal(ctx)?
            .flatten()
            .map(|row| Post::from(row).into()),
        Kind::Comment => {
            let comment = loader.load_one(CommentById(uuid)).await.or_internal(ctx)?.flatten();
            comment.map(|row| Comment::new(row, &current.viewer).into())
        }
        Kind::Tag => {
            loader.load_one(TagById(uuid)).await.or_internal(ctx)?.flatten().map(|row| Tag::from(row).into())
        }
        Kind::Revision => loader
            .load_one(RevisionById(uuid))
            .await
            .or_internal(ctx)?
            .flatten()
            .map(|row| Revision::from(row).into()),
        Kind::Series => loader
            .load_one(SeriesById(uuid))
            .await
            .or_internal(ctx)?
            .flatten()
            .map(|row| Series::from(row).into()),
        Kind::Viewer if current.viewer.is(Some(uuid)) => loader
            .load_one(UserById(uuid))
            .await
            .or_internal(ctx)?
            .flatten()
            .map(|row| Viewer::from(row).into()),
        Kind::Viewer => None,
        Kind::Session => session(ctx, uuid).await?,
    })
}

/// One's own session; nobody sees another's.
async fn session(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Option<Node>> {
    let current = ctx.current();
    let Some(person) = current.viewer.signed_in() else {
        return Ok(None);
    };
    let session = current.loader.load_one(SessionById(id)).await.or_internal(ctx)?.flatten();
    Ok(session.map(|row| Session::new(row, person).into()))
}
