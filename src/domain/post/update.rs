//! Changing a post.

use sea_orm::sea_query::Value;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QuerySelect,
};
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::fields::{self, MAX_BODY};
use super::revision::{Cause, History};
use super::tagging::TagName;
use super::{find_editable, slug, tagging};
use crate::domain::Domain;
use crate::domain::error::{Problem, ProblemCode, Result};
use crate::domain::event::{self, EventKind};
use crate::domain::input::Input;
use crate::domain::rendering;
use crate::domain::series;
use crate::domain::text::{self, Rendered};
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
    /// At the end of which series of its author it is to stand.
    pub series_id: Option<Option<Uuid>>,
    pub language: Option<Option<String>>,
    pub canonical_url: Option<Option<String>>,
    pub visibility: Option<Visibility>,
    pub comment_policy: Option<CommentPolicy>,
    pub content_warning: Option<Option<String>>,
}

/// A change of which every part was read.
struct ReadChange {
    title: Option<String>,
    subtitle: Option<Option<String>>,
    body: Option<String>,
    excerpt: Option<Option<String>>,
    slug: Option<Option<String>>,
    tags: Option<Vec<TagName>>,
    language: Option<Option<String>>,
    canonical_url: Option<Option<String>>,
    content_warning: Option<Option<String>>,
}

impl ReadChange {
    fn of(input: &mut Input, change: &PostChange) -> Self {
        Self {
            title: change.title.as_ref().map(|title| fields::title(input, title)),
            subtitle: change.subtitle.as_ref().map(|subtitle| fields::subtitle(input, subtitle.as_deref())),
            body: change.body_markdown.as_ref().map(|body| fields::body(input, body)),
            excerpt: change.excerpt.as_ref().map(|excerpt| fields::excerpt(input, excerpt.as_deref())),
            slug: change.slug.as_ref().map(|slug| fields::slug(input, slug.as_deref())),
            tags: change.tags.as_ref().map(|tags| fields::tags(input, tags)),
            language: change.language.as_ref().map(|language| fields::language(input, language.as_deref())),
            canonical_url: change
                .canonical_url
                .as_ref()
                .map(|url| fields::canonical_url(input, url.as_deref())),
            content_warning: change
                .content_warning
                .as_ref()
                .map(|warning| fields::content_warning(input, warning.as_deref())),
        }
    }
}

/// Changes a post of one's own, or one that one writes together with others. Where all is as it was, nothing changes, the version neither.
pub async fn update_post(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    change: PostChange,
) -> Result<PostRow> {
    change_post(domain, person, post_id, change, Cause::Edit).await
}

