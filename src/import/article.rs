//! One document as one post, in one transaction.

use std::collections::HashSet;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::document::Document;
use super::ledger::{self, Mark};
use super::write::Import;
use super::{co_authors, people, repeat};
use crate::clock::id_at;
use crate::domain::error::{Error, Problem, ProblemCode, Result};
use crate::domain::post::{self, MAX_CO_AUTHORS, MAX_TAGS, NewPost, Prepared, tag_slug, take_former_slug};
use crate::domain::text::normalise_newlines;
use crate::entity::post::PostRow;

/// What was done about a document.
pub(super) enum Fate {
    Imported,
    Updated,
    Unchanged,
    Skipped(String),
}

/// What was done about a document, and what there is to say of it.
pub(super) struct Written {
    pub fate: Fate,
    pub remarks: Vec<String>,
    pub people_made: usize,
}

impl Written {
    pub(super) fn nothing(fate: Fate) -> Self {
        Self { fate, remarks: Vec::new(), people_made: 0 }
    }
}

/// A document as the domain takes it.
pub(super) struct Article {
    pub new: NewPost,
    /// To the microsecond, as the database keeps it.
    pub published_at: Option<DateTime<Utc>>,
    pub remarks: Vec<String>,
    /// Made before the transaction where the document seems to be new or changed.
    prepared: Option<Result<Prepared>>,
}

impl Article {
    /// What is written; whether it can be is said here, after all that speaks against writing it at all.
    pub(super) async fn prepared(&mut self) -> Result<Prepared> {
        match self.prepared.take() {
            Some(prepared) => prepared,
            None => Prepared::of(&self.new).await,
        }
    }
}

/// Writes a document: a new post, a change of the one it became before, or nothing.
pub(super) async fn write_article(import: &mut Import<'_>, document: Document) -> Result<Written> {
    let domain = import.domain;
    let unreadable = "The path is not written in Unicode, so the file could not be recognised again.";
    let mark = Mark::of(&document).ok_or_else(|| Problem::new(ProblemCode::Invalid, unreadable))?;
    let mut article = article(&document, domain.clock.now());
    // Rendered before the transaction begins, which would keep other writers waiting for it.
    if ledger::by_content(domain.database.reader(), &mark).await?.is_none() {
        article.prepared = Some(Prepared::of(&article.new).await);
    }
    let transaction = domain.database.begin().await?;
    let written = match ledger::by_source(&transaction, &mark).await? {
        Some(entry) => repeat::again(import, &transaction, document, article, mark, entry).await?,
        None => match ledger::by_content(&transaction, &mark).await? {
            Some(entry) => repeat::moved(&transaction, mark, entry).await?,
            None => first(import, &transaction, document, article, mark).await?,
        },
    };
    transaction.commit().await?;
    Ok(written)
}

async fn first(
    import: &mut Import<'_>,
    transaction: &DatabaseTransaction,
    document: Document,
    mut article: Article,
    mark: Mark,
) -> Result<Written> {
    let (domain, now) = (import.domain, import.domain.clock.now());
    let (author_id, made_person) =
        people::author(domain, transaction, &import.owner, &document.authors).await?;
    let time = article.published_at.filter(|_| article.new.publish).unwrap_or(now);
    // Of the same time as the post, so that it sorts among the others where it belongs.
    let id = id_at(time, &mut import.random);
    let post = insert(import, transaction, &document, &mut article, author_id, (id, time)).await?;
    let co_authors_made =
        co_authors::put(import, transaction, (id, author_id), &document.authors, now).await?;
    take_slugs(import, transaction, &document.former_slugs, id, &mut article.remarks).await?;
    ledger::note(transaction, mark, id, now).await?;
    if post.slug != document.slug {
        article.remarks.push(format!("its slug {:?} is taken; it became {:?}", document.slug, post.slug));
    }
    Ok(Written {
        fate: Fate::Imported,
        remarks: article.remarks,
        people_made: usize::from(made_person) + co_authors_made,
    })
}

/// Under the document's slug, else under that with its date, else under one that the domain makes of the title.
async fn insert(
    import: &Import<'_>,
    transaction: &impl ConnectionTrait,
    document: &Document,
    article: &mut Article,
    author_id: Uuid,
    (id, time): (Uuid, DateTime<Utc>),
) -> Result<PostRow> {
    let mut prepared = article.prepared().await?;
    if document.settings.is_archived {
        prepared.set_archived();
    }
    for slug in [Some(document.slug.clone()), document.dated_slug()].into_iter().flatten() {
        prepared.set_slug(Some(&slug))?;
        match post::insert(import.domain, transaction, author_id, &prepared, id, time).await {
            Err(Error::Problems(problems))
                if problems.iter().all(|problem| problem.code == ProblemCode::Taken) => {}
            result => return result,
        }
    }
    prepared.set_slug(None)?;
    post::insert(import.domain, transaction, author_id, &prepared, id, time).await
}

/// Has old addresses lead to the post. One that leads elsewhere already, or is another file's own, is worth a remark.
pub(super) async fn take_slugs(
    import: &Import<'_>,
    transaction: &impl ConnectionTrait,
    slugs: &[String],
    post_id: Uuid,
    remarks: &mut Vec<String>,
) -> Result<()> {
    let now = import.domain.clock.now();
    for slug in slugs {
        if import.slugs.contains(slug) || !take_former_slug(transaction, slug, post_id, now).await? {
            remarks.push(format!("its former slug {slug:?} is another post's"));
        }
    }
    Ok(())
}

/// What a document says in the domain's words, and what of it is left out.
pub(super) fn article(document: &Document, now: DateTime<Utc>) -> Article {
    let mut remarks = Vec::new();
    let published_at = document.published_at.map(|date| date.trunc_subsecs(6));
    let is_early = published_at.is_some_and(|date| date > now) && !document.draft;
    if is_early {
        remarks.push("is dated in the future, so it counts as a draft".to_owned());
    } else if published_at.is_none() {
        remarks.push("has no date, so it counts as a draft".to_owned());
    }
    let others = co_authors::co_authors(&document.authors).get(MAX_CO_AUTHORS..).unwrap_or_default();
    if !others.is_empty() {
        remarks
            .push(format!("left out all co-authors but the first {MAX_CO_AUTHORS}: {}", others.join(", ")));
    }
    let (tags, others) = split_tags(&document.tags);
    if !others.is_empty() {
        remarks.push(format!("left out all tags but the first {MAX_TAGS}: {}", others.join(", ")));
    }
    let settings = &document.settings;
    let new = NewPost {
        title: document.title.clone(),
        body_markdown: normalise_newlines(&document.body_markdown).into_owned(),
        excerpt: document.description.clone(),
        tags,
        publish: !document.draft && !is_early,
        subtitle: settings.subtitle.clone(),
        visibility: settings.visibility,
        comment_policy: settings.comment_policy,
        canonical_url: settings.canonical_url.clone(),
        language: settings.language.clone(),
        content_warning: settings.content_warning.clone(),
        ..NewPost::default()
    };
    Article { new, published_at, remarks, prepared: None }
}

/// The tags that a post takes, and those that are too many; one that is written twice counts once.
fn split_tags(tags: &[String]) -> (Vec<String>, Vec<String>) {
    let mut seen = HashSet::new();
    let mut unique: Vec<String> = tags.iter().filter(|tag| seen.insert(tag_slug(tag))).cloned().collect();
    let others = unique.split_off(unique.len().min(MAX_TAGS));
    (unique, others)
}
