//! Everything that the server answers, and what each request passes through on its way.

use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request};
use axum::response::Response;
use futures_util::future::poll_immediate;
use tokio::task::yield_now;
use tower::ServiceExt;
use tracing::Instrument;

use super::body::RequestBody;
use super::graphql;
use super::head::{self, Completion};
use super::layer::{Journey, headers, panic};
use super::lines::{Line, Lines};
use super::negotiate::Accepted;
use super::passage::Passage;
use super::rate_limit::Meter;
use super::router::{GRAPHQL, router};
use super::state::HttpState;

/// Everything that the server answers; cheap to clone.
///
/// No layer around the router: each would be boxed, and cloned for each request with all that is within it.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    state: HttpState,
    router: Router,
}

impl Service {
    pub fn new(state: HttpState) -> Self {
        Self(Arc::new(Inner { router: router(state.clone()), state }))
    }

    /// Answers a request that came from this address, whatever it is and whatever becomes of it.
    ///
    /// The head stays where it is, and is lent to all who look at it but the router: handed on, each of them would hold a copy.
    pub async fn answer(&self, request: Request<impl RequestBody>, peer: IpAddr) -> Response {
        let (mut parts, body) = request.into_parts();
        let lines = Lines::of(&parts.headers);
        let (journey, state) = (Journey::begin(&parts, lines), &self.0.state);
        let passage = Passage {
            reference: journey.reference(state.error_docs.clone()),
            address: state.trusted_proxies.find_client(peer, &parts.headers, lines),
            lines,
            accepted: Accepted::read(&parts.headers),
            meter: Meter::default(),
        };
        let is_browsers = may_be_browsers(&parts.method, lines);
        let mut response = {
            // In its place, as all that is large: passed on to be watched, there would be room for it each time.
            let answer = pin!(self.0.route(&mut parts, body, &passage));
            let answer = pin!(panic::catch(passage.accepted.media_type, &passage.reference, answer));
            answer.instrument(journey.span()).await
        };
        let (request_id, trace) = journey.end(response.status(), &parts);
        let told = passage.meter.read().map(Into::into);
        head::complete(&mut response, &Completion { request_id, trace, told, is_browsers });
        response
    }
}

impl Inner {
    /// Leaves the method and the address of the request where they are, whoever it is handed on to.
    async fn route(&self, parts: &mut Parts, body: impl RequestBody, passage: &Passage) -> Response {
        if let Some(refusal) = headers::refuse_long_head(passage) {
            return refusal;
        }
        // What other servers ask: nothing of what the router would do applies.
        if parts.uri.path() == GRAPHQL && is_plain(&parts.headers, passage.lines) {
            let mut answer = pin!(graphql::answer(&self.state, passage, parts, body));
            let Some(response) = poll_immediate(answer.as_mut()).await else { return answer.await };
            // What needed no waiting is sent when all that is ready on this thread has had its turn: a server that reads for
            // many is then woken once and not for each of them, and waking it takes as long as such an answer.
            yield_now().await;
            return response;
        }
        parts.extensions.insert(passage.clone());
        let mut left = Request::new(()).into_parts().0;
        (left.method, left.uri) = (parts.method.clone(), parts.uri.clone());
        let parts = std::mem::replace(parts, left);
        // Boxed, as all that is rare.
        let Ok(response) =
            Box::pin(self.router.clone().oneshot(Request::from_parts(parts, Body::new(body)))).await;
        response
    }
}

/// Whether a browser may have sent this: with all that it posts it names an origin, if only `null` (Fetch standard, "append
/// a request `Origin` header").
fn may_be_browsers(method: &Method, lines: Lines) -> bool {
    *method != Method::POST || lines.has(Line::Origin)
}

/// Whether a request asks neither for a compressed answer nor as a page of some origin.
fn is_plain(headers: &HeaderMap, lines: Lines) -> bool {
    let takes_it_as_it_is =
        lines.get(headers, Line::AcceptEncoding).is_none_or(|coding| coding == "identity");
    takes_it_as_it_is && !lines.has(Line::Origin)
}
