//! Writes HTML in such portions that it takes a serialiser time in proportion to its length.

use super::element::known_attribute;
use super::tag::Attribute;

/// Longest value of an attribute kept, in bytes. The serialiser is quadratic in it.
pub(super) const VALUE: usize = 8 * 1024;

/// Bytes of text after which a comment divides it. The comment does not outlive the sanitiser, but the
/// text stays in pieces, and the serialiser is quadratic in the length of a piece full of `&` or `©`.
pub(super) const PIECE: usize = 4 * 1024;

/// Longest name of a reference such as `&amp;`, in bytes, with a margin.
const REFERENCE: usize = 40;

/// HTML being written, always in the canonical notation: names in lower case, values in double quotes.
#[derive(Debug, Default)]
pub(super) struct Output {
    html: String,
    /// Bytes of text since the last tag or comment.
    piece: usize,
}

impl Output {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { html: String::with_capacity(bytes), piece: 0 }
    }

    pub(super) fn into_string(self) -> String {
        self.html
    }

    /// Text, in which references such as `&amp;` stay as they are.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while self.piece + rest.len() > PIECE {
            let (head, tail) = rest.split_at(division(rest, PIECE.saturating_sub(self.piece)));
            self.html.push_str(head);
            self.html.push_str("<!---->");
            self.piece = 0;
            rest = tail;
        }
        self.html.push_str(rest);
        self.piece += rest.len();
    }

    /// A start tag with those of the attributes which are known and not endless, each once.
    pub(super) fn start(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.piece = 0;
        self.html.push('<');
        self.html.push_str(name);
        let mut seen = Vec::new();
        for (attribute, value) in attributes {
            let value = value.unwrap_or_default();
            let known =
                known_attribute(attribute).filter(|name| !seen.contains(name) && value.len() <= VALUE);
            let Some(attribute) = known else { continue };
            seen.push(attribute);
            self.html.push(' ');
            self.html.push_str(attribute);
            self.html.push_str("=\"");
            self.html.push_str(&value.replace('"', "&quot;"));
            self.html.push('"');
        }
        self.html.push('>');
    }

    /// An end tag.
    pub(super) fn end(&mut self, name: &str) {
        self.piece = 0;
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
    }
}

/// Where to divide a text that is longer than `room`: not within a character, nor within a reference.
fn division(text: &str, room: usize) -> usize {
    let end = text.floor_char_boundary(room);
    let start = text.floor_char_boundary(end.saturating_sub(REFERENCE));
    text[start..end].rfind('&').map_or(end, |index| start + index)
}

#[cfg(test)]
mod tests {
    use super::{Output, PIECE, VALUE};

    fn pieces(text: &str) -> Vec<String> {
        let mut output = Output::default();
        output.text(text);
        output.into_string().split("<!---->").map(str::to_owned).collect()
    }

    #[test]
    fn long_text_is_divided_between_characters() {
        for unit in ["©", "x", "日"] {
            for shift in 0..4 {
                let text = "y".repeat(shift) + &unit.repeat(20_000);
                let pieces = pieces(&text);
                assert_eq!(pieces.concat(), text);
                assert!(pieces.len() > 4 && pieces.iter().all(|piece| piece.len() <= PIECE), "{unit}");
            }
        }
    }

    #[test]
    fn long_text_is_divided_between_references() {
        for shift in 0..8 {
            let pieces = pieces(&("y".repeat(shift) + &"&notin;".repeat(5_000)));
            assert!(pieces.len() > 4);
            for piece in pieces {
                assert!(piece.ends_with(';') && piece.trim_start_matches('y').starts_with('&'), "{piece}");
            }
        }
    }

    #[test]
    fn short_text_is_whole_and_tags_begin_anew() {
        let mut output = Output::default();
        let text = "x".repeat(PIECE);
        for _ in 0..3 {
            output.text(&text);
            output.start("br", &[]);
        }
        assert_eq!(output.into_string(), format!("{text}<br>").repeat(3));
        let mut output = Output::default();
        (0..3).for_each(|_| output.text(&text));
        assert_eq!(output.into_string(), [text.as_str(); 3].join("<!---->"));
    }

    #[test]
    fn endless_and_repeated_attributes_are_left_out() {
        let long = "x".repeat(VALUE + 1);
        let mut output = Output::default();
        let attributes = [
            ("TITLE", Some(long.as_str())),
            ("id", Some("a\"b")),
            ("ID", Some("c")),
            ("open", None),
            ("on", None),
        ];
        output.start("p", &attributes);
        assert_eq!(output.into_string(), "<p id=\"a&quot;b\" open=\"\">");
        let mut output = Output::default();
        output.start("p", &[("title", Some(&long[1..]))]);
        assert!(output.into_string().contains(&long[1..]));
    }
}
