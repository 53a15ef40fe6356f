//! The text of a post without its markup, and what is measured on it.

use super::element::is_inline;
use super::markdown;
use super::tag::{Scanner, Token};

/// Longest excerpt in characters, the ellipsis included.
pub const EXCERPT: usize = 200;

/// How far from its end an excerpt may be cut to end with a whole word, in characters.
const BOUNDARY: usize = 30;

/// Words a minute, about what adults read silently: 238 for fiction and a little less for prose that
/// informs (Brysbaert, "How many words do we read per minute?", 2019).
const WORDS_PER_MINUTE: i32 = 220;

/// The text of `markdown`: no markup, no marks of footnotes; code and tables with their content.
pub fn plain_text(markdown: &str) -> String {
    from_html(&markdown::render(markdown))
}

/// The text of HTML made by [`markdown::render`], a line for each block.
pub(super) fn from_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut in_footnote_mark = false;
    for token in Scanner::new(html) {
        match token {
            Token::Text(_) if in_footnote_mark => {}
            // Line breaks which are there for the reader of the source only.
            Token::Text(piece) if text.ends_with('\n') && piece.trim_ascii().is_empty() => {}
            Token::Text(piece) => push_decoded(&mut text, piece),
            Token::Less => text.push('<'),
            Token::Open("a", attributes) => {
                in_footnote_mark = attributes.iter().any(|(name, _)| name.starts_with("data-footnote-"));
            }
            Token::Close("a") => in_footnote_mark = false,
            Token::Open(name, _) | Token::Close(name) if !is_inline(name) => {
                if !text.ends_with('\n') {
                    text.push('\n');
                }
            }
            Token::Open(..) | Token::Close(_) | Token::Nothing => {}
        }
    }
    text.trim().to_owned()
}

/// Appends text of the sanitiser's output, which writes these references and no others.
fn push_decoded(text: &mut String, mut piece: &str) {
    const REFERENCES: [(&str, char); 5] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", '\u{a0}')];
    while let Some(index) = piece.find('&') {
        text.push_str(&piece[..index]);
        piece = &piece[index..];
        let found = REFERENCES.iter().find(|(reference, _)| piece.starts_with(reference));
        let (length, character) =
            found.map_or((1, '&'), |(reference, character)| (reference.len(), *character));
        text.push(character);
        piece = &piece[length..];
    }
    text.push_str(piece);
}

/// The excerpt of a text of which the HTML is at hand.
pub fn excerpt_of_html(html: &str) -> String {
    excerpt(&from_html(html))
}

/// The first [`EXCERPT`] characters of a plain text with white space collapsed.
///
/// A longer text ends with `…` after a whole word, if one ends within the last 30 characters.
pub fn excerpt(text: &str) -> String {
    let spaced = text.split_whitespace().flat_map(|word| std::iter::once(' ').chain(word.chars()));
    let characters: Vec<char> = spaced.skip(1).take(EXCERPT + 1).collect();
    if characters.len() <= EXCERPT {
        return characters.into_iter().collect();
    }
    let room = EXCERPT - 1;
    let boundary = (room - BOUNDARY..=room).rev().find(|index| characters[*index] == ' ');
    let end = boundary.unwrap_or_else(|| {
        (1..=room).rev().find(|index| !joins(characters[*index - 1], characters[*index])).unwrap_or(room)
    });
    characters[..end].iter().collect::<String>() + "…"
}

/// Whether two characters make up one for the reader: accents, variants, joined emoji.
fn joins(left: char, right: char) -> bool {
    const JOINER: char = '\u{200d}';
    let extends = matches!(right,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}'
        | '\u{93a}'..='\u{93c}' | '\u{93e}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e01ef}');
    extends || left == JOINER || right == JOINER
}

/// Words of a plain text, between white space; in Chinese, Japanese and Korean each character is one.
pub fn word_count(text: &str) -> i32 {
    let count: usize = text.split_whitespace().map(words_in).sum();
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Words in text without white space: 1, unless there are characters which are words themselves.
fn words_in(run: &str) -> usize {
    let ideographs = run.chars().filter(|c| is_ideograph(*c)).count();
    if ideographs == 0 {
        return 1;
    }
    // Punctuation between ideographs is no word, a foreign name is one.
    let others = run.split(is_ideograph).filter(|part| part.contains(char::is_alphanumeric)).count();
    ideographs + others
}

/// Han, Hiragana, Katakana and Hangul, by the blocks of Unicode.
fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{3105}'..='\u{318e}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Minutes to read `words`, rounded up; 0 for none.
pub fn reading_time_minutes(words: i32) -> i32 {
    let words = words.max(0);
    words / WORDS_PER_MINUTE + i32::from(words % WORDS_PER_MINUTE != 0)
}

#[cfg(test)]
mod tests;
