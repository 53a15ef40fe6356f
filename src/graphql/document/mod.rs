//! Documents: judged before the parser sees them, parsed once and kept, known by their hash or by their registered id.

mod cache;
mod credentials;
mod guard;
mod operation;
mod outline;
mod persisted;
mod trusted;

pub use cache::{Document, Documents};
pub use guard::{Bound, Limits, Measured, Position, Refusal, check};
pub use operation::Operation;
pub use outline::Running;
pub use persisted::{Persisted, PersistedQuery};
pub use trusted::{Trusted, TrustedError};
