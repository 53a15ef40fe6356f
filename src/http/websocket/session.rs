//! One socket, from its first message to its close.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::ServerError;
use async_graphql::parser::types::OperationType;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::message::{Close, FromClient, ToClient};
use crate::auth::{Identified, identify};
use crate::domain::Watch;
use crate::domain::event::Event;
use crate::domain::identity::{Client, authenticate};
use crate::graphql::context::RequestContext;
use crate::graphql::error::code;
use crate::graphql::prepare::{GraphqlRequest, Prepared, refusal};
use crate::http::respond::complete;
use crate::http::state::HttpState;
use crate::viewer::Viewer;

/// The first message has this long to come.
const INITIALISATION: Duration = Duration::from_secs(5);
/// So often the server asks whether the other end still lives.
const PING: Duration = Duration::from_secs(15);
/// Silence for this long means that it does not.
const SILENCE: Duration = Duration::from_secs(30);
/// A reader that takes longer than this for one message is cut off.
const SEND: Duration = Duration::from_secs(10);
/// Messages that wait for a slow reader.
const QUEUE: usize = 64;
/// Operations at once.
const MAX_OPERATIONS: usize = 50;

/// What an operation's task reports, by the operation's number: its id may be another's meanwhile.
struct Report {
    id: String,
    number: u64,
    said: Said,
}

enum Said {
    Text(String),
    /// It was refused: the text is the last of it.
    Refused(String),
    Done,
}

/// A running operation.
struct Running {
    number: u64,
    task: AbortHandle,
}

struct Session {
    state: HttpState,
    client: Client,
    request_id: String,
    viewer: Option<Viewer>,
    watch: Watch,
    operations: HashMap<String, Running>,
    /// Operations begun so far.
    begun: u64,
    reports: mpsc::Sender<Report>,
}

/// Serves a socket until either side ends it.
pub async fn run(socket: WebSocket, state: HttpState, client: Client, request_id: String, is_spoken: bool) {
    let (mut sink, stream) = socket.split();
    let (reports, inbox) = mpsc::channel(QUEUE);
    let watch = state.domain.watch();
    let mut session = Session {
        state,
        client,
        request_id,
        viewer: None,
        watch,
        operations: HashMap::new(),
        begun: 0,
        reports,
    };
    let close = if is_spoken {
        session.serve(&mut sink, stream, inbox).await
    } else {
        Close::SubprotocolNotAcceptable
    };
    for operation in session.operations.values() {
        operation.task.abort();
    }
    let frame = CloseFrame { code: close.code(), reason: close.reason().into() };
    let _ = timeout(SEND, sink.send(Message::Close(Some(frame)))).await;
    let _ = timeout(SEND, sink.close()).await;
}

