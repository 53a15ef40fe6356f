//! What is found out about a request on its way in.

use std::net::IpAddr;

use super::negotiate::Accepted;
use super::rate_limit::Meter;
use super::reference::Reference;

/// What is known of a request beside what it says. What goes through the router carries it among its extensions.
#[derive(Clone)]
pub struct Passage {
    pub reference: Reference,
    /// From where it comes.
    pub address: IpAddr,
    /// What the client understands.
    pub accepted: Accepted,
    pub meter: Meter,
}
