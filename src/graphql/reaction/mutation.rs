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
    /// What was reacted to, as it is now; null when there are `userErrors`, and when one may no longer read it.
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
        let subject_id = subject(&input.subject_id)?;
        let result = reaction::react(ctx.domain(), &ctx.person()?, subject_id, input.kind.into()).await;
        let (subject, user_errors) = settle(ctx, result)?;
        let subject = subject.map(|subject| reactable(ctx, subject));
        Ok(Some(ReactPayload { subject, user_errors }))
    }

    /// Takes the viewer's reaction back, also from what they may no longer read, but not from what is archived; doing it twice
    /// changes nothing.
    #[graphql(guard = "guard::signed_in")]
    async fn remove_reaction(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to take the reaction back from.")] input: RemoveReactionInput,
    ) -> Result<Option<RemoveReactionPayload>> {
        let subject_id = subject(&input.subject_id)?;
        let result = reaction::take_back(ctx.domain(), &ctx.person()?, subject_id).await;
        let (subject, user_errors) = settle(ctx, result)?;
        let subject = subject.flatten().map(|subject| reactable(ctx, subject));
        Ok(Some(RemoveReactionPayload { subject, user_errors }))
    }
}

fn subject(id: &ID) -> Result<SubjectId> {
    match parse_any(id) {
        Some((Kind::Post, id)) => Ok(SubjectId::Post(id)),
        Some((Kind::Comment, id)) => Ok(SubjectId::Comment(id)),
        _ => {
            let given: String = id.chars().take(48).collect();
            Err(coded(code::BAD_USER_INPUT, format!("{given:?} is not the id of a post or a comment.")))
        }
    }
}

fn reactable(ctx: &Context<'_>, subject: Subject) -> Reactable {
    match subject {
        Subject::Post(post) => Reactable::Post((*post).into()),
        Subject::Comment(comment) => Reactable::Comment(Comment::new(*comment, &ctx.viewer())),
    }
}
