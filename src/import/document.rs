//! One file of the folder as what it will be: an article.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};
use thiserror::Error;

use super::body::{first_heading, without_summary_marks};
use super::date::{date_in_name, date_in_path};
use super::front_matter::{FrontMatter, FrontMatterError};
use super::settings::Settings;
use crate::domain::text::slug;

/// A file as read. Nothing is checked against limits or against other documents: two may have the same slug.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Where the file lies, relative to the folder.
    pub source: PathBuf,
    /// From the front matter, else the first `# heading` (which stays in the body), else the file name.
    pub title: String,
    /// Made of the last segment of the old address, else of the front matter's slug, else of the file name without
    /// its date, else of the title; as for a title the product makes one for.
    pub slug: String,
    /// From the front matter's date, else the old address, else the file name. Time unknown is midnight UTC.
    pub published_at: Option<DateTime<Utc>>,
    /// Also true for a document without a date and for one in Jekyll's `_drafts`: publishing by mistake is worse
    /// than a draft too many. A caller that knows better can tell the first by `published_at`.
    pub draft: bool,
    pub tags: Vec<String>,
    pub description: Option<String>,
    /// One name for each author as the file has them; a string that joins several names stays whole.
    pub authors: Vec<String>,
    /// Last segments of earlier addresses, as slugs; never `slug` itself.
    pub former_slugs: Vec<String>,
    pub settings: Settings,
    /// The text below the front matter as it is, but without empty lines at its start and summary marks.
    pub body_markdown: String,
}

/// Why a text makes no document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentError {
    #[error("is empty")]
    Empty,
    #[error("has no text below its front matter")]
    NoBody,
    #[error("has a NUL character on line {0}, so it is no text")]
    Nul(usize),
    #[error(transparent)]
    FrontMatter(#[from] FrontMatterError),
}

impl Document {
    /// Reads the text of the file at `source`, which is relative to the folder.
    pub fn read(source: &Path, text: &str) -> Result<Self, DocumentError> {
        if let Some((before, _)) = text.split_once('\0') {
            return Err(DocumentError::Nul(before.matches('\n').count() + 1));
        }
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(DocumentError::Empty);
        }
        let (front_matter, body) = FrontMatter::read(text)?;
        let body_markdown = without_summary_marks(without_empty_start(body));
        if body_markdown.trim().is_empty() {
            return Err(DocumentError::NoBody);
        }

        let name = name_of(source);
        let (name_date, name) = date_in_name(&name);
        let path = front_matter.path.as_deref();
        let published_at = front_matter.date.or_else(|| path.and_then(date_in_path)).or(name_date);
        let title =
            front_matter.title.or_else(|| first_heading(&body_markdown)).unwrap_or_else(|| name.to_owned());
        let slug = [path.and_then(last_segment), front_matter.slug.as_deref(), Some(name)]
            .into_iter()
            .flatten()
            .find_map(slug_of)
            .unwrap_or_else(|| slug::from_title(&title));

        Ok(Self {
            source: source.to_owned(),
            published_at,
            draft: front_matter.draft || published_at.is_none() || is_in_drafts(source),
            tags: front_matter.tags,
            description: front_matter.description,
            authors: front_matter.authors,
            former_slugs: former_slugs(&front_matter.aliases, &slug),
            settings: front_matter.settings,
            body_markdown,
            title,
            slug,
        })
    }

    /// The slug with the day of publication behind it, `title-20240102`, for a document whose slug another has
    /// already: meeting notes and the like have one title for years. Unlike a count it stays the same when files
    /// are added to the folder.
    pub fn dated_slug(&self) -> Option<String> {
        let date = self.published_at?;
        let year = u32::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
        Some(slug::with_suffix(&self.slug, year * 10_000 + date.month() * 100 + date.day()))
    }
}

/// The file name without its ending; for the `index.md` of a page that has a folder of its own, the folder's name.
fn name_of(source: &Path) -> String {
    let stem = source.file_stem().unwrap_or_default();
    let folder = source.parent().and_then(Path::file_name).filter(|_| stem.eq_ignore_ascii_case("index"));
    folder.unwrap_or(stem).to_string_lossy().into_owned()
}

fn is_in_drafts(source: &Path) -> bool {
    source.parent().is_some_and(|folders| folders.iter().any(|folder| folder == "_drafts"))
}

/// Leaves the first line's indentation, which has a meaning in Markdown.
fn without_empty_start(body: &str) -> &str {
    let mut rest = body;
    while let Some((line, after)) = rest.split_once('\n') {
        if !line.trim().is_empty() {
            break;
        }
        rest = after;
    }
    rest
}

/// The last segment of an address, without a query, a fragment and `.html`.
fn last_segment(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path
        .split_once("://")
        .map_or(path, |(_, host_and_path)| host_and_path.split_once('/').map_or("", |(_, path)| path));
    path.rsplit('/')
        .map(|segment| {
            segment.strip_suffix(".html").or_else(|| segment.strip_suffix(".htm")).unwrap_or(segment)
        })
        .find(|segment| !segment.is_empty() && *segment != "index")
}

fn former_slugs(aliases: &[String], slug: &str) -> Vec<String> {
    let mut former: Vec<String> = Vec::new();
    for candidate in aliases.iter().filter_map(|alias| last_segment(alias)).filter_map(slug_of) {
        if candidate != slug && !former.contains(&candidate) {
            former.push(candidate);
        }
    }
    former
}

/// A text without letters and digits has none, rather than the slug of all untitled texts.
fn slug_of(text: &str) -> Option<String> {
    let slug = slug::from_title(text);
    (slug != slug::from_title("")).then_some(slug)
}
