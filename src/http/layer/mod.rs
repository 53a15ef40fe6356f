//! What every request passes through. One layer of several steps: a layer's service is boxed, and cloned for each
//! request with all that is within it.

mod headers;
mod panic;
mod request_id;
mod shed;
mod trace;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use self::request_id::Journey;
use super::address::TrustedProxies;
use super::reference::ErrorDocs;

pub use shed::InFlight;

/// What the door knows; cheap to clone.
#[derive(Clone)]
pub struct Door {
    pub proxies: TrustedProxies,
    pub docs: ErrorDocs,
}

/// Lets a request in and its answer out.
pub async fn door(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    let journey = Journey::begin(&mut request, door.docs);
    door.proxies.find_client(&mut request);
    let answer = async {
        match headers::refuse_long_head(&request) {
            Some(refusal) => refusal,
            None => panic::catch(request, next).await,
        }
    };
    let mut response = answer.instrument(journey.span()).await;
    headers::secure(&mut response);
    journey.end(&mut response);
    response
}
