//! Changing a post.

use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::{fields, find_standing, slug, tagging};
use crate::domain::Domain;
use crate::domain::error::{Problem, ProblemCode, Result};
use crate::domain::input::Input;
use crate::domain::text;
use crate::entity::post::{self, CommentPolicy, PostRow, Status, Visibility};
use crate::viewer::SignedIn;

/// A change of a post. `None`: unchanged; `Some(None)`: cleared.
#[derive(Clone, Debug, Default)]
pub struct PostChange {
    /// When given and no longer current, nothing is saved.
    pub expected_version: Option<i32>,
    pub title: Option<String>,
    pub body_markdown: Option<String>,
    pub subtitle: Option<Option<String>>,
    pub excerpt: Option<Option<String>>,
    pub slug: Option<Option<String>>,
    pub tags: Option<Vec<String>>,
    pub language: Option<Option<String>>,
    pub canonical_url: Option<Option<String>>,
    pub visibility: Option<Visibility>,
    pub comment_policy: Option<CommentPolicy>,
    pub content_warning: Option<Option<String>>,
}

/// Changes one's own post.
pub async fn update_post(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    change: PostChange,
) -> Result<PostRow> {
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let before = find_standing(domain, &transaction, person, post_id).await?;
    if let Some(expected) = change.expected_version.filter(|expected| *expected != before.version) {
        let message = format!(
            "The post was changed meanwhile: version {expected} was expected, it is {}.",
            before.version
        );
        return Err(Problem::new(ProblemCode::StaleVersion, message).at("expected_version").into());
    }
    let mut input = Input::default();
    let mut row = post::ActiveModel { id: Set(post_id), ..Default::default() };
    let title = change.title.map(|title| fields::title(&mut input, &title));
    if before.status != Status::Draft {
        fields::require_title(&mut input, title.as_deref().unwrap_or(&before.title));
    }
    if let Some(subtitle) = change.subtitle {
        row.subtitle = Set(fields::subtitle(&mut input, subtitle.as_deref()));
    }
    let body = change.body_markdown.map(|body| fields::body(&mut input, &body));
    let excerpt = change.excerpt.map(|excerpt| fields::excerpt(&mut input, excerpt.as_deref()));
    let new_slug = change.slug.map(|slug| fields::slug(&mut input, slug.as_deref()));
    let tags = change.tags.map(|tags| fields::tags(&mut input, &tags));
    if let Some(language) = change.language {
        row.language = Set(fields::language(&mut input, language.as_deref()));
    }
    if let Some(url) = change.canonical_url {
        row.canonical_url = Set(fields::canonical_url(&mut input, url.as_deref()));
    }
    if let Some(warning) = change.content_warning {
        row.content_warning = Set(fields::content_warning(&mut input, warning.as_deref()));
    }
    input.finish()?;

    let changes_text = title.is_some() || body.is_some() || excerpt.is_some() || row.subtitle.is_set();
    let title = title.unwrap_or_else(|| before.title.clone());
    if let Some(slug) = new_slug {
        row.slug = Set(slug::take(&transaction, slug.as_deref(), &title, post_id, now).await?);
    }
    row.title = Set(title);
    set_text(&transaction, &mut row, post_id, body, excerpt).await?;
    if let Some(visibility) = change.visibility {
        row.visibility = Set(visibility);
    }
    if let Some(policy) = change.comment_policy {
        row.comment_policy = Set(policy);
    }
    row.version = Set(before.version + 1);
    row.updated_at = Set(now);
    if changes_text && before.published_at.is_some() {
        row.edited_at = Set(Some(now));
    }
    let after = PostRow::from(row.update(&transaction).await?);
    let (tags_before, tags_after) = match tags {
        Some(tags) => tagging::set(domain, &transaction, post_id, &tags, false).await?,
        // Who carries which tag matters only where it counts and that changes.
        None if counts(&before) != counts(&after) => {
            let tags = tagging::ids_of(&transaction, post_id).await?;
            (tags.clone(), tags)
        }
        None => (Vec::new(), Vec::new()),
    };
    let was = Counted { counts: counts(&before), tags: &tags_before };
    recount(&transaction, after.author_id, was, Counted { counts: counts(&after), tags: &tags_after })
        .await?;
    transaction.commit().await?;
    Ok(after)
}

/// Sets the text with all that is made of it; an excerpt that nobody wrote follows the text.
async fn set_text(
    transaction: &impl sea_orm::ConnectionTrait,
    row: &mut post::ActiveModel,
    post_id: Uuid,
    body: Option<String>,
    excerpt: Option<Option<String>>,
) -> Result<()> {
    if body.is_none() && excerpt.is_none() {
        return Ok(());
    }
    let is_written = match &excerpt {
        Some(excerpt) => excerpt.is_some(),
        None => excerpt_is_written(transaction, post_id).await?,
    };
    row.excerpt_is_written = Set(is_written);
    let is_new = body.is_some();
    let body = match body {
        Some(body) => body,
        None if is_written => String::new(),
        None => body_of(transaction, post_id).await?,
    };
    if is_new || !is_written {
        let rendered = text::process(&body);
        if !is_written {
            row.excerpt = Set(rendered.excerpt);
        }
        if is_new {
            row.body_markdown = Set(body);
            row.body_html = Set(rendered.html);
            row.word_count = Set(rendered.word_count);
            row.reading_time_minutes = Set(rendered.reading_time_minutes);
        }
    }
    if let Some(Some(excerpt)) = excerpt {
        row.excerpt = Set(excerpt);
    }
    Ok(())
}

async fn excerpt_is_written(connection: &impl sea_orm::ConnectionTrait, post_id: Uuid) -> Result<bool> {
    use sea_orm::{EntityTrait, QuerySelect};
    let query = post::Entity::find_by_id(post_id).select_only().column(post::Column::ExcerptIsWritten);
    Ok(query.into_tuple::<bool>().one(connection).await?.unwrap_or_default())
}

async fn body_of(connection: &impl sea_orm::ConnectionTrait, post_id: Uuid) -> Result<String> {
    let texts = post::find::texts(connection, &[post_id]).await?;
    Ok(texts.into_iter().next().map(|(_, text)| text.body_markdown).unwrap_or_default())
}
