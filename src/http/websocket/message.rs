//! The messages of the protocol, and the codes with which a socket is closed.

use async_graphql::{Response, ServerError};
use serde::{Deserialize, Serialize};

use crate::graphql::request::GraphqlRequest;
use crate::http::respond::to_json;

/// What a client sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromClient {
    ConnectionInit {
        #[serde(default)]
        payload: Option<serde_json::Value>,
    },
    Ping,
    Pong,
    Subscribe {
        id: String,
        payload: GraphqlRequest,
    },
    Complete {
        id: String,
    },
}

/// What the server sends.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToClient<'a> {
    ConnectionAck,
    Ping,
    Pong,
    Error { id: &'a str, payload: &'a [ServerError] },
    Complete { id: &'a str },
}

impl ToClient<'_> {
    pub fn text(&self) -> String {
        // Nothing here can fail to be written: all keys are text.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The message with an operation's next answer.
pub fn next(id: &str, response: &Response) -> String {
    // By hand: parts of an answer are JSON already.
    let id = serde_json::Value::from(id);
    format!(r#"{{"type":"next","id":{id},"payload":{}}}"#, to_json(response))
}

/// Why a socket is closed; the words are the protocol's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Close {
    /// The client ended it.
    ByClient,
    GoingAway,
    /// The other end has said nothing for too long.
    Silent,
    TryAgainLater,
    SignalsMissed,
    TooManySockets,
    Invalid(String),
    Unauthorized,
    Forbidden,
    InitialisationTimeout,
    SubprotocolNotAcceptable,
    SubscriberExists(String),
    TooManyInitialisations,
}

impl Close {
    pub fn code(&self) -> u16 {
        match self {
            Self::ByClient => 1000,
            Self::GoingAway | Self::Silent => 1001,
            Self::TryAgainLater | Self::SignalsMissed | Self::TooManySockets => 1013,
            Self::Invalid(_) => 4400,
            Self::Unauthorized => 4401,
            Self::Forbidden => 4403,
            Self::SubprotocolNotAcceptable => 4406,
            Self::InitialisationTimeout => 4408,
            Self::SubscriberExists(_) => 4409,
            Self::TooManyInitialisations => 4429,
        }
    }

    /// At most 123 bytes go into a close frame (RFC 6455, section 5.5).
    pub fn reason(&self) -> String {
        let text = match self {
            Self::ByClient => "Bye".to_owned(),
            Self::GoingAway => "The server is stopping".to_owned(),
            Self::Silent => "Nothing was heard for too long".to_owned(),
            Self::TryAgainLater => "The messages were not read in time".to_owned(),
            Self::SignalsMissed => "It is not known whether the session has ended; connect again".to_owned(),
            Self::TooManySockets => "Too many sockets of one person; close one first".to_owned(),
            Self::Invalid(why) => why.clone(),
            Self::Unauthorized => "Unauthorized".to_owned(),
            Self::Forbidden => "Forbidden".to_owned(),
            Self::SubprotocolNotAcceptable => {
                "Subprotocol not acceptable; speak graphql-transport-ws".to_owned()
            }
            Self::InitialisationTimeout => "Connection initialisation timeout".to_owned(),
            Self::SubscriberExists(id) => format!("Subscriber for {id} already exists"),
            Self::TooManyInitialisations => "Too many initialisation requests".to_owned(),
        };
        text.chars().take(30).chain(text.chars().skip(30).filter(char::is_ascii).take(90)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_into_its_frame() {
        let reason = Close::SubscriberExists("é".repeat(500)).reason();
        assert!(reason.len() <= 123, "{}", reason.len());
    }

    #[test]
    fn messages_are_spelled_as_the_protocol_spells_them() {
        assert_eq!(ToClient::ConnectionAck.text(), r#"{"type":"connection_ack"}"#);
        assert_eq!(ToClient::Complete { id: "1" }.text(), r#"{"type":"complete","id":"1"}"#);
        let message =
            r#"{"id":"1","type":"subscribe","payload":{"query":"{a}","variables":null,"extensions":{}}}"#;
        assert!(matches!(serde_json::from_str(message), Ok(FromClient::Subscribe { id, .. }) if id == "1"));
    }
}
