//! What a failure of the database says of it.

use sea_orm::sqlx::Error;
use sea_orm::{DbErr, RuntimeErr};

/// Whether a failure is the database's state rather than ours: out of reach, full, read-only, overloaded. It may be
/// gone the next time.
pub fn is_unavailable(error: &DbErr) -> bool {
    let runtime = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error) => error,
        _ => return false,
    };
    let RuntimeErr::SqlxError(error) = runtime else { return false };
    match error.as_ref() {
        Error::Io(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed => true,
        Error::Database(error) => error.code().is_some_and(|code| is_unavailable_code(&code)),
        _ => false,
    }
}

/// Whether PostgreSQL gave a statement up because it took too long.
pub fn is_timed_out(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    matches!(error.as_ref(), Error::Database(error) if error.code().as_deref() == Some("57014"))
}

/// SQLite's result codes (busy, locked, out of memory, read-only, input or output failed, full, can't open; the last
/// byte is the primary one) and PostgreSQL's SQLSTATEs (read-only, out of resources, being shut down, cancelled).
fn is_unavailable_code(code: &str) -> bool {
    if code.len() == 5 {
        return code == "25006" || code.starts_with("53") || code.starts_with("57") || code.starts_with("08");
    }
    code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14))
}
