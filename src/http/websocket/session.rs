//! One socket, from its first message to its close.

use std::time::Duration;

use async_graphql::ServerError;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::task::coop::consume_budget;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout};

use super::message::{Close, FromClient, ToClient};
use super::operations::{Operations, Report};
use super::pace::Pace;
use crate::auth::{Identified, identify, presented};
use crate::domain::identity::{Client, authenticate};
use crate::graphql::error::{code, refusal};
use crate::graphql::request::GraphqlRequest;
use crate::http::limits::SocketLimits;
use crate::http::operation::{Asker, Operation};
use crate::http::places::Place;
use crate::http::rate_limit::{Meter, charge_operation};
use crate::http::reference::Reference;
use crate::http::respond::complete;
use crate::http::state::{HttpState, stopped};
use crate::http::tether::{Cut, Tether};
use crate::viewer::Viewer;

/// The other end has this long to close too.
const FAREWELL: Duration = Duration::from_secs(1);

struct Session {
    state: HttpState,
    limits: SocketLimits,
    client: Client,
    reference: Reference,
    /// What the page's cookie says, where the first message says nothing.
    cookie: Option<String>,
    /// Whom it is for, once the first message has said so.
    viewer: Option<Viewer>,
    /// One of the sockets that this person may hold.
    place: Option<Place>,
    operations: Operations,
}

/// What is known of a socket before its first message.
pub struct Opening {
    pub client: Client,
    pub reference: Reference,
    /// What `Authorization` would say, from a cookie that may be trusted.
    pub cookie: Option<String>,
    /// Whether the one protocol was agreed on.
    pub is_spoken: bool,
}

/// Serves a socket until either side ends it.
pub async fn run(socket: WebSocket, state: HttpState, opening: Opening) {
    let Opening { client, reference, cookie, is_spoken } = opening;
    let (mut sink, mut stream) = socket.split();
    let limits = state.http_limits.socket;
    let (operations, inbox) = Operations::new(limits.queue);
    let mut session =
        Session { state, limits, client, reference, cookie, viewer: None, place: None, operations };
    let close = if is_spoken {
        session.serve(&mut sink, &mut stream, inbox).await
    } else {
        Close::SubprotocolNotAcceptable
    };
    // Nothing runs for it, and its place is another's, while it says its last word.
    let Session { state, place, operations, .. } = session;
    drop((place, operations));
    let frame = CloseFrame { code: close.code(), reason: close.reason().into() };
    let _ = timeout(limits.send_timeout, sink.send(Message::Close(Some(frame)))).await;
    // A connection that is let go with something unread is reset, and the last word may be lost on its way.
    let _ = timeout(FAREWELL, async { while let Some(Ok(_)) = stream.next().await {} }).await;
    let _ = timeout(limits.send_timeout, sink.close()).await;
    // The process waits for whoever holds the state.
    drop(state);
}

