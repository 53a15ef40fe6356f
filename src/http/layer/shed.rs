//! No more requests at once than the server can answer in time: those beyond are told to come back.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::graphql::error::{code, refusal};
use crate::http::passage::Passage;
use crate::http::respond::refuse;

/// The requests that are answered at the moment.
pub struct InFlight(Semaphore);

impl InFlight {
    pub fn new(most: usize) -> Self {
        Self(Semaphore::new(most))
    }

    /// A place for a request until it is dropped, or what it is told instead. A socket or a stream counts only until it
    /// is opened.
    pub fn admit(&self, passage: &Passage) -> Result<SemaphorePermit<'_>, Box<Response>> {
        self.0.try_acquire().map_err(|_| {
            let error =
                refusal(code::SERVICE_UNAVAILABLE, "The server is busy; try again in a second.", None);
            let Passage { accepted, reference, .. } = passage;
            let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, accepted.media_type, error, reference);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            Box::new(response)
        })
    }
}