/// The guard that the wait ends with is let go at once: it must not be held over another wait.
async fn stopped(stopping: &mut tokio::sync::watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

impl Session {
    async fn serve(
        &mut self,
        sink: &mut SplitSink<WebSocket, Message>,
        mut stream: SplitStream<WebSocket>,
        mut inbox: mpsc::Receiver<Report>,
    ) -> Close {
        let initialise_by = Instant::now() + INITIALISATION;
        let mut heard = Instant::now();
        let mut ping = interval(PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ping.reset();
        let mut stopping = self.state.stopping.clone();
        loop {
            let text = tokio::select! {
                message = stream.next() => {
                    heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => match self.hear(&text).await {
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
                Some(report) = inbox.recv() => match self.report(report) {
                    Some(text) => text,
                    None => continue,
                },
                _ = ping.tick() => {
                    if heard.elapsed() > SILENCE {
                        return Close::GoingAway;
                    }
                    if self.viewer.is_some() { ToClient::Ping.text() } else { continue }
                }
                _ = sleep_until(initialise_by), if self.viewer.is_none() => return Close::InitialisationTimeout,
                event = self.watch.next() => match event {
                    Ok(Event::SessionsRevoked { session_ids }) => {
                        let mine = self.viewer.as_ref().and_then(Viewer::signed_in).map(|person| person.session_id);
                        if mine.is_some_and(|mine| session_ids.contains(&mine)) {
                            return Close::Forbidden;
                        }
                        continue;
                    }
                    Ok(_) => continue,
                    Err(_) => return Close::TryAgainLater,
                },
                () = stopped(&mut stopping) => return Close::GoingAway,
            };
            match timeout(SEND, sink.send(Message::Text(text.into()))).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Close::ByClient,
                Err(_) => return Close::TryAgainLater,
            }
        }
    }

    /// What a report says to the client; nothing when the client has ended the operation meanwhile.
    fn report(&mut self, report: Report) -> Option<String> {
        let Report { id, number, said } = report;
        self.operations.get(&id).filter(|running| running.number == number)?;
        Some(match said {
            Said::Text(text) => text,
            Said::Refused(text) => {
                self.operations.remove(&id);
                text
            }
            Said::Done => {
                self.operations.remove(&id);
                ToClient::Complete { id: &id }.text()
            }
        })
    }

    /// Hears one message; what there is to answer at once.
    async fn hear(&mut self, text: &str) -> Result<Option<String>, Close> {
        let message = serde_json::from_str::<FromClient>(text)
            .map_err(|_| Close::Invalid("Not a message of graphql-transport-ws".to_owned()))?;
        match message {
            FromClient::ConnectionInit { .. } if self.viewer.is_some() => Err(Close::TooManyInitialisations),
            FromClient::ConnectionInit { payload } => {
                self.viewer = Some(self.identify(payload.as_ref()).await?);
                Ok(Some(ToClient::ConnectionAck.text()))
            }
            FromClient::Ping => Ok(Some(ToClient::Pong.text())),
            FromClient::Pong => Ok(None),
            FromClient::Subscribe { id, payload } => {
                let viewer = self.viewer.ok_or(Close::Unauthorized)?;
                self.subscribe(id, payload, viewer).await
            }
            FromClient::Complete { id } => {
                if let Some(operation) = self.operations.remove(&id) {
                    operation.task.abort();
                }
                Ok(None)
            }
        }
    }

    async fn identify(&self, payload: Option<&serde_json::Value>) -> Result<Viewer, Close> {
        let authorization =
            payload.and_then(|payload| payload.get("Authorization").or_else(|| payload.get("authorization")));
        let authorization = match authorization {
            None | Some(serde_json::Value::Null) => None,
            Some(serde_json::Value::String(text)) => Some(text.as_str()),
            Some(_) => return Err(Close::Forbidden),
        };
        match identify(&self.state.domain, authorization).await {
            Ok(Identified::As(viewer)) => Ok(viewer),
            Ok(Identified::Stale { .. }) => Err(Close::Forbidden),
            Err(error) => {
                tracing::error!(%error, request_id = self.request_id, "the session could not be looked up");
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
        if self.operations.contains_key(&id) {
            return Err(Close::SubscriberExists(id));
        }
        if self.operations.len() >= MAX_OPERATIONS {
            let message = format!("At most {MAX_OPERATIONS} operations run at once on a socket.");
            return Ok(Some(self.refused(&id, refusal(code::BAD_REQUEST, message, None))));
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
        let prepared = Prepared::new(request, &self.state.limits).and_then(|prepared| {
            prepared
                .judge(&self.state.table, &self.state.limits, viewer.signed_in().is_some())
                .map(|()| prepared)
        });
        match prepared {
            Ok(prepared) => self.start(id, prepared, viewer),
            Err(error) => return Ok(Some(self.refused(&id, error))),
        }
        Ok(None)
    }

    fn start(&mut self, id: String, prepared: Prepared, viewer: Viewer) {
        let state = &self.state;
        let context = RequestContext::new(
            state.domain.clone(),
            state.site.clone(),
            self.client.clone(),
            self.request_id.clone(),
            viewer,
        );
        let (batches, shape) = (context.batches(), prepared.shape(&state.table));
        // A subscription that gives nothing but an error has ended.
        let is_subscription = prepared.operation_type() == OperationType::Subscription;
        let mut request = prepared.into_request().data(Arc::new(context));
        if !state.is_open_to_explore && viewer.signed_in().is_none() {
            request = request.disable_introspection();
        }
        let (schema, reports, request_id) =
            (state.schema.clone(), self.reports.clone(), self.request_id.clone());
        self.begun += 1;
        let (operation, number) = (id.clone(), self.begun);
        let report = move |said| {
            let report = Report { id: operation.clone(), number, said };
            let reports = reports.clone();
            async move { reports.send(report).await.is_ok() }
        };
        let operation = id.clone();
        let task = tokio::spawn(async move {
            let mut responses = schema.execute_stream(request);
            while let Some(mut response) = batches.drive(responses.next()).await {
                let was_refused = response.data == async_graphql::Value::Null
                    && !response.errors.is_empty()
                    && (is_subscription || response.errors.iter().all(|error| error.path.is_empty()));
                shape.give(&mut response);
                complete(&mut response, &request_id);
                if was_refused {
                    let text = ToClient::Error { id: &operation, payload: &response.errors }.text();
                    report(Said::Refused(text)).await;
                    return;
                }
                let text = ToClient::Next { id: &operation, payload: &response }.text();
                if !report(Said::Text(text)).await {
                    return;
                }
            }
            report(Said::Done).await;
        });
        self.operations.insert(id, Running { number, task: task.abort_handle() });
    }

    fn refused(&self, id: &str, error: ServerError) -> String {
        let mut response = async_graphql::Response::from_errors(vec![error]);
        complete(&mut response, &self.request_id);
        ToClient::Error { id, payload: &response.errors }.text()
    }
}
