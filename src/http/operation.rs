//! An operation that runs: the same over HTTP, as events and on a WebSocket.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError, Value};
use futures_util::{FutureExt, Stream, StreamExt};
use sea_orm::DbErr;
use tracing::error;
use uuid::Uuid;

use super::rate_limit::{Meter, charge_operation};
use super::reference::Reference;
use super::respond::{code_of, complete, was_refused, withdraw_what_was_not_done};
use super::state::HttpState;
use super::time_limit;
use crate::auth::Stale;
use crate::domain::identity::{Claim, Client};
use crate::graphql::TribuneSchema;
use crate::graphql::browser::{Browser, CookieChange};
use crate::graphql::context::RequestContext;
use crate::graphql::document::Running;
use crate::graphql::error::{code, refusal};
use crate::graphql::prepare::Prepared;
use crate::graphql::shape::Shape;
use crate::viewer::Viewer;

/// Who asks, and from where.
pub struct Asker {
    /// Anonymous while there is a claim.
    pub viewer: Viewer,
    /// Where the operation itself has it proven.
    pub claim: Option<Claim>,
    pub client: Client,
    pub reference: Reference,
    /// The session of an access token that has expired; good for signing out and nothing else.
    pub expired_session_id: Option<Uuid>,
    /// A browser that keeps its tokens in cookies.
    pub browser: Option<Browser>,
    /// Learns what the operation is charged.
    pub meter: Meter,
}

/// An operation that was judged.
pub struct Operation(Kind);

enum Kind {
    /// The data of its answer is known.
    Known(Value),
    Runs(Box<Runs>),
}

/// An operation that is to run, with all that it needs.
struct Runs {
    schema: TribuneSchema,
    request: async_graphql::Request,
    context: Arc<RequestContext>,
    /// How long an answer may take; a subscription waits for as long as nothing happens.
    limit: Option<Duration>,
    answer: Finish,
    meter: Meter,
}

/// What is still to be done to an answer of the library's.
struct Finish {
    running: Running,
    shape: Arc<Shape>,
    reference: Reference,
    is_explorable: bool,
    is_subscription: bool,
}

/// What comes of an operation.
pub enum Output {
    Next(Response),
    /// It was refused, and nothing more comes.
    Refused(Response),
}

impl Operation {
    /// Judges what an operation asks for, and charges for it.
    ///
    /// # Errors
    /// Too deep, or too dear, at once or for what is left of the budget.
    pub async fn new(state: &HttpState, prepared: Prepared, asker: Asker) -> Result<Self, ServerError> {
        let Asker { viewer, claim, client, reference, expired_session_id, browser, meter } = asker;
        let user_id = viewer.user_id().or(claim.as_ref().map(|claim| claim.user_id));
        let signed_in = user_id.is_some();
        let is_explorable = state.is_open_to_explore || signed_in;
        let judged = prepared.judge(&state.table, &state.limits, signed_in);
        // What is refused for its own sake is charged too, as little as there is.
        let complexity = judged.as_ref().copied().unwrap_or_default();
        let charge = charge_operation(&state.domain, user_id, &client, &meter, complexity).await?;
        judged?;
        if !is_explorable && prepared.introspects() {
            let message = "On this server the schema is shown to those who are signed in.";
            return Err(refusal(code::UNAUTHENTICATED, message, None));
        }
        if let Some(data) = prepared.known() {
            return Ok(Self(Kind::Known(data)));
        }
        let answer = Finish {
            running: prepared.running(),
            shape: prepared.shape(&state.table),
            reference,
            is_explorable,
            is_subscription: prepared.operation_type() == OperationType::Subscription,
        };
        let limit = (!answer.is_subscription).then_some(state.http_limits.answer_timeout);
        let only_reads = prepared.operation_type() != OperationType::Mutation;
        // Whatever happens from here on is told, though it takes a moment until somebody listens. Where it can't be looked,
        // the subscription tells why.
        let asked_at = match answer.is_subscription {
            // Boxed, as all that is rare: it would make every operation's future as large.
            true => Box::pin(state.domain.feed.catch_up(&state.domain.database)).await.ok(),
            false => None,
        };
        let context = RequestContext::new(
            state.domain.clone(),
            state.site.clone(),
            client,
            answer.reference.request_id.clone(),
            viewer,
            only_reads,
            charge.map_or_else(|| state.domain.clock.now(), |charge| charge.at),
        )
        .with_claim(claim)
        .with_expired_session(expired_session_id)
        .with_browser(browser)
        .with_charge(charge)
        .asked_at(asked_at)
        .written(!answer.shape.repeats())
        .running(prepared.running());

        let context = Arc::new(context);
        let is_trusted = prepared.document().is_valid() && !prepared.introspects();
        let schema = state.schemas.of(is_trusted).clone();
        let mut request = prepared.into_request(is_trusted).data(context.clone());
        if !is_explorable {
            request = request.disable_introspection();
        }
        let runs = Runs { schema, request, context, limit, answer, meter };
        Ok(Self(Kind::Runs(Box::new(runs))))
    }

