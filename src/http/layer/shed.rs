//! No more requests at once than the server can answer in time: those beyond are told to come back.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;

use crate::graphql::error::{code, refusal};
use crate::http::negotiate::Accepted;
use crate::http::reference::Reference;
use crate::http::respond::refuse;

/// The requests that are answered at the moment.
#[derive(Clone)]
pub struct InFlight(Arc<Semaphore>);

impl InFlight {
    pub fn new(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most)))
    }
}

/// Turns away what is too much. A socket or a stream counts only until it is opened.
pub async fn shed(State(in_flight): State<InFlight>, request: Request, next: Next) -> Response {
    let Ok(_permit) = in_flight.0.try_acquire() else {
        let reference = Reference::of(request.extensions());
        let error = refusal(code::SERVICE_UNAVAILABLE, "The server is busy; try again in a second.", None);
        let media_type = Accepted::read(request.headers()).media_type;
        let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, media_type, error, &reference);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        return response;
    };
    next.run(request).await
}
