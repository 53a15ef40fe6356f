//! What is found out about a request on its way in.

use std::net::IpAddr;

use axum::http::Extensions;

use super::rate_limit::Meter;
use super::reference::Reference;

/// What is known of a request beside what it says. One entry of its extensions, for each is a box, and a place in a map.
#[derive(Clone)]
pub struct Passage {
    pub reference: Reference,
    /// From where it comes.
    pub address: IpAddr,
    pub meter: Meter,
}

impl Passage {
    /// The request's; nothing where it did not come by the door.
    pub fn of(extensions: &Extensions) -> Option<&Self> {
        extensions.get()
    }
}

impl Reference {
    /// The request's; empty where it did not come by the door.
    pub fn of(extensions: &Extensions) -> Self {
        Passage::of(extensions).map(|passage| passage.reference.clone()).unwrap_or_default()
    }
}

impl Meter {
    /// The request's.
    pub fn of(extensions: &Extensions) -> Self {
        Passage::of(extensions).map(|passage| passage.meter.clone()).unwrap_or_default()
    }
}
