//! Bringing a former text of a post back.

use uuid::Uuid;

use super::revision::Cause;
use super::update::{PostChange, change_post};
use crate::domain::Domain;
use crate::domain::error::{Error, Fault, Problem, Result};
use crate::entity::post::PostRow;
use crate::entity::post_revision::find;
use crate::viewer::{SignedIn, Viewer};

/// Gives a post of which one is an author the title, the subtitle, the excerpt, the text and the tags of a revision. What they were before is
/// among the revisions then.
pub async fn restore_revision(domain: &Domain, person: &SignedIn, revision_id: Uuid) -> Result<PostRow> {
    let viewer = Viewer::SignedIn(*person);
    let now = domain.clock.now();
    let found = find::by_ids(domain.database.reader(), &[revision_id], &viewer, now).await?;
    let Some(revision) = found.into_iter().next() else {
        return Err(Problem::not_found("revision").at("revision_id").into());
    };
    let tags = serde_json::from_str(&revision.tags).map_err(|error| Fault::Other(error.to_string()))?;
    let change = PostChange {
        title: Some(revision.title),
        subtitle: Some(revision.subtitle),
        excerpt: Some(revision.excerpt_is_written.then_some(revision.excerpt)),
        body_markdown: Some(revision.body_markdown),
        tags: Some(tags),
        ..PostChange::default()
    };
    change_post(domain, person, revision.post_id, change, Cause::Restoration).await.map_err(at_the_revision)
}

/// What is wrong is the revision, not a field that the person filled in.
fn at_the_revision(error: Error) -> Error {
    match error {
        Error::Problems(problems) => Error::Problems(
            problems.into_iter().map(|problem| Problem { field: Some("revision_id"), ..problem }).collect(),
        ),
        error => error,
    }
}
