//! Writing a new post.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use serde::Serialize;
use uuid::Uuid;

use super::counting::{Counted, counts, recount};
use super::fields::{self, MAX_BODY};
use super::tagging::TagName;
use super::{revision, slug, tagging};
use crate::domain::Domain;
use crate::domain::error::{Error, Result};
use crate::domain::event::{self, EventKind};
use crate::domain::idempotency::{self, Request};
use crate::domain::input::Input;
use crate::domain::text::Rendered;
use crate::domain::{policy, rendering, series};
use crate::entity::post::{self, CommentPolicy, PostRow, Status, Visibility};
use crate::viewer::{SignedIn, Viewer};

/// What somebody gives to write a post.
#[derive(Clone, Debug, Serialize)]
pub struct NewPost {
    pub title: String,
    pub body_markdown: String,
    pub subtitle: Option<String>,
    pub excerpt: Option<String>,
    pub slug: Option<String>,
    pub tags: Vec<String>,
    /// At the end of which series of one's own it is to stand.
    pub series_id: Option<Uuid>,
    pub language: Option<String>,
    pub canonical_url: Option<String>,
    pub visibility: Visibility,
    pub comment_policy: CommentPolicy,
    pub content_warning: Option<String>,
    pub publish: bool,
    /// Says of a post that is sent again that it is the same one.
    #[serde(skip)]
    pub idempotency_key: Option<String>,
}

impl Default for NewPost {
    fn default() -> Self {
        Self {
            title: String::new(),
            body_markdown: String::new(),
            subtitle: None,
            excerpt: None,
            slug: None,
            tags: Vec::new(),
            series_id: None,
            language: None,
            canonical_url: None,
            visibility: Visibility::Public,
            comment_policy: CommentPolicy::Everyone,
            content_warning: None,
            publish: false,
            idempotency_key: None,
        }
    }
}

/// A post that may be written: every part of it was read and found right.
pub(super) struct ReadPost {
    pub title: String,
    subtitle: Option<String>,
    pub body_markdown: String,
    pub excerpt: Option<String>,
    slug: Option<String>,
    pub tags: Vec<TagName>,
    language: Option<String>,
    canonical_url: Option<String>,
    content_warning: Option<String>,
}

impl NewPost {
    fn read(&self) -> Result<ReadPost> {
        let mut input = Input::default();
        let read = ReadPost {
            title: fields::title(&mut input, &self.title),
            subtitle: fields::subtitle(&mut input, self.subtitle.as_deref()),
            body_markdown: fields::body(&mut input, &self.body_markdown),
            excerpt: fields::excerpt(&mut input, self.excerpt.as_deref()),
            slug: fields::slug(&mut input, self.slug.as_deref()),
            tags: fields::tags(&mut input, &self.tags),
            language: fields::language(&mut input, self.language.as_deref()),
            canonical_url: fields::canonical_url(&mut input, self.canonical_url.as_deref()),
            content_warning: fields::content_warning(&mut input, self.content_warning.as_deref()),
        };
        if self.publish {
            fields::require_title(&mut input, &read.title);
        }
        input.finish()?;
        Ok(read)
    }
}

/// A post that was read and rendered, ready to be written in a transaction, which keeps nobody waiting then.
pub(crate) struct Prepared {
    pub(super) read: ReadPost,
    pub(super) rendered: Rendered,
    pub(super) publish: bool,
    is_archived: bool,
    pub(super) visibility: Visibility,
    pub(super) comment_policy: CommentPolicy,
}

impl Prepared {
    pub(crate) async fn of(new: &NewPost) -> Result<Self> {
        let read = new.read()?;
        let rendered = rendering::process(&read.body_markdown, "body_markdown", MAX_BODY).await?;
        let NewPost { visibility, comment_policy, publish, .. } = *new;
        Ok(Self { read, rendered, publish, is_archived: false, visibility, comment_policy })
    }

    /// Has what would be published written as archived since.
    pub(crate) fn set_archived(&mut self) {
        self.is_archived = true;
    }

