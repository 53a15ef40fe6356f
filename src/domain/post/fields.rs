//! Reading the fields of a post, the same for a new one and for a change.

use oxilangtag::LanguageTag;

use super::tagging::TagName;
use crate::domain::error::{Problem, ProblemCode};
use crate::domain::input::{Input, invalid};
use crate::domain::text;

/// Characters of the longest text.
pub const MAX_BODY: usize = 200_000;
/// Tags on a post.
pub const MAX_TAGS: usize = 5;

const MAX_TITLE: usize = 200;
const MAX_SUBTITLE: usize = 300;
const MAX_EXCERPT: usize = 500;
const MAX_CONTENT_WARNING: usize = 500;

/// Empty only in a draft, which the caller sees to.
pub(super) fn title(input: &mut Input, title: &str) -> String {
    input.line("title", "The title", title, 0..=MAX_TITLE)
}

pub(super) fn subtitle(input: &mut Input, subtitle: Option<&str>) -> Option<String> {
    input.optional_line("subtitle", "The subtitle", subtitle, MAX_SUBTITLE)
}

pub(super) fn body(input: &mut Input, body: &str) -> String {
    input.text("body_markdown", "The text", body, 0..=MAX_BODY)
}

pub(super) fn excerpt(input: &mut Input, excerpt: Option<&str>) -> Option<String> {
    let excerpt = input.text("excerpt", "The excerpt", excerpt?, 0..=MAX_EXCERPT);
    (!text::is_blank(&excerpt)).then_some(excerpt)
}

pub(super) fn content_warning(input: &mut Input, warning: Option<&str>) -> Option<String> {
    input.optional_line("content_warning", "The content warning", warning, MAX_CONTENT_WARNING)
}

pub(super) fn canonical_url(input: &mut Input, url: Option<&str>) -> Option<String> {
    input.optional_url("canonical_url", "The canonical address", url)
}

/// A language tag as of BCP 47, in its canonical letters.
pub(super) fn language(input: &mut Input, language: Option<&str>) -> Option<String> {
    let language = input.optional_line("language", "The language", language, 35)?;
    match LanguageTag::parse_and_normalize(&language) {
        Ok(tag) => Some(tag.into_inner()),
        Err(_) => {
            input.refuse(invalid(
                "language",
                "The language must be a tag such as \"en\" or \"pt-BR\" (BCP 47).",
            ));
            None
        }
    }
}

/// A slug given by hand; empty or left out, one is made of the title.
pub(super) fn slug(input: &mut Input, slug: Option<&str>) -> Option<String> {
    let slug = input.optional_line("slug", "The slug", slug, text::slug::MAX)?;
    // One that is too long was told so.
    if slug.len() <= text::slug::MAX && !text::slug::is_valid(&slug) {
        let rule = "The slug must hold only letters a to z, digits and single hyphens between them.";
        input.refuse(invalid("slug", rule));
    }
    Some(slug)
}

/// Tags in their author's order; the same one twice counts once.
pub(super) fn tags(input: &mut Input, names: &[String]) -> Vec<TagName> {
    let mut tags: Vec<TagName> = Vec::with_capacity(names.len().min(MAX_TAGS));
    for name in names.iter().take(100) {
        let tag = TagName::read(input, name);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > MAX_TAGS {
        let message = format!("The post has {} tags; at most {MAX_TAGS} are allowed.", tags.len());
        input.refuse(Problem::new(ProblemCode::TooMany, message).at("tags").bounds(None, Some(MAX_TAGS)));
    }
    tags
}

/// What is published has a title.
pub(super) fn require_title(input: &mut Input, title: &str) {
    if title.is_empty() {
        input.refuse(no_title("A post needs a title before it is published."));
    }
}

/// A title is missing; `why` it is needed.
pub(super) fn no_title(why: &str) -> Problem {
    Problem::new(ProblemCode::Blank, why).at("title").bounds(Some(1), Some(MAX_TITLE))
}
