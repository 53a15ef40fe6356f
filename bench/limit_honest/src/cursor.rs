//! Where a post stands in the feed: its time in microseconds and its id.

use std::fmt::{self, Display};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use crate::failure::Failure;

pub struct Cursor(pub DateTime<Utc>, pub Uuid);

impl Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.0.timestamp_micros(), self.1.simple())
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The variables of a feed.
#[derive(Deserialize)]
pub struct After<'a> {
    #[serde(borrow, default)]
    after: Option<&'a str>,
}

impl After<'_> {
    /// Before which post to begin; without a cursor before one of the far future.
    pub fn position(&self) -> Result<Cursor, Failure> {
        const MALFORMED: Failure = Failure::BadInput("That is no cursor.");
        const END_OF_TIME: i64 = 253_402_300_799_000_000;
        let Some(after) = self.after else {
            let end = DateTime::from_timestamp_micros(END_OF_TIME).ok_or(MALFORMED)?;
            return Ok(Cursor(end, Uuid::max()));
        };
        let (time, id) = after.split_once('_').ok_or(MALFORMED)?;
        let time = time.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or(MALFORMED)?;
        Ok(Cursor(time, Uuid::try_parse(id).map_err(|_| MALFORMED)?))
    }
}
