//! From the errors of the layers below to those of the wire; the one place that words them for clients.

use std::time::Duration;

use async_graphql::{
    Context, Enum, Error, ErrorExtensionValues, ErrorExtensions, Pos, ServerError, SimpleObject, Value,
};
use tracing::error;

pub use super::code;
use super::context::ContextExt;
use crate::domain::error::{Error as DomainError, Fault, Problem, ProblemCode};
use crate::infra::database::fault::{is_timed_out, is_unavailable};
use crate::loader::LoadError;
use crate::page::PageError;

/// A request that is not run.
pub fn refusal(code: &'static str, message: impl ToString, position: Option<Pos>) -> ServerError {
    let mut error = ServerError::new(message.to_string(), position);
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
    error
}

/// A problem that the person at the screen can do something about.
#[derive(SimpleObject, Clone, Debug)]
pub struct UserError {
    /// One sentence for people, ending in a full stop.
    pub message: String,
    /// What kind of problem it is, for clients that word it themselves.
    pub code: UserErrorCode,
    /// Path of the input field at fault, e.g. ["input", "username"]; null when it is not one field.
    pub field: Option<Vec<String>>,
    /// The lower bound that was broken, for clients that word it themselves.
    pub min: Option<i32>,
    /// The upper bound that was broken, for clients that word it themselves.
    pub max: Option<i32>,
}

/// Kinds of problems that a person can do something about. More may come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ProblemCode")]
pub enum UserErrorCode {
    /// Something is needed where there is nothing.
    Blank,
    /// Fewer characters than `min`.
    TooShort,
    /// More characters than `max`.
    TooLong,
    /// Not of the form that is needed; the message says which.
    Invalid,
    /// Somebody or something else has it already.
    Taken,
    /// The target is missing, or hidden from this person.
    NotFound,
    /// Somebody else did something that this would undo; the message says how to do it all the same.
    Conflict,
    /// The post, or its draft, was changed since the expected version.
    StaleVersion,
    /// The name, the password or the token is wrong.
    InvalidCredentials,
    /// What was given was right once and has ended.
    Expired,
    /// The password is one that attackers try first.
    WeakPassword,
    /// The target is visible, but not this person's to change so.
    NotAllowed,
    /// The author does not let this person comment.
    CommentsClosed,
    /// More items than `max`.
    TooMany,
}

impl From<Problem> for UserError {
    fn from(problem: Problem) -> Self {
        Self {
            message: problem.message,
            code: problem.code.into(),
            field: problem.field.map(|field| vec!["input".to_owned(), camel_case(field)]),
            min: problem.min,
            max: problem.max,
        }
    }
}

fn camel_case(snake_case: &str) -> String {
    let mut text = String::with_capacity(snake_case.len());
    let mut upper = false;
    for character in snake_case.chars() {
        match character {
            '_' => upper = true,
            _ if upper => {
                text.push(character.to_ascii_uppercase());
                upper = false;
            }
            _ => text.push(character),
        }
    }
    text
}

/// An error with a code.
pub fn coded(code: &'static str, message: impl Into<String>) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// Ends a mutation: what it made, or what the person can do about it. Everything else is an error of the field.
/// Whatever was read before the change is read anew after it.
pub fn settle<T>(
    ctx: &Context<'_>,
    result: crate::domain::error::Result<T>,
) -> async_graphql::Result<(Option<T>, Vec<UserError>)> {
    ctx.request().renew();
    told(ctx, result)
}

/// The same where somebody else sees to what was read.
pub fn told<T>(
    ctx: &Context<'_>,
    result: crate::domain::error::Result<T>,
) -> async_graphql::Result<(Option<T>, Vec<UserError>)> {
    match result {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(DomainError::Problems(problems)) => {
            Ok((None, problems.into_iter().map(UserError::from).collect()))
        }
        Err(error) => Err(refuse(ctx, error)),
    }
}

/// The error of a field for a domain error that is not the person's to mend.
fn refuse(ctx: &Context<'_>, error: DomainError) -> Error {
    match error {
        DomainError::Unauthenticated => unauthenticated(),
        DomainError::Forbidden(why) => coded(code::FORBIDDEN, why),
        DomainError::Busy => coded(code::SERVICE_UNAVAILABLE, "The server is busy; try again in a moment."),
        DomainError::RateLimited { message, limit, retry_after } => coded(code::RATE_LIMITED, message)
            .extend_with(|_, extensions| {
                extensions.set("limit", Value::from(limit));
                extensions.set("retryAfterMs", Value::from(milliseconds(retry_after)));
            }),
        DomainError::Fault(fault) => internal(ctx, &fault),
        DomainError::Problems(problems) => {
            let message = problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ");
            coded(code::BAD_USER_INPUT, message)
        }
    }
}

/// As `retryAfterMs` tells it: rounded up, so that who waits so long does not come too early.
pub fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros().div_ceil(1_000)).unwrap_or(u64::MAX)
}

pub fn unauthenticated() -> Error {
    coded(
        code::UNAUTHENTICATED,
        "Sign in first: this needs the header `Authorization: Bearer <access token>`.",
    )
}

/// Our own failure: it is logged here, and the client learns the request's id only.
fn internal(ctx: &impl ContextExt, fault: &Fault) -> Error {
    let request_id = ctx.request().request_id();
    error!(error = %fault, request_id, "a resolver failed");
    if fault.database().is_some_and(is_timed_out) {
        return coded(
            code::TIMEOUT,
            "The server's database took too long; nothing was changed. Ask for less, or try again in a moment.",
        );
    }
    if fault.database().is_some_and(is_unavailable) {
        return coded(
            code::SERVICE_UNAVAILABLE,
            "The server's database can't do that at the moment; nothing was changed.",
        );
    }
    coded(code::INTERNAL_SERVER_ERROR, "Something went wrong on our side; it has been noted.")
}

/// The error of a field for a read that failed.
pub fn failed(ctx: &impl ContextExt, error: sea_orm::DbErr) -> Error {
    internal(ctx, &Fault::Database(error))
}

/// Turns a failed read into the error of a field.
pub trait OrInternal<T> {
    fn or_internal(self, ctx: &impl ContextExt) -> async_graphql::Result<T>;
}

impl From<LoadError> for Fault {
    fn from(error: LoadError) -> Self {
        Self::Read(error.into_inner())
    }
}

impl<T> OrInternal<T> for Result<T, LoadError> {
    fn or_internal(self, ctx: &impl ContextExt) -> async_graphql::Result<T> {
        self.map_err(|error| internal(ctx, &error.into()))
    }
}

impl<T> OrInternal<T> for Result<T, sea_orm::DbErr> {
    fn or_internal(self, ctx: &impl ContextExt) -> async_graphql::Result<T> {
        self.map_err(|error| failed(ctx, error))
    }
}

/// The error of a field whose page arguments are wrong.
pub fn bad_page(error: PageError) -> Error {
    let code = match error {
        PageError::Cursor { .. } => code::CURSOR_INVALID,
        PageError::Size { .. } | PageError::TwoWays => code::BAD_USER_INPUT,
    };
    coded(code, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_as_the_schema_names_them() {
        let error = UserError::from(Problem::not_found("post").at("post_id"));
        assert_eq!(error.field, Some(vec!["input".to_owned(), "postId".to_owned()]));
    }
}
