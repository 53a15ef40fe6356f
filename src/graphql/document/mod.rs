//! Documents: judged before the parser sees them, parsed once and kept, known by their hash or by their registered id.

mod cache;
mod credentials;
mod guard;
mod known;
mod operation;
mod outline;
mod parsed;
mod persisted;
mod trusted;

pub use cache::Documents;
pub use guard::{Bound, Limits, Measured, Position, Refusal, check};
pub use known::LONGEST_KNOWN;
pub use operation::Operation;
pub use outline::Running;
pub use parsed::Document;
pub use persisted::{Persisted, PersistedQuery};
pub use trusted::{Trusted, TrustedError};
