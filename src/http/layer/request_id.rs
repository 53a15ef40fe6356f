//! Every request has an id: in its log lines, its errors and its answer.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument, info, info_span};
use uuid::Uuid;

use super::trace::Trace;
use crate::http::reference::{ErrorDocs, Reference};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// Takes over the client's id if it is sane, makes one if not; logs the request when it is answered.
pub async fn layer(State(docs): State<ErrorDocs>, mut request: Request, next: Next) -> Response {
    let given = request.headers().get(&HEADER).and_then(|value| value.to_str().ok()).filter(|id| is_sane(id));
    let id = given.map_or_else(|| fresh().simple().to_string(), str::to_owned);
    request.extensions_mut().insert(Reference { request_id: id.clone(), docs });
    let trace = Trace::new(request.headers().get(&TRACE_PARENT).and_then(|value| value.to_str().ok()));
    let span = info_span!(
        "request",
        request_id = %id,
        trace_id = trace.trace_id,
        span_id = trace.span_id,
        method = %request.method(),
        path = request.uri().path()
    );
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| info!(status = response.status().as_u16(), milliseconds, "answered"));
    for (name, value) in [(HEADER, id), (TRACE_PARENT, trace.header())] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// An id of a request tells of nothing and is never held still: it need not come from the app's clock.
fn fresh() -> Uuid {
    let mut bytes = [0; 16];
    rand::RngCore::fill_bytes(&mut rand::rngs::ThreadRng::default(), &mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// Short, and of letters that need no quoting anywhere.
fn is_sane(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::is_sane;

    #[test]
    fn an_id_that_would_need_quoting_is_not_taken_over() {
        assert!(is_sane("0198c1f2-1a2b.c_d"));
        for id in ["", "a b", "a\"b", "a\nb", &"a".repeat(65), "é"] {
            assert!(!is_sane(id), "{id}");
        }
    }
}