    /// Runs a query or a mutation; its answer, and what a browser is to keep from now on.
    pub async fn execute(self) -> (Response, Option<CookieChange>) {
        let Runs { schema, request, context, limit, mut answer, meter } = match self.0 {
            Kind::Known(data) => return (Response::new(data), None),
            Kind::Runs(runs) => *runs,
        };
        // Boxed: each of those around it would hold, and move, all that running takes.
        let running = pin!(context.batches().drive(Box::pin(schema.execute(request))));
        let mut response = answer.within(limit, running).await;
        if context.claim().is_some() {
            // Boxed, as all that is rare.
            response = Box::pin(to_whom_it_may_be_given(&context, &meter, response)).await;
        }
        let cookies = context.browser().and_then(Browser::change);
        (answer.finish(response).into_response(), cookies)
    }

    /// Runs an operation of any kind.
    pub fn stream(self) -> impl Stream<Item = Output> + Send {
        async_stream::stream! {
            let Runs { schema, request, context, limit, mut answer, .. } = match self.0 {
                Kind::Known(data) => return yield Output::Next(Response::new(data)),
                Kind::Runs(runs) => *runs,
            };
            let mut responses = schema.execute_stream(request);
            let last = loop {
                let next = pin!(context.batches().drive(responses.next()).map(Next));
                let Next(Some(response)) = answer.within(limit, next).await else { break None };
                let output = answer.finish(response);
                if matches!(output, Output::Refused(_)) {
                    break Some(output);
                }
                // A client may take its time to read, and connections to the database are few.
                context.release();
                yield output;
            };
            drop(responses);
            context.release();
            if let Some(output) = last {
                yield output;
            }
        }
    }
}

/// Refuses somebody of whom it can't be found out who they are.
pub fn not_looked_up(error: &DbErr, request_id: &str) -> ServerError {
    error!(%error, request_id, "the session could not be looked up");
    refusal(code::SERVICE_UNAVAILABLE, "The server can't reach its database.", None)
}

/// Refuses somebody who was not looked up before, and whose session has ended. What that was charged is not told: they see
/// nothing of the budget of another.
pub fn ended(meter: &Meter) -> ServerError {
    meter.forget();
    refusal(code::UNAUTHENTICATED, Stale::Ended, None)
}

/// The answer, where the session of who asked lives: the operation came to its end without having to know.
async fn to_whom_it_may_be_given(context: &RequestContext, meter: &Meter, response: Response) -> Response {
    // That something went wrong on our side may be told to anybody, and must be: the change may have been made.
    if response.errors.iter().any(is_fault) {
        return response;
    }
    match context.prove().await {
        Ok(true) => response,
        Ok(false) => Response::from_errors(vec![ended(meter)]),
        Err(error) => Response::from_errors(vec![not_looked_up(&error, context.request_id())]),
    }
}

fn is_fault(error: &ServerError) -> bool {
    // The library's own errors have no code.
    error.extensions.is_some()
        && matches!(code_of(error), code::INTERNAL_SERVER_ERROR | code::SERVICE_UNAVAILABLE | code::TIMEOUT)
}

/// What a stream gives next, if anything.
struct Next(Option<Response>);

impl From<Response> for Next {
    fn from(response: Response) -> Self {
        Self(Some(response))
    }
}

impl Finish {
    fn finish(&mut self, mut response: Response) -> Output {
        if !self.is_subscription {
            withdraw_what_was_not_done(&mut response);
        }
        // A subscription that gives nothing but an error has ended.
        let ended = self.is_subscription
            && response.data == async_graphql::Value::Null
            && !response.errors.is_empty();
        let refused = ended || was_refused(&response);
        if !was_refused(&response) {
            self.running.document.set_valid();
        }
        self.shape.give(&mut response);
        if let Some(known) = &self.running.operation().known {
            known.keep(&response);
        }
        complete(&mut response, &self.reference, self.is_explorable);
        if refused { Output::Refused(response) } else { Output::Next(response) }
    }

    /// Waits for what comes of a part of an operation. What takes longer than it may is waited for no more, and the caller
    /// drops it before anybody is told; a change that was not committed by then is taken back. A panic is a fault of ours
    /// that nobody foresaw: the one who asked is told, everybody else goes on.
    async fn within<T, P>(&self, limit: Option<Duration>, part: P) -> T
    where
        T: From<Response>,
        P: Future<Output = T> + Unpin,
    {
        let part = AssertUnwindSafe(part).catch_unwind();
        let ended = match limit {
            Some(limit) => time_limit::within(limit, part).await,
            None => Some(part.await),
        };
        let error = match ended {
            Some(Ok(outcome)) => return outcome,
            Some(Err(_)) => {
                error!(request_id = &*self.reference.request_id, "an operation panicked");
                let message = "Something went wrong on our side; it has been noted.";
                refusal(code::INTERNAL_SERVER_ERROR, message, None)
            }
            None => {
                let message = format!(
                    "The answer took longer than {:?}; ask for less, or try again in a moment.",
                    limit.unwrap_or_default()
                );
                refusal(code::TIMEOUT, message, None)
            }
        };
        Response::from_errors(vec![error]).into()
    }
}

impl Output {
    pub fn into_response(self) -> Response {
        match self {
            Self::Next(response) | Self::Refused(response) => response,
        }
    }
}
