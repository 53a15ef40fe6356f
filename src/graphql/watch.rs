//! From the domain's events to a subscription's: each is looked at anew, for whom it is for and as they may see it.

use std::sync::Arc;

use async_graphql::{Context, Result};
use futures_util::Stream;

use super::context::RequestContext;
use super::error::{OrInternal, code, coded, unauthenticated};
use crate::domain::Watch;
use crate::domain::event::Event;
use crate::infra::bus::ListenError;

/// The events that `pick` picks, as `make` makes them; `None` is passed over. Ends with an error when the viewer's
/// session ends, or when the client reads so slowly that events were lost: never in silence.
pub fn events<K, T, Picking, Making, Made>(
    ctx: &Context<'_>,
    mut watch: Watch,
    pick: Picking,
    make: Making,
) -> impl Stream<Item = Result<T>> + Send + use<K, T, Picking, Making, Made>
where
    Picking: Fn(Event) -> Option<K> + Send + 'static,
    Making: Fn(Arc<RequestContext>, K) -> Made + Send + 'static,
    K: Send + 'static,
    T: Send + 'static,
    Made: Future<Output = Result<Option<T>>> + Send + 'static,
{
    let request = ctx.data_unchecked::<Arc<RequestContext>>().clone();
    async_stream::stream! {
        loop {
            // It may be long until something happens, and connections are few.
            request.release();
            let event = match watch.next().await {
                Ok(event) => event,
                Err(ListenError::Closed) => return,
                // Sockets and streams hang on the bus themselves, and close so that their clients come back.
                Err(ListenError::Interrupted) => continue,
                Err(ListenError::Behind(missed)) => {
                    let message = format!("{missed} events were lost because they were not read in time; subscribe again.");
                    yield Err(coded(code::SERVICE_UNAVAILABLE, message));
                    return;
                }
            };
            let Some(key) = pick(event) else { continue };
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
            match make(request.clone(), key).await {
                Ok(Some(event)) => yield Ok(event),
                Ok(None) => {}
                Err(error) => yield Err(error),
            }
        }
    }
}
