//! Text saved beside the live one, as often as an editor likes: it makes no revision, no event and no new version. It
//! goes live when the post is published, also while it is already.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::fields::{self, MAX_BODY};
use super::find_editable;
use super::tagging::{self, TagName};
use crate::domain::Domain;
use crate::domain::error::{Fault, Problem, ProblemCode, Result};
use crate::domain::input::Input;
use crate::domain::rendering;
use crate::domain::text::{self, Rendered};
use crate::entity::post::{self, PostRow};
use crate::entity::post_draft::{self, Model as Draft, find};
use crate::viewer::SignedIn;

/// What an editor saves. `None`: unchanged; `Some(None)`: cleared.
#[derive(Clone, Debug, Default)]
pub struct DraftChange {
    /// When the draft that is there was saved, as far as the editor knows.
    pub expected_saved_at: Option<DateTime<Utc>>,
    pub title: Option<String>,
    pub subtitle: Option<Option<String>>,
    pub excerpt: Option<Option<String>>,
    pub body_markdown: Option<String>,
    pub tags: Option<Vec<String>>,
}

/// Saves text beside the live one of a post of which one is an author: over the draft that is there, or else over the live text. Where all is
/// as it was, nothing is saved.
pub async fn save_draft(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    change: DraftChange,
) -> Result<PostRow> {
    let mut input = Input::default();
    let title = change.title.as_ref().map(|title| fields::title(&mut input, title));
    let subtitle = change.subtitle.map(|subtitle| fields::subtitle(&mut input, subtitle.as_deref()));
    let body = change.body_markdown.as_ref().map(|body| fields::body(&mut input, body));
    let excerpt = change.excerpt.map(|excerpt| fields::excerpt(&mut input, excerpt.as_deref()));
    let tags = change.tags.as_ref().map(|tags| fields::tags(&mut input, tags));
    input.finish()?;
    let body = match body {
        Some(body) => {
            let rendered = rendering::process(&body, "body_markdown", MAX_BODY).await?;
            Some((body, rendered))
        }
        None => None,
    };

    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let post = find_editable(domain, &transaction, person, post_id).await?;
    let staged = find::of_post(&transaction, post_id).await?;
    expect(staged.as_ref(), person, change.expected_saved_at)?;
    let before = match staged {
        Some(staged) => staged,
        None => live(&transaction, &post).await?,
    };
    let mut draft = before.clone();
    if let Some(title) = title {
        draft.title = title;
    }
    if let Some(subtitle) = subtitle {
        draft.subtitle = subtitle;
    }
    if let Some(tags) = tags {
        draft.tags = tagging::to_json(tags.iter().map(TagName::name))?;
    }
    set_text(&mut draft, body, excerpt);
    if draft == before {
        return Ok(post);
    }
    draft.saved_at = now;
    draft.saved_by = Some(person.user_id);
    save(&transaction, draft).await?;
    transaction.commit().await?;
    Ok(post)
}

/// Drops what is saved beside the live text; where there is nothing, nothing changes.
pub async fn discard_draft(domain: &Domain, person: &SignedIn, post_id: Uuid) -> Result<PostRow> {
    let transaction = domain.database.begin().await?;
    let post = find_editable(domain, &transaction, person, post_id).await?;
    drop_draft(&transaction, post_id).await?;
    transaction.commit().await?;
    Ok(post)
}

/// Two editors have one draft: who would save over what the other wrote says that they know it.
fn expect(staged: Option<&Draft>, person: &SignedIn, expected: Option<DateTime<Utc>>) -> Result<()> {
    // As clients hold it.
    let time = DateTime::<Utc>::to_rfc3339;
    let problem = match (staged, expected) {
        (None, None) => return Ok(()),
        (Some(staged), Some(expected)) if staged.saved_at == expected => return Ok(()),
        (Some(staged), None) if staged.saved_by == Some(person.user_id) => return Ok(()),
        (Some(staged), Some(expected)) => {
            let message = format!(
                "The draft was saved meanwhile: one of {} was expected, it is of {}.",
                time(&expected),
                time(&staged.saved_at)
            );
            Problem::new(ProblemCode::StaleVersion, message).at("expected_saved_at")
        }
        (None, Some(expected)) => {
            let message =
                format!("There is no draft of {} any more: it was published or discarded.", time(&expected));
            Problem::new(ProblemCode::StaleVersion, message).at("expected_saved_at")
        }
        (Some(staged), None) => {
            let message = format!(
                "Somebody else saved a draft of this post, at {}; read it, and give its savedAt as expectedSavedAt to save over it.",
                time(&staged.saved_at)
            );
            Problem::new(ProblemCode::Conflict, message).at("expected_saved_at")
        }
    };
    Err(problem.into())
}