impl Session {
    async fn serve(
        &mut self,
        sink: &mut SplitSink<WebSocket, Message>,
        stream: &mut SplitStream<WebSocket>,
        mut inbox: mpsc::Receiver<Report>,
    ) -> Close {
        let initialise_by = Instant::now() + self.limits.init_timeout;
        let mut heard = Instant::now();
        let mut ping = interval(self.limits.ping_interval);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ping.reset();
        let mut stopping = self.state.stopping.clone();
        let mut tether = Tether::new(&self.state.domain);
        let mut pace = Pace::new(self.limits.messages_per_second, heard);
        loop {
            // What is there already is heard without waiting for anything: others have their turn too.
            consume_budget().await;
            let wait = pace.wait(Instant::now());
            let text = tokio::select! {
                // In this order: what ends it is not kept waiting by whoever talks without pause, and what has been said
                // is heard before silence is complained of.
                biased;
                () = stopped(&mut stopping) => return Close::GoingAway,
                cut = tether.cut() => match cut {
                    Cut::Revoked => return Close::Forbidden,
                    Cut::Unknown => return Close::SignalsMissed,
                },
                () = sleep_until(initialise_by), if self.viewer.is_none() => return Close::InitialisationTimeout,
                message = stream.next(), if wait.is_zero() => {
                    heard = Instant::now();
                    pace.note(heard);
                    match message {
                        Some(Ok(Message::Text(text))) => match self.hear(&text, &mut tether).await {
                            Ok(Some(text)) => text,
                            Ok(None) => continue,
                            Err(close) => return close,
                        },
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                        Some(Ok(Message::Binary(_))) => return Close::Invalid("Messages are text".to_owned()),
                        Some(Ok(Message::Close(_))) | None => return Close::ByClient,
                        Some(Err(error)) => return Close::Invalid(error.to_string()),
                    }
                }
                _ = ping.tick() => {
                    if heard.elapsed() > self.limits.silence {
                        return Close::Silent;
                    }
                    if self.viewer.is_some() { ToClient::Ping.text() } else { continue }
                }
                () = sleep(wait), if !wait.is_zero() => continue,
                Some(report) = inbox.recv() => match self.operations.heard(report) {
                    Some(text) => text,
                    None => continue,
                },
            };
            match timeout(self.limits.send_timeout, sink.send(Message::Text(text.into()))).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Close::ByClient,
                Err(_) => return Close::TryAgainLater,
            }
        }
    }

    /// Hears one message; what there is to answer at once.
    async fn hear(&mut self, text: &str, tether: &mut Tether) -> Result<Option<String>, Close> {
        let message = serde_json::from_str::<FromClient>(text)
            .map_err(|_| Close::Invalid("Not a message of graphql-transport-ws".to_owned()))?;
        match message {
            FromClient::ConnectionInit { .. } if self.viewer.is_some() => Err(Close::TooManyInitialisations),
            FromClient::ConnectionInit { payload } => {
                let viewer = self.identify(payload.as_ref()).await?;
                self.place = Some(self.state.sockets.take(&viewer).ok_or(Close::TooManySockets)?);
                tether.hold(&viewer);
                self.viewer = Some(viewer);
                Ok(Some(ToClient::ConnectionAck.text()))
            }
            FromClient::Ping => Ok(Some(ToClient::Pong.text())),
            FromClient::Pong => Ok(None),
            FromClient::Subscribe { id, payload } => {
                let viewer = self.viewer.ok_or(Close::Unauthorized)?;
                self.subscribe(id, payload, viewer).await
            }
            FromClient::Complete { id } => {
                self.operations.end(&id);
                Ok(None)
            }
        }
    }

    async fn identify(&self, payload: Option<&serde_json::Value>) -> Result<Viewer, Close> {
        let authorization =
            payload.and_then(|payload| payload.get("Authorization").or_else(|| payload.get("authorization")));
        let authorization = match authorization {
            None | Some(serde_json::Value::Null) => self.cookie.as_deref(),
            Some(serde_json::Value::String(text)) => Some(text.as_str()),
            Some(_) => return Err(Close::Forbidden),
        };
        let presented = presented(&self.state.domain, authorization);
        match identify(&self.state.domain, presented).await {
            Ok(Identified::As(viewer)) => Ok(viewer),
            Ok(Identified::Stale { .. }) => Err(Close::Forbidden),
            Err(error) => {
                tracing::error!(%error, request_id = &*self.reference.request_id, "the session could not be looked up");
                Err(Close::TryAgainLater)
            }
        }
    }

    async fn subscribe(
        &mut self,
        id: String,
        request: GraphqlRequest,
        viewer: Viewer,
    ) -> Result<Option<String>, Close> {
        if self.operations.has(&id) {
            return Err(Close::SubscriberExists(id));
        }
        if self.operations.count() >= self.limits.operations {
            let message = format!("At most {} operations run at once on a socket.", self.limits.operations);
            return Ok(Some(self.refused(&id, refusal(code::RATE_LIMITED, message, None))));
        }
        // The socket outlives an access token, but not its session, nor the role it had.
        let viewer = match viewer.signed_in() {
            None => viewer,
            Some(person) => match authenticate(&self.state.domain, person.session_id).await {
                Ok(Some(person)) => Viewer::SignedIn(person),
                Ok(None) => return Err(Close::Forbidden),
                Err(_) => return Err(Close::TryAgainLater),
            },
        };
        let prepared = match self.state.library.prepare(request).await {
            Ok(prepared) => prepared,
            Err(error) => {
                let charged = charge_operation(
                    &self.state.domain,
                    viewer.user_id(),
                    &self.client,
                    &Meter::default(),
                    0,
                )
                .await;
                return Ok(Some(self.refused(&id, charged.err().unwrap_or(error))));
            }
        };
        let asker = Asker {
            viewer,
            claim: None,
            client: self.client.clone(),
            reference: self.reference.clone(),
            expired_session_id: None,
            browser: None,
            meter: Meter::default(),
        };
        match Operation::new(&self.state, prepared, asker).await {
            Ok(operation) => {
                self.operations.start(id, operation);
                Ok(None)
            }
            Err(error) => Ok(Some(self.refused(&id, error))),
        }
    }

    fn refused(&self, id: &str, error: ServerError) -> String {
        let mut response = async_graphql::Response::from_errors(vec![error]);
        complete(&mut response, &self.reference, self.state.is_open_to_explore);
        ToClient::Error { id, payload: &response.errors }.text()
    }
}
