//! Front matter: the block of YAML (between `---`) or TOML (between `+++`) at the top of a file.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::keys::read_keys;
use super::settings::Settings;
use super::value::{parse_toml, parse_yaml};

/// Longer front matter is a mistake, and the time that nested YAML takes grows with the square of its length.
const LONGEST: usize = 16 * 1024;

/// What a file says about itself. Keys that are not here are ignored: real files have many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    pub title: Option<String>,
    /// Only what is written as a date; dates in addresses and file names are the document's business.
    pub date: Option<DateTime<Utc>>,
    pub slug: Option<String>,
    /// The address on the old site: Zola's `path`, Hugo's `url`, or Jekyll's `permalink` if it is no pattern.
    pub path: Option<String>,
    pub tags: Vec<String>,
    /// `draft: true`, or Jekyll's `published: false`.
    pub draft: bool,
    pub description: Option<String>,
    pub authors: Vec<String>,
    /// Earlier addresses: `aliases`, or `redirect_from` of a much used Jekyll plugin.
    pub aliases: Vec<String>,
    pub settings: Settings,
}

/// Why front matter cannot be read. Lines are those of the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FrontMatterError {
    #[error("front matter, line {line}: {message}")]
    Broken { line: usize, message: String },
    #[error("front matter, line {line}: no closing `{delimiter}` follows this `{delimiter}`")]
    Unclosed { line: usize, delimiter: &'static str },
    #[error("front matter in JSON is not read; write it as YAML or TOML")]
    Json,
    #[error("front matter is longer than {} KB", LONGEST / 1024)]
    TooLong,
}

impl FrontMatter {
    /// Splits a file's text and reads its front matter; the second part is the body below it. A text without front
    /// matter is all body.
    pub fn read(text: &str) -> Result<(Self, &str), FrontMatterError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Some(block) = Block::find(text)? else {
            return Ok((Self::default(), text));
        };
        if block.content.len() > LONGEST {
            return Err(FrontMatterError::TooLong);
        }
        let padded = format!("{}{}", "\n".repeat(block.lines_before), block.content);
        let map = if block.is_toml { parse_toml(&padded)? } else { parse_yaml(&padded)? };
        Ok((read_keys(&map, &padded)?, block.body))
    }
}

/// Where front matter lies in a text.
struct Block<'text> {
    is_toml: bool,
    lines_before: usize,
    content: &'text str,
    body: &'text str,
}

impl<'text> Block<'text> {
    fn find(text: &'text str) -> Result<Option<Self>, FrontMatterError> {
        let mut offset = 0;
        let mut opening: Option<(&'static str, usize, usize)> = None;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let start = offset;
            offset += line.len();
            match (line.trim_end(), opening) {
                // Hugo and Zola allow empty lines before front matter.
                ("", None) => {}
                ("---", None) => opening = Some(("---", index + 1, offset)),
                ("+++", None) => opening = Some(("+++", index + 1, offset)),
                ("{", None) => return Err(FrontMatterError::Json),
                (_, None) => return Ok(None),
                (closing, Some((delimiter, lines_before, content_start))) => {
                    if closing == delimiter || (closing == "..." && delimiter == "---") {
                        return Ok(Some(Self {
                            is_toml: delimiter == "+++",
                            lines_before,
                            content: &text[content_start..start],
                            body: &text[offset..],
                        }));
                    }
                }
            }
        }
        match opening {
            Some((delimiter, line, _)) => Err(FrontMatterError::Unclosed { line, delimiter }),
            None => Ok(None),
        }
    }
}
