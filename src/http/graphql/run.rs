//! Running what was read.

use async_graphql::parser::types::OperationType;
use async_graphql::{Response as GraphqlResponse, ServerError};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use crate::auth::{Identified, Presented, identify, presented};
use crate::domain::identity::Claim;
use crate::graphql::browser::CookieChange;
use crate::graphql::error::{code, refusal};
use crate::graphql::prepare::Prepared;
use crate::graphql::request::GraphqlRequest;
use crate::http::client::client;
use crate::http::cookies;
use crate::http::negotiate::MediaType;
use crate::http::operation::{Asker, Operation, ended, not_looked_up};
use crate::http::passage::Passage;
use crate::http::rate_limit::charge_unread;
use crate::http::respond::{complete, refuse, respond, respond_to_batch, status};
use crate::http::sse;
use crate::http::state::HttpState;
use crate::viewer::Viewer;

/// Runs one request.
pub async fn one(state: &HttpState, passage: &Passage, parts: &Parts, request: GraphqlRequest) -> Response {
    let accepted = passage.accepted;
    let media_type = accepted.media_type;
    let prepared = match state.library.prepare(request).await {
        Ok(prepared) => prepared,
        // It is not known what kind of operation it was to be.
        Err(error) => return turn_away(state, passage, media_type, accepted.events_only, error),
    };
    let kind = prepared.operation_type();
    if kind == OperationType::Mutation && parts.method != Method::POST {
        return mutation_by_get(passage, media_type);
    }
    let is_streamed = match kind {
        OperationType::Subscription => accepted.events && parts.method == Method::POST,
        OperationType::Query | OperationType::Mutation => accepted.events_only,
    };
    if kind == OperationType::Subscription && !is_streamed {
        return respond(media_type, &refused(state, passage, no_subscription()));
    }
    let (operation, viewer) = match admit(state, passage, parts, prepared, !is_streamed).await {
        Ok(admitted) => admitted,
        Err(error) => return turn_away(state, passage, media_type, is_streamed, error),
    };
    if is_streamed {
        return sse::respond(state, operation, &viewer, &passage.reference);
    }
    let (response, change) = operation.execute().await;
    let mut response = respond(media_type, &response);
    if let Some(change) = change {
        cookies::set(&mut response, &change);
    }
    response
}

/// Runs several, one after the other: a mutation may count on the one before it.
pub async fn batch(
    state: &HttpState,
    passage: &Passage,
    parts: &Parts,
    requests: Vec<GraphqlRequest>,
) -> Response {
    let mut responses = Vec::with_capacity(requests.len());
    let mut last_change = None;
    for request in requests {
        match one_of_batch(state, passage, parts, request).await {
            Ok((response, change)) => {
                responses.push(response);
                last_change = change.or(last_change);
            }
            Err(error) => responses.push(refused(state, passage, error)),
        }
    }
    let mut response = respond_to_batch(&responses);
    if let Some(change) = last_change {
        cookies::set(&mut response, &change);
    }
    response
}

async fn one_of_batch(
    state: &HttpState,
    passage: &Passage,
    parts: &Parts,
    request: GraphqlRequest,
) -> Result<(GraphqlResponse, Option<CookieChange>), ServerError> {
    let prepared = match state.library.prepare(request).await {
        Ok(prepared) => prepared,
        // The layer charges a request that was charged nothing; here the others of the batch are.
        Err(error) => return charge_unread(state, passage, parts).await.and(Err(error)),
    };
    if prepared.operation_type() == OperationType::Subscription {
        return charge_unread(state, passage, parts).await.and(Err(no_subscription()));
    }
    let (operation, _) = admit(state, passage, parts, prepared, true).await?;
    Ok(operation.execute().await)
}

/// Finds out who asks, and whether they may ask for so much. Where it `may_wait`, who asks is found out by the operation
/// itself if it does that.
async fn admit(
    state: &HttpState,
    passage: &Passage,
    parts: &Parts,
    prepared: Prepared,
    may_wait: bool,
) -> Result<(Operation, Viewer), ServerError> {
    let reference = passage.reference.clone();
    let authorization = cookies::authorization(parts, passage.lines);
    let waits = may_wait && prepared.proves_its_viewer();
    let (viewer, claim, expired_session_id) = match presented(&state.domain, authorization.as_deref()) {
        Presented::Claim(claim) if waits && claim.take_credit() => (Viewer::Anonymous, Some(claim), None),
        presented => match identify(&state.domain, presented).await {
            Ok(Identified::As(viewer)) => (viewer, None, None),
            Ok(Identified::Stale { session_id, .. }) if prepared.ignores_stale_token() => {
                (Viewer::Anonymous, None, session_id)
            }
            Ok(Identified::Stale { reason, .. }) => {
                return Err(refusal(code::UNAUTHENTICATED, reason, None));
            }
            Err(error) => return Err(not_looked_up(&error, &reference.request_id)),
        },
    };
    let (browser, meter) = (cookies::browser(parts, passage.lines), passage.meter.clone());
    let asker = Asker {
        viewer,
        claim: claim.clone(),
        client: client(passage, parts),
        reference,
        expired_session_id,
        browser,
        meter,
    };
    match (Operation::new(state, prepared, asker).await, claim) {
        (Ok(operation), _) => Ok((operation, viewer)),
        (Err(error), None) => Err(error),
        // Boxed, as all that is rare.
        (Err(error), Some(claim)) => Err(Box::pin(refused_or_ended(state, passage, &claim, error)).await),
    }
}

/// Why somebody is refused who was not looked up yet: that their session has ended comes first.
async fn refused_or_ended(
    state: &HttpState,
    passage: &Passage,
    claim: &Claim,
    error: ServerError,
) -> ServerError {
    match claim.prove(&state.domain).await {
        Ok(Some(_)) => error,
        Ok(None) => ended(&passage.meter),
        Err(error) => not_looked_up(&error, &passage.reference.request_id),
    }
}

/// Says why a request is not run. To whom events were due it is said as an event (the protocol's "distinct connections
/// mode", rule 2): their clients don't look into any other answer. One with a status of its own stays one.
fn turn_away(
    state: &HttpState,
    passage: &Passage,
    media_type: MediaType,
    is_streamed: bool,
    error: ServerError,
) -> Response {
    let response = refused(state, passage, error);
    if is_streamed && status(MediaType::Json, &response) == StatusCode::OK {
        return sse::turn_away(state, &response);
    }
    respond(media_type, &response)
}

fn refused(state: &HttpState, passage: &Passage, error: ServerError) -> GraphqlResponse {
    let mut response = GraphqlResponse::from_errors(vec![error]);
    complete(&mut response, &passage.reference, state.is_open_to_explore);
    response
}

fn mutation_by_get(passage: &Passage, media_type: MediaType) -> Response {
    let error = refusal(code::BAD_REQUEST, "A mutation is sent by POST.", None);
    let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, media_type, error, &passage.reference);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

fn no_subscription() -> ServerError {
    let message = "A subscription is served over WebSocket at this address, by the protocol \
                   `graphql-transport-ws`, and to a POST with `accept: text/event-stream` as events.";
    refusal(code::BAD_REQUEST, message, None)
}
