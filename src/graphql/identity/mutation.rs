//! Registering, signing in and out.

use async_graphql::{Context, Object, Result};

use super::payload::{
    ChangePasswordInput, ChangePasswordPayload, LoginInput, LoginPayload, LogoutPayload, RefreshSessionInput,
    RefreshSessionPayload, RegisterInput, RegisterPayload, RevokeAllSessionsPayload, RevokeSessionInput,
    RevokeSessionPayload,
};
use crate::domain::identity::{self, Registration, SignIn};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, settle};
use crate::graphql::guard;
use crate::viewer::{SignedIn, Viewer};

#[derive(Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Makes an account and signs in with it.
    async fn register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new account.")] input: RegisterInput,
    ) -> Result<Option<RegisterPayload>> {
        let registration = Registration {
            display_name: input.display_name,
            username: input.username,
            email: input.email,
            password: input.password,
        };
        let result = identity::register(ctx.domain(), &registration, ctx.request().client().clone()).await;
        let (sign_in, user_errors) = enter(ctx, result)?;
        Ok(Some(RegisterPayload::new(sign_in, ctx.request().browser().is_none(), user_errors)))
    }

    /// Signs in. A wrong name and a wrong password answer alike.
    async fn login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: LoginInput,
    ) -> Result<Option<LoginPayload>> {
        let client = ctx.request().client().clone();
        let result = identity::login(ctx.domain(), &input.login, &input.password, client).await;
        let (sign_in, user_errors) = enter(ctx, result)?;
        Ok(Some(LoginPayload::new(sign_in, ctx.request().browser().is_none(), user_errors)))
    }

    /// Rotates: the old refresh token is spent; within 10 s it gets the same successor again, later it ends the session.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token to trade in.")] input: RefreshSessionInput,
    ) -> Result<Option<RefreshSessionPayload>> {
        let kept = ctx.request().browser().and_then(|browser| browser.refresh_token().map(str::to_owned));
        let token = input.refresh_token.or(kept).unwrap_or_default();
        let (sign_in, user_errors) = enter(ctx, identity::refresh(ctx.domain(), &token).await)?;
        Ok(Some(RefreshSessionPayload::new(sign_in, ctx.request().browser().is_none(), user_errors)))
    }

    /// Signs out: ends the session of the access token, also of one that has expired. Without one there is nothing to do.
    async fn logout(&self, ctx: &Context<'_>) -> Result<Option<LogoutPayload>> {
        if let Some(browser) = ctx.request().browser() {
            browser.forget();
        }
        let Some(session_id) = ctx.request().session_id() else {
            return Ok(Some(LogoutPayload { user_errors: Vec::new() }));
        };
        let result = identity::logout(ctx.domain(), session_id).await;
        let (_, user_errors) = settle(ctx, result)?;
        ctx.request().become_viewer(Viewer::Anonymous);
        Ok(Some(LogoutPayload { user_errors }))
    }

    /// Ends one of one's own sessions; its access token stops working at once.
    #[graphql(guard = "guard::signed_in")]
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session.")] input: RevokeSessionInput,
    ) -> Result<Option<RevokeSessionPayload>> {
        let result = identity::revoke_session(ctx.domain(), &ctx.person()?, input.session_id.uuid()).await;
        let (_, user_errors) = settle(ctx, result)?;
        Ok(Some(RevokeSessionPayload { user_errors }))
    }

    /// Signs out everywhere, here too.
    #[graphql(guard = "guard::signed_in")]
    async fn revoke_all_sessions(&self, ctx: &Context<'_>) -> Result<Option<RevokeAllSessionsPayload>> {
        let result = identity::revoke_all_sessions(ctx.domain(), &ctx.person()?).await;
        let (count, user_errors) = settle(ctx, result)?;
        if let Some(browser) = ctx.request().browser() {
            browser.forget();
        }
        let revoked_count = count.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
        Ok(Some(RevokeAllSessionsPayload { revoked_count, user_errors }))
    }

    /// Changes one's own password and signs out everywhere else.
    #[graphql(guard = "guard::signed_in")]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new password.")] input: ChangePasswordInput,
    ) -> Result<Option<ChangePasswordPayload>> {
        let (current, new) = (&input.current_password, &input.new_password);
        let result =
            identity::change_password(ctx.domain(), &ctx.person()?, current, new, ctx.request().client())
                .await;
        let (_, user_errors) = settle(ctx, result)?;
        Ok(Some(ChangePasswordPayload { user_errors }))
    }
}

/// Ends a sign-in: what else the document asks for is asked by who is signed in now.
fn enter(
    ctx: &Context<'_>,
    result: crate::domain::error::Result<SignIn>,
) -> Result<(Option<SignIn>, Vec<UserError>)> {
    let (sign_in, user_errors) = settle(ctx, result)?;
    if let Some(sign_in) = &sign_in {
        let SignIn { user, session_id, .. } = sign_in;
        let person = SignedIn { user_id: user.id, session_id: *session_id, role: user.role };
        ctx.request().become_viewer(Viewer::SignedIn(person));
        if let Some(browser) = ctx.request().browser() {
            browser.keep(sign_in);
        }
    }
    Ok((sign_in, user_errors))
}
