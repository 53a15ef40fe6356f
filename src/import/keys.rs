//! The keys of front matter, as the three generators write them.

use chrono::{DateTime, Utc};

use super::date::parse_date;
use super::front_matter::{FrontMatter, FrontMatterError};
use super::settings::read_settings;
use super::value::{Map, Value, one_line};

/// Reads the keys. `source` is what they were parsed from, to name the line of one that cannot be read.
pub(super) fn read_keys(map: &Map, source: &str) -> Result<FrontMatter, FrontMatterError> {
    let text = |key: &str| map.get(key).and_then(Value::text);
    let taxonomy = |key: &str| inner(map, "taxonomies", key);
    let aliases = [map.get("aliases"), map.get("redirect_from")].into_iter().flatten();
    Ok(FrontMatter {
        title: text("title"),
        date: date(map, source)?,
        slug: text("slug"),
        path: text("path")
            .or_else(|| text("url"))
            .or_else(|| text("permalink").filter(|pattern| !pattern.contains(':'))),
        tags: unique(
            map.get("tags").map(tags).filter(|tags| !tags.is_empty()).or_else(|| taxonomy("tags").map(tags)),
        ),
        draft: flag(map, "draft", source)?.unwrap_or(false) || flag(map, "published", source)? == Some(false),
        description: text("description").or_else(|| text("summary")),
        authors: unique(
            [map.get("authors"), map.get("author"), taxonomy("authors")]
                .into_iter()
                .chain([inner(map, "extra", "authors"), inner(map, "extra", "author")])
                .flatten()
                .map(names)
                .find(|names| !names.is_empty()),
        ),
        aliases: unique(Some(aliases.flat_map(Value::texts).collect())),
        settings: read_settings(map, source)?,
    })
}

fn inner<'map>(map: &'map Map, table: &str, key: &str) -> Option<&'map Value> {
    match map.get(table) {
        Some(Value::Map(table)) => table.get(key),
        _ => None,
    }
}

/// A date that cannot be read is an error rather than no date: the file would silently become a draft.
fn date(map: &Map, source: &str) -> Result<Option<DateTime<Utc>>, FrontMatterError> {
    for key in ["date", "publishdate", "pubdate"] {
        if let Some(text) = map.get(key).and_then(Value::text) {
            return parse_date(&text)
                .map(Some)
                .ok_or_else(|| broken(source, key, &format!("`{key}` is not a date: {text}")));
        }
    }
    Ok(None)
}

/// Anything but true and false is an error: a guess could publish a draft. A `published` that is neither is a date
/// in some files, and says nothing about drafts.
fn flag(map: &Map, key: &str, source: &str) -> Result<Option<bool>, FrontMatterError> {
    let text = match map.get(key) {
        Some(Value::Flag(flag)) => return Ok(Some(*flag)),
        Some(Value::Nothing) | None => return Ok(None),
        Some(other) => other.text().unwrap_or_default().to_lowercase(),
    };
    match text.as_str() {
        "true" | "yes" | "on" => Ok(Some(true)),
        "false" | "no" | "off" => Ok(Some(false)),
        _ if key == "published" => Ok(None),
        _ => Err(broken(source, key, &format!("`{key}` is neither true nor false"))),
    }
}

pub(super) fn broken(source: &str, key: &str, message: &str) -> FrontMatterError {
    let names_key = |line: &str| {
        let name = line.split([':', '=']).next().unwrap_or_default();
        name.trim().trim_matches(['"', '\'']).eq_ignore_ascii_case(key)
    };
    let line = source.lines().position(names_key).map_or(1, |position| position + 1);
    FrontMatterError::Broken { line, message: message.to_owned() }
}

/// A single string holds several tags in Jekyll, with spaces between them; others write commas.
fn tags(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) if text.contains(',') => text.split(',').filter_map(one_line).collect(),
        Value::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
        other => other.texts(),
    }
}

/// Names as they stand: "A and B" in one string stays one name, since no rule tells two people from one team.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::List(values) => values.iter().flat_map(names).collect(),
        Value::Map(map) => map.get("name").and_then(Value::text).into_iter().collect(),
        single => single.text().into_iter().collect(),
    }
}

fn unique(values: Option<Vec<String>>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for value in values.unwrap_or_default() {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
