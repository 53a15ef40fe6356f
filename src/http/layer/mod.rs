//! What every request passes through, a step a file.

pub mod headers;
pub mod panic;
mod request_id;
mod shed;
mod trace;

pub use request_id::Journey;
pub use shed::InFlight;