    /// What it is once it is written.
    pub(super) fn status(&self) -> Status {
        match (self.publish, self.is_archived) {
            (true, true) => Status::Archived,
            (true, false) => Status::Published,
            (false, _) => Status::Draft,
        }
    }

    /// Has it written under another slug, or under one that is made of its title.
    pub(crate) fn set_slug(&mut self, slug: Option<&str>) -> Result<()> {
        let mut input = Input::default();
        self.read.slug = fields::slug(&mut input, slug);
        input.finish()
    }
}

/// Writes a post, and publishes it where that is asked for.
pub async fn create_post(domain: &Domain, person: &SignedIn, new: NewPost) -> Result<PostRow> {
    if !policy::can_write(&Viewer::SignedIn(*person)) {
        return Err(Error::Forbidden("Only authors write posts."));
    }
    let request = Request::of(new.idempotency_key.as_deref(), &("createPost", &new))?;
    let prepared = Prepared::of(&new).await?;
    let (id, now) = (domain.clock.new_id(), domain.clock.now());
    let transaction = domain.database.begin().await?;
    if let Some(request) = request
        && let Some(made) = request.claim(&transaction, person.user_id, id, now).await?
    {
        let found = post::find::by_ids(&transaction, &[made], &Viewer::SignedIn(*person), now).await?;
        return found.into_iter().next().ok_or_else(|| idempotency::gone("post").into());
    }
    if new.series_id.is_some() {
        // Before the counters, as where a post is changed.
        series::hold(&transaction, person).await?;
    }
    let post = insert(domain, &transaction, person.user_id, &prepared, id, now).await?;
    if new.series_id.is_some() {
        series::put_last(&transaction, person, &post, new.series_id).await?;
    }
    if post.status == Status::Published {
        event::of_post(&transaction, EventKind::PostPublished, post.id, now).await?;
    }
    transaction.commit().await?;
    domain.announce();
    Ok(post)
}

/// Writes a post as of a time, for imports too.
pub(crate) async fn insert(
    domain: &Domain,
    transaction: &impl ConnectionTrait,
    author_id: Uuid,
    prepared: &Prepared,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<PostRow> {
    let read = &prepared.read;
    let slug = slug::take(transaction, read.slug.as_deref(), &read.title, id, now).await?;
    let row = active_model(prepared, slug, author_id, id, now);
    let post = PostRow::from(row.insert(transaction).await?);
    let (_, tags) = tagging::set(domain, transaction, id, &read.tags, true).await?;
    if post.status != Status::Draft {
        revision::first_published(domain, transaction, id, Some(author_id), now).await?;
    }
    let nowhere = Counted { counts: false, tags: &[] };
    recount(transaction, Some(author_id), nowhere, Counted { counts: counts(&post), tags: &tags }).await?;
    Ok(post)
}

fn active_model(
    prepared: &Prepared,
    slug: String,
    author_id: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> post::ActiveModel {
    let Prepared { read, rendered, publish, visibility, comment_policy, .. } = prepared;
    post::ActiveModel {
        id: Set(id),
        author_id: Set(Some(author_id)),
        slug: Set(slug),
        title: Set(read.title.clone()),
        subtitle: Set(read.subtitle.clone()),
        body_markdown: Set(read.body_markdown.clone()),
        body_html: Set(rendered.html.clone()),
        excerpt_is_written: Set(read.excerpt.is_some()),
        excerpt: Set(read.excerpt.as_ref().unwrap_or(&rendered.excerpt).clone()),
        canonical_url: Set(read.canonical_url.clone()),
        language: Set(read.language.clone()),
        content_warning: Set(read.content_warning.clone()),
        word_count: Set(rendered.word_count),
        reading_time_minutes: Set(rendered.reading_time_minutes),
        status: Set(prepared.status()),
        visibility: Set(*visibility),
        comment_policy: Set(*comment_policy),
        created_at: Set(now),
        updated_at: Set(now),
        published_at: Set(publish.then_some(now)),
        ..Default::default()
    }
}
