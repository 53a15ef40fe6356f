//! Reacting.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::object::{Reactable, ReactionKind};
use crate::domain::reaction::{self, Subject, SubjectId};
use crate::graphql::comment::Comment;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{UserError, code, coded, settle};
use crate::graphql::guard;
use crate::id::{Kind, parse_any};

/// What to react to, and how.
#[derive(InputObject)]
pub struct ReactInput {
    /// A post or a comment.
    subject_id: ID,
    /// How.
    kind: ReactionKind,
}

/// What to take the reaction back from.
#[derive(InputObject)]
pub struct RemoveReactionInput {
    /// A post or a comment.
    subject_id: ID,
}

/// What became of `react`.
#[derive(SimpleObject)]
pub struct ReactPayload {
    /// What was reacted to, as it is now; null when there are `userErrors`.
    subject: Option<Reactable>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

/// What became of `removeReaction`.
#[derive(SimpleObject)]
pub struct RemoveReactionPayload {
    /// What was reacted to, as it is now; null when there are `userErrors`.
    subject: Option<Reactable>,
    /// What the person can mend; empty when all went well.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct ReactionMutation;

#[Object]
impl ReactionMutation {
    /// Sets or replaces the viewer's one reaction; doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn react(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to react to, and how.")] input: ReactInput,
    ) -> Result<Option<ReactPayload>> {
        let (subject, user_errors) = run(ctx, &input.subject_id, Some(input.kind)).await?;
        Ok(Some(ReactPayload { subject, user_errors }))
    }

    /// Takes the viewer's reaction back; doing it twice changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn remove_reaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to take the reaction back from.")] input: RemoveReactionInput,
    ) -> Result<Option<RemoveReactionPayload>> {
        let (subject, user_errors) = run(ctx, &input.subject_id, None).await?;
        Ok(Some(RemoveReactionPayload { subject, user_errors }))
    }
}

async fn run(
    ctx: &Context<'_>,
    subject_id: &ID,
    kind: Option<ReactionKind>,
) -> Result<(Option<Reactable>, Vec<UserError>)> {
    let subject_id = match parse_any(subject_id) {
        Some((Kind::Post, id)) => SubjectId::Post(id),
        Some((Kind::Comment, id)) => SubjectId::Comment(id),
        _ => {
            let given: String = subject_id.chars().take(48).collect();
            let message = format!("{given:?} is not the id of a post or a comment.");
            return Err(coded(code::BAD_USER_INPUT, message));
        }
    };
    let result = reaction::react(ctx.domain(), &ctx.person()?, subject_id, kind.map(Into::into)).await;
    let (subject, user_errors) = settle(ctx, result)?;
    let subject = subject.map(|subject| match subject {
        Subject::Post(post) => Reactable::Post((*post).into()),
        Subject::Comment(comment) => Reactable::Comment(Comment::new(*comment, &ctx.viewer())),
    });
    Ok((subject, user_errors))
}
