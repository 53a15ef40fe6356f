//! Finding series.

use async_graphql::{Context, Object, Result};

use super::object::Series;
use crate::entity::series::find;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrInternal;
use crate::graphql::ready::{Quick, filled};

#[derive(Default)]
pub struct SeriesQuery;

#[Object]
impl SeriesQuery {
    /// A series by its slug.
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The slug.")] slug: String,
    ) -> Result<Option<Quick<Series>>> {
        if slug.contains('\0') {
            return Ok(None);
        }
        let series = find::by_slug(ctx.current().connection(), &slug).await.or_internal(ctx)?;
        Ok(match series {
            Some(series) => Some(filled(ctx, series.into()).await),
            None => None,
        })
    }
}
