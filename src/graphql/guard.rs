//! The coarse ring: what stands at a field for everybody to see. The real rules are the domain's.

use async_graphql::{Context, Result};

use super::context::ContextExt;
use super::error::{code, coded, unauthenticated};
use crate::viewer::Role;

/// Somebody is signed in, or says so, which the field then has proven.
pub fn signed_in_or_claims(ctx: &Context<'_>) -> Result<()> {
    if ctx.request().claim().is_some() { Ok(()) } else { signed_in(ctx) }
}

/// Somebody is signed in.
pub fn signed_in(ctx: &Context<'_>) -> Result<()> {
    ctx.person().map(|_| ())
}

/// Somebody with at least this role is signed in.
pub fn role(least: Role) -> impl Fn(&Context<'_>) -> Result<()> + Send + Sync + 'static {
    move |ctx| {
        let viewer = ctx.viewer();
        if viewer.has_role(least) {
            return Ok(());
        }
        if viewer.signed_in().is_none() {
            return Err(unauthenticated());
        }
        let message = match least {
            Role::Reader => "This needs an account.",
            Role::Author => "This needs the role AUTHOR; ask an administrator for it.",
            Role::Moderator => "This is for moderators.",
            Role::Admin => "This is for administrators.",
        };
        Err(coded(code::FORBIDDEN, message))
    }
}

/// Guards a field that is null for whom it is not: reading it is no error.
pub fn only<T>(allowed: bool, value: impl FnOnce() -> Option<T>) -> Option<T> {
    if allowed { value() } else { None }
}
