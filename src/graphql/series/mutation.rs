//! Writing series.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};

use super::object::Series;
use crate::domain::series::{self, NewSeries, SeriesChange};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::graphql::post::changed;
use crate::graphql::scalar::NodeId;
use crate::id::{self, Id, Kind};
use crate::viewer::Role;

/// A new series.
#[derive(InputObject)]
pub struct CreateSeriesInput {
    /// At most 200 characters.
    title: String,
    /// What it is about, at most 2,000 characters.
    description: Option<String>,
    /// a-z, 0-9 and single hyphens, at most 100; made from the title when left out. It never changes.
    slug: Option<String>,
}

/// A change of one's own series. Left out: unchanged. Null: cleared.
#[derive(InputObject)]
pub struct UpdateSeriesInput {
    /// The series.
    series_id: Id<id::Series>,
    /// At most 200 characters.
    title: MaybeUndefined<String>,
    /// What it is about, at most 2,000 characters.
    description: MaybeUndefined<String>,
    /// All posts that it is to hold, in order; at most 500, one's own. They leave the series in which they stood.
    post_ids: MaybeUndefined<Vec<Id<id::Post>>>,
}

/// Which series to delete.
#[derive(InputObject)]
pub struct DeleteSeriesInput {
    /// The series.
    series_id: Id<id::Series>,
}

/// What became of `createSeries`.
#[derive(SimpleObject)]
pub struct CreateSeriesPayload {
    /// The new series; null when there are `userErrors`.
    series: Option<Series>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `updateSeries`.
#[derive(SimpleObject)]
pub struct UpdateSeriesPayload {
    /// The series as it is now; null when there are `userErrors`.
    series: Option<Series>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `deleteSeries`.
#[derive(SimpleObject)]
pub struct DeleteSeriesPayload {
    /// The id of the series that is gone; null when there are `userErrors`.
    deleted_series_id: Option<NodeId>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct SeriesMutation;

#[Object]
impl SeriesMutation {
    /// Begins a series without posts.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn create_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new series.")] input: CreateSeriesInput,
    ) -> Result<Option<CreateSeriesPayload>> {
        let new = NewSeries { title: input.title, description: input.description, slug: input.slug };
        let result = series::create_series(ctx.domain(), &ctx.person()?, new).await;
        let (series, user_errors) = settle(ctx, result)?;
        Ok(Some(CreateSeriesPayload { series: series.map(Series::from), user_errors }))
    }

    /// Changes one's own series: what it is called, and which of one's own posts stand in it in which order.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn update_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateSeriesInput,
    ) -> Result<Option<UpdateSeriesPayload>> {
        let post_ids = changed(input.post_ids).map(Option::unwrap_or_default);
        let change = SeriesChange {
            title: changed(input.title).map(Option::unwrap_or_default),
            description: changed(input.description),
            post_ids: post_ids.map(|ids| ids.into_iter().map(Id::uuid).collect()),
        };
        let series_id = input.series_id.uuid();
        let result = series::update_series(ctx.domain(), &ctx.person()?, series_id, change).await;
        let (series, user_errors) = settle(ctx, result)?;
        Ok(Some(UpdateSeriesPayload { series: series.map(Series::from), user_errors }))
    }

    /// Ends one's own series. Its posts stay, and stand in none.
    #[graphql(guard = "guard::role(Role::Author)")]
    async fn delete_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which series.")] input: DeleteSeriesInput,
    ) -> Result<Option<DeleteSeriesPayload>> {
        let result = series::delete_series(ctx.domain(), &ctx.person()?, input.series_id.uuid()).await;
        let (id, user_errors) = settle(ctx, result)?;
        let deleted_series_id = id.map(|id| NodeId::new(Kind::Series, id));
        Ok(Some(DeleteSeriesPayload { deleted_series_id, user_errors }))
    }
}
