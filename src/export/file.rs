//! A post as the text of a file.

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use sea_orm::ActiveEnum;
use serde::Serialize;

use crate::entity::authored::Author;
use crate::entity::post::export::Exported;
use crate::entity::post::{CommentPolicy, Status, Visibility};
use crate::import::settings::TABLE;

/// The keys as an import reads them. What goes without saying is left out.
#[derive(Serialize)]
struct FrontMatter<'a> {
    title: &'a str,
    slug: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    draft: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'a [String],
    #[serde(flatten)]
    settings: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// What is told of a post elsewhere.
#[derive(Clone, Default)]
pub(super) struct Beside {
    /// Their names, those who came first first.
    pub co_authors: Vec<String>,
    pub tags: Vec<String>,
    /// The oldest first.
    pub former_slugs: Vec<String>,
}

/// What a post's file is called, and what stands in it.
pub(super) fn file(exported: &Exported, beside: &Beside) -> Written {
    let post = &exported.post.row;
    let author = match &exported.post.author {
        Author::Read(Some(author)) => Some(author.display_name.as_str()),
        Author::Read(None) | Author::Unread => None,
    };
    let co_authors = beside.co_authors.iter().map(String::as_str);
    let settings = settings(exported);
    let front_matter = FrontMatter {
        title: &post.title,
        slug: &post.slug,
        date: post.published_at.map(|date| date.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        draft: matches!(post.status, Status::Draft | Status::Scheduled),
        authors: author.into_iter().chain(co_authors).collect(),
        tags: &beside.tags,
        description: exported.excerpt_is_written.then_some(&post.excerpt),
        aliases: &beside.former_slugs,
        settings: if settings.is_empty() { BTreeMap::new() } else { BTreeMap::from([(TABLE, settings)]) },
    };
    let body = post.body_markdown.as_deref().unwrap_or_default();
    Written {
        name: format!("{}.md", post.slug),
        text: serde_norway::to_string(&front_matter).map(|keys| format!("---\n{keys}---\n\n{body}")),
    }
}

/// A file to be written.
pub(super) struct Written {
    /// Its name; a slug is ASCII and no longer than names of files may be.
    pub name: String,
    pub text: Result<String, serde_norway::Error>,
}

/// What other servers have no word for.
fn settings(exported: &Exported) -> BTreeMap<&'static str, String> {
    let post = &exported.post.row;
    let optional = [
        ("subtitle", post.subtitle.clone()),
        ("visibility", (post.visibility != Visibility::default()).then(|| post.visibility.to_value())),
        (
            "comments",
            (post.comment_policy != CommentPolicy::default()).then(|| post.comment_policy.to_value()),
        ),
        ("status", (post.status == Status::Archived).then(|| post.status.to_value())),
        ("canonical_url", post.canonical_url.clone()),
        ("language", post.language.clone()),
        ("content_warning", post.content_warning.clone()),
    ];
    let is_name = |key: &str| matches!(key, "visibility" | "comments" | "status");
    let told = |(key, value): (&'static str, Option<String>)| {
        value.map(|value| (key, if is_name(key) { value.to_lowercase() } else { value }))
    };
    optional.into_iter().filter_map(told).collect()
}
