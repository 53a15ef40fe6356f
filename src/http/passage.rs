//! What is found out about a request on its way in.

use std::net::IpAddr;

use super::lines::Lines;
use super::negotiate::Accepted;
use super::rate_limit::Meter;
use super::reference::Reference;

/// What was found out about a request, once for all who ask. What goes through the router carries it among its extensions.
#[derive(Clone)]
pub struct Passage {
    pub reference: Reference,
    /// What its head has.
    pub lines: Lines,
    /// From where it comes.
    pub address: IpAddr,
    /// What the client understands.
    pub accepted: Accepted,
    pub meter: Meter,
}
