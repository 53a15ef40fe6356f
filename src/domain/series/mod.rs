//! Series: posts of one author, to be read one after the other. A post stands in one at the most.

mod change;
mod place;
mod slug;

pub use change::{NewSeries, SeriesChange, create_series, delete_series, update_series};
pub use place::MAX_POSTS;
pub(super) use place::{hold, put_last};

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::error::{Error, Problem, Result};
use super::policy;
use crate::entity::series::{Model as Series, find};
use crate::viewer::{SignedIn, Viewer};

/// One's own series; `field` names it in the input. All of one's own are locked, for posts move between them.
async fn find_own(
    transaction: &impl ConnectionTrait,
    person: &SignedIn,
    series_id: Uuid,
    field: &'static str,
) -> Result<Series> {
    find::own_for_change(transaction, person.user_id).await?;
    let series = find::by_ids(transaction, &[series_id]).await?.into_iter().next();
    let series = series.ok_or_else(|| Error::from(Problem::not_found("series").at(field)))?;
    if policy::can_change_series(&Viewer::SignedIn(*person), series.author_id) {
        return Ok(series);
    }
    Err(Problem::not_allowed("Only its author can change a series.").at(field).into())
}
