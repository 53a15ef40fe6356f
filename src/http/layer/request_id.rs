//! Every request has an id: in its log lines, its errors and its answer.

use std::sync::Arc;
use std::time::Instant;

use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use tracing::{Span, debug, debug_span, info};
use uuid::Uuid;

use super::trace::Trace;
use crate::http::reference::{ErrorDocs, Reference};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Milliseconds from which on a request is logged for having taken so long.
const SLOW: u64 = 1_000;
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// A request from its coming to its answer.
pub struct Journey {
    request_id: Arc<str>,
    trace: Trace,
    span: Span,
    started: Instant,
}

impl Journey {
    /// Takes over the client's id if it is sane, makes one if not.
    pub fn begin(request: &Parts) -> Self {
        let headers = &request.headers;
        let given = headers.get(&HEADER).and_then(|value| value.to_str().ok()).filter(|id| is_sane(id));
        let request_id: Arc<str> = given.map_or_else(fresh, Into::into);
        let trace = Trace::new(headers.get(&TRACE_PARENT).and_then(|value| value.to_str().ok()));
        // For who asks for more than the usual: a span takes as much as a small request.
        let span = debug_span!(
            "request",
            request_id = &*request_id,
            trace_id = trace.trace_id(),
            span_id = trace.span_id(),
            method = request.method.as_str(),
            path = request.uri.path()
        );
        Self { request_id, trace, span, started: Instant::now() }
    }

    /// What the request's errors carry.
    pub fn reference(&self, docs: ErrorDocs) -> Reference {
        Reference { request_id: self.request_id.clone(), docs }
    }

    /// What the log's lines of this request carry.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Logs the request as answered, one that failed or took long at a higher level; what its answer tells of it.
    pub fn end(&self, status: StatusCode, request: &Parts) -> (&str, &str) {
        let milliseconds = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = status.as_u16();
        // What went as it should is told to who asks for it: a line a request costs as much as a small one.
        let (request_id, trace_id) = (&*self.request_id, self.trace.trace_id());
        let (method, path) = (request.method.as_str(), request.uri.path());
        match status {
            ..500 if milliseconds < SLOW => self.span.in_scope(|| debug!(status, milliseconds, "answered")),
            _ => info!(request_id, trace_id, method, path, status, milliseconds, "answered"),
        }
        (request_id, self.trace.header())
    }
}

/// An id of a request tells of nothing and is never held still: it need not come from the app's clock.
fn fresh() -> Arc<str> {
    let mut bytes = [0; 16];
    rand::RngCore::fill_bytes(&mut rand::rngs::ThreadRng::default(), &mut bytes);
    let id = uuid::Builder::from_random_bytes(bytes).into_uuid();
    (&*id.simple().encode_lower(&mut Uuid::encode_buffer())).into()
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
