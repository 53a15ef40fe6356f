//! What every request passes through, each layer for one purpose. Their order is the router's.

mod headers;
mod panic;
mod request_id;
mod shed;
mod trace;

pub use headers::{security, within_head_limits};
pub use panic::catch;
pub use request_id::layer as request_id;
pub use shed::{InFlight, shed};
