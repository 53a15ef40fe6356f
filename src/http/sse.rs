//! GraphQL over server-sent events, one operation a stream: the "distinct connections mode" of
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>.

use std::convert::Infallible;

use async_graphql::Response as GraphqlResponse;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};

use super::head::VARY;
use super::negotiate::MediaType;
use super::operation::{Operation, Output};
use super::reference::Reference;
use super::respond::{refuse, to_json};
use super::state::{HttpState, stopped};
use super::tether::{Cut, Tether};
use crate::graphql::error::{code, refusal};
use crate::viewer::Viewer;

/// Answers with the operation's results as they come.
pub fn respond(state: &HttpState, operation: Operation, viewer: &Viewer, reference: &Reference) -> Response {
    let Some(place) = state.streams.take(viewer) else {
        let message = format!(
            "At most {} event streams are open at once for one person.",
            state.http_limits.socket.operations
        );
        let error = refusal(code::RATE_LIMITED, message, None);
        return refuse(StatusCode::TOO_MANY_REQUESTS, MediaType::Json, error, reference);
    };
    let mut tether = Tether::new(&state.domain);
    tether.hold(viewer);
    let mut stopping = state.stopping.clone();
    let events = async_stream::stream! {
        // Held as long as the stream is.
        let _place = place;
        let outputs = operation.stream();
        futures_util::pin_mut!(outputs);
        loop {
            let output = tokio::select! {
                output = outputs.next() => output,
                cut = tether.cut() => match cut {
                    Cut::Revoked => None,
                    // Without a word: a client that is not told of an end comes back.
                    Cut::Unknown => return,
                },
                () = stopped(&mut stopping) => return,
            };
            match output {
                Some(Output::Next(response)) => yield next(&response),
                Some(Output::Refused(response)) => {
                    yield next(&response);
                    break;
                }
                None => break,
            }
        }
        yield complete();
    };
    answer(events, state)
}

/// Answers with why the operation is not run, and nothing more.
pub fn turn_away(state: &HttpState, response: &GraphqlResponse) -> Response {
    answer(stream::iter([next(response), complete()]), state)
}

/// A comment goes out while nothing else does, so that no one between takes the silence for an end.
fn answer(
    events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static,
    state: &HttpState,
) -> Response {
    let keep_alive = KeepAlive::new().interval(state.http_limits.socket.ping_interval);
    let mut response = Sse::new(events).keep_alive(keep_alive).into_response();
    let headers = response.headers_mut();
    // nginx would gather events until its buffer is full.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    // Nobody but the one who asked is to keep it: it may be personal.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    response
}

fn complete() -> Result<Event, Infallible> {
    Ok(Event::default().event("complete").data(""))
}

fn next(response: &GraphqlResponse) -> Result<Event, Infallible> {
    Ok(Event::default().event("next").data(to_json(response)))
}
