//! How much and how long: what the door lets through.

use std::time::Duration;

/// The door's own limits; what a document may ask for is [`crate::graphql::cost::Limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// How long a request's head may take to arrive.
    pub head_timeout: Duration,
    /// How long a request's body may take to arrive.
    pub body_timeout: Duration,
    /// How long an answer may take.
    pub answer_timeout: Duration,
    /// Requests that are answered at once; those beyond are shed.
    pub in_flight: usize,
    /// Operations in a batch; 0 where batches are off.
    pub batch: usize,
    pub socket: SocketLimits,
}

/// The limits of a WebSocket, and of an event stream where they apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SocketLimits {
    /// Bytes of a message.
    pub message_bytes: usize,
    /// Messages and pings in a second that are heard, and in the first twice as many; what comes faster waits.
    pub messages_per_second: u32,
    /// Operations at once on a socket; event streams at once of a person.
    pub operations: usize,
    /// Sockets at once of a person, on this instance.
    pub per_person: usize,
    /// Messages that wait for a slow reader.
    pub queue: usize,
    /// The first message has this long to come.
    pub init_timeout: Duration,
    /// So often the server asks whether the other end still lives.
    pub ping_interval: Duration,
    /// Silence for this long means that it does not.
    pub silence: Duration,
    /// A reader that takes longer than this for one message is cut off.
    pub send_timeout: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            head_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            answer_timeout: Duration::from_secs(10),
            in_flight: 512,
            batch: 0,
            socket: SocketLimits::default(),
        }
    }
}

impl Default for SocketLimits {
    fn default() -> Self {
        Self {
            message_bytes: 256 * 1024,
            messages_per_second: 100,
            operations: 50,
            per_person: 10,
            queue: 64,
            init_timeout: Duration::from_secs(5),
            ping_interval: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            send_timeout: Duration::from_secs(10),
        }
    }
}
