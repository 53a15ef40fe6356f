//! Whether PostgreSQL is there, when the process starts.

use std::time::Duration;

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{ConnectOptions as _, Connection, Error};
use sea_orm::{DbErr, RuntimeErr};
use tokio::time::{Instant, sleep, timeout_at};

/// A process that starts waits this long for a PostgreSQL that may be starting too.
const START: Duration = Duration::from_millis(2_500);
/// Meanwhile it is tried so often.
const PROBE: Duration = Duration::from_millis(250);

/// Tries to reach PostgreSQL, for a few seconds. The pool would try until its time is over and then say only that it
/// is.
pub(super) async fn reach(url: &str) -> Result<(), DbErr> {
    let fail = |why: String| Err(DbErr::Conn(RuntimeErr::Internal(why)));
    let options: PgConnectOptions = match url.parse() {
        Ok(options) => options,
        Err(error) => return fail(format!("the URL is not understood: {error}")),
    };
    let address = format!("PostgreSQL at {}:{}", options.get_host(), options.get_port());
    let until = Instant::now() + START;
    loop {
        match timeout_at(until, options.connect()).await {
            Ok(Ok(connection)) => {
                // Whether it takes its leave in good order is not what was asked.
                let _ = connection.close().await;
                return Ok(());
            }
            Ok(Err(error)) if may_pass(&error) && Instant::now() + PROBE < until => sleep(PROBE).await,
            Ok(Err(Error::Io(error))) => return fail(format!("{address}: {error}")),
            Ok(Err(Error::Database(error))) => return fail(format!("{address}: {}", error.message())),
            Ok(Err(error)) => return fail(format!("{address}: {error}")),
            Err(_) => return fail(format!("{address}: it does not answer in time")),
        }
    }
}

/// Whether a server that is starting, or has its hands full for a moment, fails so.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Io(_) => true,
        Error::Database(error) => error.code().is_some_and(|code| code == "57P03" || code.starts_with("53")),
        _ => false,
    }
}
