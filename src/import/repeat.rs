//! A file that became a post before.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;

use super::article::{Article, Fate, Written, take_slugs};
use super::document::Document;
use super::ledger::{self, Mark};
use super::people;
use super::write::Import;
use crate::domain::error::{Problem, ProblemCode, Result};
use crate::domain::post::{change_imported, find_for_import, take_former_slug};
use crate::entity::import::Model as Entry;
use crate::entity::post::{Model as Post, Status};

/// Brings the post to what the file says now, unless the server's side has the last word.
pub(super) async fn again(
    import: &Import<'_>,
    transaction: &impl ConnectionTrait,
    document: Document,
    mut article: Article,
    mark: Mark,
    entry: Entry,
) -> Result<Written> {
    let post = match standing(transaction, &entry).await? {
        Ok(post) => post,
        Err(written) => return Ok(written),
    };
    if entry.content_hash == mark.content_hash {
        return Ok(Written::nothing(Fate::Unchanged));
    }
    // Imports leave the time of the change at the time of the import, or before; everything else moves it on.
    if post.updated_at > entry.imported_at {
        return Ok(Written::nothing(Fate::Skipped("was changed here since".to_owned())));
    }
    if !is_same_article(&post, &document) {
        let message =
            format!("Another article, {:?}, came in from a file of this path; rename this one.", post.title);
        return Err(Problem::new(ProblemCode::Invalid, message).into());
    }
    let (domain, now) = (import.domain, import.domain.clock.now());
    if people::find_author(transaction, &import.owner, &document.authors).await? != post.author_id {
        article.remarks.push("names another author than the post has; the post keeps its own".to_owned());
    }
    if !article.new.publish && matches!(post.status, Status::Published | Status::Archived) {
        article.remarks.push("is a draft in the file now; the post stays published".to_owned());
    }
    let post_id = post.id;
    let published_at = article.published_at.filter(|_| article.new.publish);
    let mut prepared = article.prepared().await?;
    if document.settings.is_archived {
        prepared.set_archived();
    }
    change_imported(domain, transaction, post, &prepared, published_at).await?;
    // The post keeps its slug, and what the file calls it now leads there where that is free.
    take_former_slug(transaction, &document.slug, post_id, now).await?;
    take_slugs(import, transaction, &document.former_slugs, post_id, &mut article.remarks).await?;
    ledger::note(transaction, mark, post_id, now).await?;
    Ok(Written { fate: Fate::Updated, remarks: article.remarks, people_made: 0 })
}

/// Notes the new path of a file that became a post under another.
pub(super) async fn moved(transaction: &impl ConnectionTrait, mark: Mark, entry: Entry) -> Result<Written> {
    if let Err(written) = standing(transaction, &entry).await? {
        return Ok(written);
    }
    let remark = format!("says the same as {}, so it is that post", entry.source);
    ledger::note(transaction, mark, entry.post_id, entry.imported_at).await?;
    Ok(Written { remarks: vec![remark], ..Written::nothing(Fate::Unchanged) })
}

/// The post a file became, or what to say where it is gone.
async fn standing(
    transaction: &impl ConnectionTrait,
    entry: &Entry,
) -> Result<std::result::Result<Post, Written>> {
    let post = find_for_import(transaction, entry.post_id).await?;
    let post = post.filter(|post| post.deleted_at.is_none());
    Ok(post.ok_or_else(|| Written::nothing(Fate::Skipped("was deleted here".to_owned()))))
}

/// Whether a changed file is still the article that it was, and not one of another folder that has the same path: of
/// its title, its day of publication and half of its lines it has kept two. A draft has no day to keep.
fn is_same_article(post: &Post, document: &Document) -> bool {
    fn lines(text: &str) -> HashSet<&str> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }
    let (before, after) = (lines(&post.body_markdown), lines(&document.body_markdown));
    let day = post.published_at.map(|date| date.date_naive());
    let kept = [
        post.title == document.title,
        day.is_none() || day == document.published_at.map(|date| date.date_naive()),
        before.intersection(&after).count() * 2 >= before.len(),
    ];
    kept.into_iter().filter(|kept| *kept).count() >= 2
}
