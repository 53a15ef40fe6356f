//! Every request has an id: in its log lines, its errors and its answer.

use std::sync::Arc;
use std::time::Instant;

use axum::http::StatusCode;
use axum::http::request::Parts;
use rand::RngCore;
use rand::rngs::ThreadRng;
use tracing::{Span, debug, debug_span, info};

use super::trace::Trace;
use crate::http::lines::{Line, Lines};
use crate::http::reference::{ErrorDocs, Reference};

/// Milliseconds from which on a request is logged for having taken so long.
const SLOW: u64 = 1_000;

/// A request from its coming to its answer.
pub struct Journey {
    request_id: Arc<str>,
    trace: Trace,
    span: Span,
    started: Instant,
}

impl Journey {
    /// Takes over the client's id if it is sane, makes one if not.
    pub fn begin(request: &Parts, lines: Lines) -> Self {
        let headers = &request.headers;
        let given = lines.text(headers, Line::RequestId).filter(|id| is_sane(id));
        // An id of a request tells of nothing and is never held still: it need not come from the app's clock.
        let mut random = [0; 24];
        ThreadRng::default().fill_bytes(&mut random);
        let (id, span_id) = random.split_at(16);
        // Each is as long as what it becomes.
        let (id, span_id) = (id.try_into().unwrap_or_default(), span_id.try_into().unwrap_or_default());
        let mut digits = [0; 32];
        let fresh = &*uuid::Builder::from_random_bytes(id).into_uuid().simple().encode_lower(&mut digits);
        let request_id: Arc<str> = given.unwrap_or(fresh).into();
        // A trace that begins here is told by the digits of the id that the request has, or would have.
        let trace = Trace::new(lines.text(headers, Line::TraceParent), &digits, &span_id);
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
    pub fn end(&self, status: StatusCode, request: &Parts) -> (&str, &[u8]) {
        let milliseconds = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = status.as_u16();
        // What went as it should is told to who asks for it: a line a request costs as much as a small one.
        let request_id = &*self.request_id;
        if status < 500 && milliseconds < SLOW {
            self.span.in_scope(|| debug!(status, milliseconds, "answered"));
        } else {
            let (trace_id, method, path) =
                (self.trace.trace_id(), request.method.as_str(), request.uri.path());
            info!(request_id, trace_id, method, path, status, milliseconds, "answered");
        }
        (request_id, self.trace.header())
    }
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
