//! How much and how long.

use clap::Args;

/// What one request, one connection and one person may take. What a document may ask for is beside the door's options.
#[derive(Args, Clone, Debug)]
pub struct LimitsConfig {
    /// Bytes of a request's body, 1,024 or more.
    #[arg(
        long, env = "TRIBUNE_MAX_BODY_BYTES", global = true, value_name = "BYTES", default_value = "1048576",
        value_parser = clap::value_parser!(u32).range(1_024..)
    )]
    pub max_body_bytes: u32,

    /// Milliseconds that a request's head may take to arrive.
    #[arg(
        long, env = "TRIBUNE_HEAD_TIMEOUT_MS", global = true, value_name = "MILLISECONDS", default_value = "10000",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub head_timeout_ms: u64,

    /// Milliseconds that a request's body may take to arrive.
    #[arg(
        long, env = "TRIBUNE_BODY_TIMEOUT_MS", global = true, value_name = "MILLISECONDS", default_value = "10000",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub body_timeout_ms: u64,

    /// Milliseconds that an answer may take.
    #[arg(
        long, env = "TRIBUNE_ANSWER_TIMEOUT_MS", global = true, value_name = "MILLISECONDS", default_value = "10000",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub answer_timeout_ms: u64,

    /// Requests that are answered at once; those beyond are told to come back.
    #[arg(
        long, env = "TRIBUNE_MAX_IN_FLIGHT", global = true, value_name = "NUMBER", default_value = "512",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pub max_in_flight: u32,

    /// Operations in a batch, up to 10; 0 switches batches off.
    #[arg(
        long, env = "TRIBUNE_MAX_BATCH", global = true, value_name = "NUMBER", default_value = "0",
        value_parser = clap::value_parser!(u32).range(0..=10)
    )]
    pub max_batch: u32,

    /// Sockets that one person holds at once, on one instance.
    #[arg(
        long, env = "TRIBUNE_MAX_SOCKETS", global = true, value_name = "NUMBER", default_value = "10",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub max_sockets: u32,

    /// Operations that run at once on a socket, and event streams that one person holds at once.
    #[arg(
        long, env = "TRIBUNE_MAX_SUBSCRIPTIONS", global = true, value_name = "NUMBER", default_value = "50",
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    pub max_subscriptions: u32,

    /// Bytes of a message on a socket, 1,024 or more.
    #[arg(
        long, env = "TRIBUNE_MAX_MESSAGE_BYTES", global = true, value_name = "BYTES", default_value = "262144",
        value_parser = clap::value_parser!(u32).range(1_024..)
    )]
    pub max_message_bytes: u32,

    /// Messages in a second that are heard on a socket, and twice as many at once; what comes faster waits.
    #[arg(
        long, env = "TRIBUNE_MAX_MESSAGES_PER_SECOND", global = true, value_name = "NUMBER", default_value = "100",
        value_parser = clap::value_parser!(u32).range(1..=1_000_000)
    )]
    pub max_messages_per_second: u32,

    /// Seconds between two pings of a socket; one that says nothing for twice as long is closed.
    #[arg(
        long, env = "TRIBUNE_PING_SECONDS", global = true, value_name = "SECONDS", default_value = "15",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub ping_seconds: u64,

    /// Seconds that a reader may take for one message on a socket.
    #[arg(
        long, env = "TRIBUNE_SEND_SECONDS", global = true, value_name = "SECONDS", default_value = "10",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub send_seconds: u64,
}