/// The live text as a draft.
async fn live(transaction: &impl ConnectionTrait, post: &PostRow) -> Result<Draft> {
    let Some(row) = post::Entity::find_by_id(post.id).one(transaction).await? else {
        return Err(Problem::not_found("post").at("post_id").into());
    };
    Ok(Draft {
        post_id: row.id,
        saved_by: None,
        saved_at: row.updated_at,
        title: row.title,
        subtitle: row.subtitle,
        excerpt: row.excerpt,
        excerpt_is_written: row.excerpt_is_written,
        tags: tagging::to_json(tagging::names_of(transaction, row.id).await?)?,
        word_count: row.word_count,
        reading_time_minutes: row.reading_time_minutes,
        body_markdown: row.body_markdown,
        body_html: row.body_html,
    })
}

/// Sets the text with all that is made of it; an excerpt that nobody wrote follows the text.
fn set_text(draft: &mut Draft, body: Option<(String, Rendered)>, excerpt: Option<Option<String>>) {
    if let Some(excerpt) = &excerpt {
        draft.excerpt_is_written = excerpt.is_some();
    }
    let made = body.as_ref().map(|(_, rendered)| rendered.excerpt.clone());
    if let Some((body, rendered)) = body {
        draft.body_markdown = body;
        draft.body_html = rendered.html;
        draft.word_count = rendered.word_count;
        draft.reading_time_minutes = rendered.reading_time_minutes;
    }
    match (excerpt, made) {
        (Some(Some(written)), _) => draft.excerpt = written,
        (_, Some(made)) if !draft.excerpt_is_written => draft.excerpt = made,
        (Some(None), None) => draft.excerpt = text::excerpt_of_html(&draft.body_html),
        _ => {}
    }
}

async fn save(transaction: &impl ConnectionTrait, draft: Draft) -> Result<()> {
    let row = draft.into_active_model().reset_all();
    let update = sea_orm::sea_query::OnConflict::column(post_draft::Column::PostId)
        .update_columns(<post_draft::Column as sea_orm::Iterable>::iter())
        .to_owned();
    post_draft::Entity::insert(row).on_conflict(update).exec_without_returning(transaction).await?;
    Ok(())
}

async fn drop_draft(transaction: &impl ConnectionTrait, post_id: Uuid) -> Result<()> {
    post_draft::Entity::delete_by_id(post_id).exec(transaction).await?;
    Ok(())
}

/// What is saved beside a post, about to go live.
pub(super) struct Staged(Draft);

/// The tags that a post had, and those that it has.
pub(super) type TagsChange = (Vec<Uuid>, Vec<Uuid>);

impl Staged {
    /// Of a post that is locked.
    pub(super) async fn of(transaction: &impl ConnectionTrait, post_id: Uuid) -> Result<Option<Self>> {
        Ok(find::of_post(transaction, post_id).await?.map(Self))
    }

    pub(super) fn title(&self) -> &str {
        &self.0.title
    }

    /// Refuses to put it over what was said in the live text since it was saved.
    pub(super) fn follows(&self, post: &PostRow) -> Result<()> {
        if post.edited_at.is_none_or(|at| at <= self.0.saved_at) {
            return Ok(());
        }
        let message = "The live text was changed after this draft was saved; save the draft again to put it in its place, \
                       or discard it.";
        Err(Problem::new(ProblemCode::Conflict, message).at("post_id").into())
    }

    /// Makes it the live text: sets the row's columns and the post's tags. It is no longer beside the post then. Nothing of
    /// the row is set where the live text is the same; the tags are as they were and as they are.
    pub(super) async fn go_live(
        self,
        domain: &Domain,
        transaction: &impl ConnectionTrait,
        before: &PostRow,
        row: &mut post::ActiveModel,
        now: DateTime<Utc>,
    ) -> Result<TagsChange> {
        let draft = self.0;
        let names: Vec<String> =
            serde_json::from_str(&draft.tags).map_err(|error| Fault::Other(error.to_string()))?;
        let was = live(transaction, before).await?;
        // They were found right when the draft was saved.
        let tags = fields::tags(&mut Input::default(), &names);
        let tags = tagging::set(domain, transaction, before.id, &tags, false).await?;
        drop_draft(transaction, before.id).await?;
        let is_same =
            Draft { saved_by: was.saved_by, saved_at: was.saved_at, tags: was.tags.clone(), ..draft.clone() }
                == was;
        if is_same {
            return Ok(tags);
        }
        row.title = Set(draft.title);
        row.subtitle = Set(draft.subtitle);
        row.excerpt = Set(draft.excerpt);
        row.excerpt_is_written = Set(draft.excerpt_is_written);
        row.word_count = Set(draft.word_count);
        row.reading_time_minutes = Set(draft.reading_time_minutes);
        row.body_markdown = Set(draft.body_markdown);
        row.body_html = Set(draft.body_html);
        if before.published_at.is_some() {
            row.edited_at = Set(Some(now));
        }
        Ok(tags)
    }
}
