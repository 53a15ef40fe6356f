//! From the domain's events to a subscription's: each is looked at anew, for whom it is for and as they may see it.

mod cursor;
mod sight;

pub use cursor::EventCursor;
pub use sight::{Asked, Sight};

use std::sync::Arc;

use async_graphql::{Context, Error, Result};
use futures_util::Stream;

use super::context::RequestContext;
use super::error::{OrInternal, code, coded, failed, unauthenticated};
use crate::domain::event::{self, Event, KEPT_HOURS, Shown, Topic, WatchError};

/// An event as one viewer is to see it.
pub struct Seen {
    pub event: Arc<Event>,
    /// What it shows, the same for everybody: what of it this viewer may see is still to be judged.
    pub shown: Arc<Shown>,
    /// For `after`.
    pub cursor: String,
    pub request: Arc<RequestContext>,
}

/// The events of a topic, from `after` on or from now on, as `make` makes them; `None` is passed over. Ends with an error
/// when the viewer's session ends or when events can't be read: never in silence.
///
/// # Errors
/// `after` is not a cursor of this very subscription.
pub async fn events<T, Making, Made>(
    ctx: &Context<'_>,
    topic: Topic,
    cursor: EventCursor,
    after: Option<String>,
    make: Making,
) -> Result<impl Stream<Item = Result<T>> + Send + use<T, Making, Made>>
where
    Making: Fn(Seen) -> Made + Send + 'static,
    T: Send + 'static,
    Made: Future<Output = Result<Option<T>>> + Send + 'static,
{
    let request = ctx.data_unchecked::<Arc<RequestContext>>().clone();
    let after = after.map(|after| cursor.read(&after).ok_or_else(foreign)).transpose()?;
    let after = after.or(request.begins_after());
    // Connections are few, and others are about to be asked for.
    request.release();
    let mut watch =
        event::watch(request.domain(), topic, after).await.map_err(|error| ended(error, &request))?;
    Ok(async_stream::stream! {
        loop {
            // It may be long until something happens, and connections are few.
            request.release();
            let event = match watch.next().await {
                Ok(event) => event,
                Err(error) => {
                    yield Err(ended(error, &request));
                    return;
                }
            };
            // Another reader, another look at the viewer: what was true for the last event may not be for this one.
            match request.revisit().await.or_internal(&*request) {
                Ok(true) => {}
                Ok(false) => {
                    yield Err(unauthenticated());
                    return;
                }
                Err(error) => {
                    yield Err(error);
                    return;
                }
            }
            let domain = request.domain();
            let shown = match domain.feed.shown(&domain.database, &event).await.or_internal(&*request) {
                Ok(shown) => shown,
                Err(error) => {
                    yield Err(error);
                    return;
                }
            };
            let cursor = cursor.text(event.row.position);
            match make(Seen { event, shown, cursor, request: request.clone() }).await {
                Ok(Some(event)) => yield Ok(event),
                Ok(None) => {}
                Err(error) => {
                    yield Err(error);
                    return;
                }
            }
        }
    })
}

fn foreign() -> Error {
    coded(
        code::CURSOR_INVALID,
        "`after` is not a cursor of this subscription with these arguments; use one that this very subscription gave.",
    )
}

fn ended(error: WatchError, request: &RequestContext) -> Error {
    match error {
        WatchError::Ahead => coded(
            code::CURSOR_INVALID,
            "`after` points at an event that has not happened here; use a cursor that this very server gave.",
        ),
        WatchError::Expired => coded(
            code::CURSOR_EXPIRED,
            format!(
                "Events are kept for {KEPT_HOURS} hours, and some that came after `after` are gone; read afresh what you show, and subscribe without it."
            ),
        ),
        WatchError::Database(error) => failed(request, error),
    }
}
