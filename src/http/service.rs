//! Everything that the server answers, and what each request passes through on its way.

use std::net::IpAddr;
use std::pin::pin;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use futures_util::future::poll_immediate;
use tokio::task::yield_now;
use tower::ServiceExt;
use tracing::Instrument;

use super::graphql;
use super::head::{self, Known};
use super::layer::{Journey, headers, panic};
use super::passage::Passage;
use super::rate_limit::Meter;
use super::router::{GRAPHQL, router};
use super::state::HttpState;

/// Everything that the server answers; cheap to clone.
///
/// No layer around the router: each would be boxed, and cloned for each request with all that is within it.
#[derive(Clone)]
pub struct Service {
    state: HttpState,
    router: Router,
}

impl Service {
    pub fn new(state: HttpState) -> Self {
        Self { router: router(state.clone()), state }
    }

    /// Answers a request that came from this address, whatever it is and whatever becomes of it.
    pub async fn answer(&self, mut request: Request, peer: IpAddr) -> Response {
        let (journey, meter) = (Journey::begin(&request), Meter::default());
        let passage = Passage {
            reference: journey.reference(self.state.error_docs.clone()),
            address: self.state.trusted_proxies.find_client(peer, request.headers()),
            meter: meter.clone(),
        };
        request.extensions_mut().insert(passage);
        // In its place, as all that is large: passed on to be watched, it would be copied each time.
        let answer = pin!(async {
            match headers::refuse_long_head(&request) {
                Some(refusal) => refusal,
                None => panic::catch(request, |request| self.route(request)).await,
            }
        });
        let mut response = answer.instrument(journey.span()).await;
        let (request_id, trace) = journey.end(response.status());
        head::complete(&mut response, &Known { request_id, trace, told: meter.read().map(Into::into) });
        response
    }

    async fn route(&self, request: Request) -> Response {
        // What other servers ask: nothing of what the router would do applies.
        if request.uri().path() == GRAPHQL && is_plain(request.headers()) {
            let mut answer = pin!(graphql::any(State(self.state.clone()), request));
            let Some(response) = poll_immediate(answer.as_mut()).await else { return answer.await };
            // What needed no waiting is sent when all that is ready on this thread has had its turn: a server that reads for
            // many is then woken once and not for each of them, and waking it takes as long as such an answer.
            yield_now().await;
            return response;
        }
        let Ok(response) = self.router.clone().oneshot(request).await;
        response
    }
}

/// Whether a request asks neither for a compressed answer nor as a page of some origin.
fn is_plain(headers: &HeaderMap) -> bool {
    let takes_it_as_it_is = headers.get(header::ACCEPT_ENCODING).is_none_or(|coding| coding == "identity");
    takes_it_as_it_is && !headers.contains_key(header::ORIGIN)
}