pub(super) async fn change_post(
    domain: &Domain,
    person: &SignedIn,
    post_id: Uuid,
    change: PostChange,
    cause: Cause,
) -> Result<PostRow> {
    let mut input = Input::default();
    let mut read = ReadChange::of(&mut input, &change);
    let body = match read.body.take() {
        Some(body) if input.is_right() => {
            let rendered = rendering::process(&body, "body_markdown", MAX_BODY).await?;
            Some((body, rendered))
        }
        _ => None,
    };
    let now = domain.clock.now();
    let transaction = domain.database.begin().await?;
    let before = find_editable(domain, &transaction, person, post_id).await?;
    expect_version(&before, change.expected_version)?;
    if before.status != Status::Draft && read.title.as_deref().unwrap_or(&before.title).is_empty() {
        input.refuse(fields::no_title("Only a draft may be without a title."));
    }
    input.finish()?;
    let history = History::open(domain, &transaction, &before, cause).await?;

    let mut row = post::ActiveModel { ..Default::default() };
    let mut edits = set(&mut row.title, &before.title, read.title);
    edits |= set(&mut row.subtitle, &before.subtitle, read.subtitle);
    edits |= set_text(&transaction, &mut row, &before, body, read.excerpt).await?;
    set(&mut row.language, &before.language, read.language);
    set(&mut row.canonical_url, &before.canonical_url, read.canonical_url);
    set(&mut row.content_warning, &before.content_warning, read.content_warning);
    set(&mut row.visibility, &before.visibility, change.visibility);
    set(&mut row.comment_policy, &before.comment_policy, change.comment_policy);
    if let Some(given) = read.slug {
        let title = row.title.try_as_ref().unwrap_or(&before.title);
        // One that is made of the title already stays: another number behind it is no change anybody asked for.
        if given.is_some() || row.title.is_set() || !slug::is_made_of(&before.slug, title) {
            let taken = slug::take(&transaction, given.as_deref(), title, post_id, now).await?;
            set(&mut row.slug, &before.slug, Some(taken));
        }
    }
    let tags = match &read.tags {
        Some(tags) => Some(tagging::set(domain, &transaction, post_id, tags, false).await?),
        None => None,
    };
    let has_moved = match change.series_id {
        Some(series_id) => series::put_last(&transaction, person, &before, series_id).await?,
        None => false,
    };
    if !row.is_changed() && !has_moved && tags.as_ref().is_none_or(|(before, after)| before == after) {
        return Ok(before);
    }
    row.id = Set(post_id);
    row.version = Set(before.version + 1);
    row.updated_at = Set(now);
    if edits && before.published_at.is_some() {
        row.edited_at = Set(Some(now));
    }
    let after = PostRow::from(row.update(&transaction).await?);
    if edits || tags.as_ref().is_some_and(|(before, after)| before != after) {
        history.edited(domain, &transaction, &after, person.user_id, now).await?;
    }
    let (tags_before, tags_after) = match tags {
        Some(tags) => tags,
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
    event::of_post(&transaction, EventKind::PostUpdated, post_id, now).await?;
    transaction.commit().await?;
    domain.announce();
    Ok(after)
}

fn expect_version(post: &PostRow, expected: Option<i32>) -> Result<()> {
    let Some(expected) = expected.filter(|expected| *expected != post.version) else { return Ok(()) };
    let message =
        format!("The post was changed meanwhile: version {expected} was expected, it is {}.", post.version);
    Err(Problem::new(ProblemCode::StaleVersion, message).at("expected_version").into())
}

/// Sets a column where the value differs from what it was; whether it does.
fn set<T: PartialEq + Into<Value>>(column: &mut ActiveValue<T>, before: &T, after: Option<T>) -> bool {
    let Some(after) = after.filter(|after| after != before) else { return false };
    *column = Set(after);
    true
}

/// Sets the text with all that is made of it; an excerpt that nobody wrote follows the text. Whether anything that is
/// read differs.
async fn set_text(
    transaction: &impl ConnectionTrait,
    row: &mut post::ActiveModel,
    before: &PostRow,
    body: Option<(String, Rendered)>,
    excerpt: Option<Option<String>>,
) -> Result<bool> {
    if body.is_none() && excerpt.is_none() {
        return Ok(false);
    }
    let (was_written, markdown, html) = texts(transaction, before.id).await?;
    let is_written = excerpt.as_ref().map_or(was_written, Option::is_some);
    set(&mut row.excerpt_is_written, &was_written, Some(is_written));
    let excerpt = match (excerpt.flatten(), &body) {
        (None, _) if is_written => None,
        (None, Some((_, rendered))) => Some(rendered.excerpt.clone()),
        (None, None) => Some(text::excerpt_of_html(&html)),
        (written, _) => written,
    };
    let mut edits = set(&mut row.excerpt, &before.excerpt, excerpt);
    if let Some((body, rendered)) = body
        && set(&mut row.body_markdown, &markdown, Some(body))
    {
        row.body_html = Set(rendered.html);
        row.word_count = Set(rendered.word_count);
        row.reading_time_minutes = Set(rendered.reading_time_minutes);
        edits = true;
    }
    Ok(edits)
}

/// Whether somebody wrote the excerpt, the Markdown and the HTML.
async fn texts(
    connection: &impl ConnectionTrait,
    post_id: Uuid,
) -> std::result::Result<(bool, String, String), DbErr> {
    let columns = [post::Column::ExcerptIsWritten, post::Column::BodyMarkdown, post::Column::BodyHtml];
    let query = post::Entity::find_by_id(post_id).select_only().columns(columns);
    Ok(query.into_tuple().one(connection).await?.unwrap_or_default())
}
