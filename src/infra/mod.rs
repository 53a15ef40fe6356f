//! What the domain needs from outside, each in an embedded and a distributed form. No rule and no entity lives here.

pub mod backup;
pub mod bus;
pub mod database;
pub mod link;
pub mod password;
pub mod rate_limit;
pub mod reading;
pub mod secret;
pub mod store;
pub mod telemetry;
pub mod wake;
