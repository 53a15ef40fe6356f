//! A series as clients see it.

use async_graphql::parser::types::Field;
use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use uuid::Uuid;

use crate::entity::authored::Wanted;
use crate::entity::post::Found;
use crate::entity::row::Columns;
use crate::entity::series::Model;
use crate::entity::series::list::{IN_ORDER, PostsOfSeries};
use crate::graphql::account::User;
use crate::graphql::connection::{children, connection};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::post::PostConnection;
use crate::graphql::ready::{Fill, Fragments, Quick, Wants, ready, wanted};
use crate::graphql::scalar::NodeId;
use crate::id::Kind;
use crate::loader::{PostCountOfSeries, SeriesByPost};
use crate::page::Arguments;

/// Posts of one author, to be read one after the other.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Series {
    /// The globally unique, opaque id.
    #[graphql(owned)]
    pub id: NodeId,
    #[graphql(skip)]
    author_id: Option<Uuid>,
    /// Its name in addresses, unique among series.
    slug: String,
    /// Its title.
    title: String,
    /// What it is about.
    description: Option<String>,
}

ready!(Series of Model {
    "id" => id,
    "slug" => slug,
    "title" => title,
    "description" => description,
} and {});

impl From<Model> for Series {
    fn from(series: Model) -> Self {
        Self {
            id: NodeId::new(Kind::Series, series.id),
            author_id: series.author_id,
            slug: series.slug,
            title: series.title,
            description: series.description,
        }
    }
}

impl Wants for Series {
    fn want(field: &Field, _: &Fragments, wanted: &mut Wanted) {
        let name = field.name.node.as_str();
        let columns = match name {
            "__typename" | "author" | "posts" | "postCount" => Columns::NONE,
            _ => Self::column(name).unwrap_or(Columns::USUAL),
        };
        wanted.columns = wanted.columns.and(columns);
    }
}

// What hangs on series is asked for rarely: the loader reads it.
impl Fill for Series {}

impl Series {
    /// The series in which a post stands, read together with those of other posts.
    pub async fn of_post(ctx: &Context<'_>, post_id: Uuid) -> Result<Option<Quick<Self>>> {
        let series = ctx.current().loader.load_one(SeriesByPost(post_id)).await.or_internal(ctx)?.flatten();
        Ok(series.map(|series| Quick(series.into())))
    }
}

#[ComplexObject]
impl Series {
    /// Who writes it. Null when the account is gone.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<Quick<User>>> {
        User::find(ctx, self.author_id).await
    }

    /// Its posts in their order: those that the viewer finds in lists, and those of which they are an author in whatever
    /// status.
    async fn posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
    ) -> Result<Quick<PostConnection>> {
        let (arguments, wanted) = (Arguments::forward(first, after), wanted::<PostConnection>(ctx));
        let loaded = children(ctx, PostsOfSeries, self.id.uuid, IN_ORDER, arguments, None, wanted).await?;
        Ok(Quick(loaded.map(|place| Found::from(place.post)).into()))
    }

    /// Posts in it that are published and PUBLIC.
    async fn post_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = ctx.current().loader.load_one(PostCountOfSeries(self.id.uuid)).await.or_internal(ctx)?;
        Ok(count.unwrap_or_default())
    }
}

connection! {
    /// A page of series.
    SeriesConnection, SeriesEdge, Series, from Model => |position, series| SeriesEdge {
        position,
        node: Quick(series.into()),
    }
}
