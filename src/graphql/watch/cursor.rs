//! Where an event stands, as clients pass it back: the subscription that gave it, its arguments, and the position.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Between the parts of a cursor; no name, id or slug holds it.
const SEPARATOR: char = '\u{1f}';

/// The cursors of one subscription with its arguments.
#[derive(Clone, Debug)]
pub struct EventCursor {
    beginning: String,
}

impl EventCursor {
    /// Of a subscription by its name, with what it was asked for.
    pub fn of(subscription: &str, arguments: &[&str]) -> Self {
        let mut beginning = subscription.to_owned();
        for argument in arguments {
            beginning.push(SEPARATOR);
            beginning.push_str(argument);
        }
        beginning.push(SEPARATOR);
        Self { beginning }
    }

    /// The opaque text of a position.
    pub fn text(&self, position: i64) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}{position}", self.beginning))
    }

    /// The position; nothing when the text is none of these cursors.
    pub fn read(&self, text: &str) -> Option<i64> {
        let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let position: i64 = decoded.strip_prefix(&self.beginning)?.parse().ok()?;
        // As it was given, and in no other spelling of the number.
        (position > 0 && self.text(position) == text).then_some(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_what_gave_it_and_for_nothing_else() {
        let cursor = EventCursor::of("postPublished", &["", "rust"]);
        for position in [1, 42, i64::MAX] {
            assert_eq!(cursor.read(&cursor.text(position)), Some(position));
        }
        for other in [
            EventCursor::of("postPublished", &["rust", ""]),
            EventCursor::of("postPublished", &["", ""]),
            EventCursor::of("postUpdated", &["", "rust"]),
            EventCursor::of("postPublished", &["", "rust", ""]),
        ] {
            assert_eq!(cursor.read(&other.text(7)), None);
        }
        for garbage in ["", "x", "bm90IGEgY3Vyc29y", "\u{0}", &cursor.text(0), &cursor.text(-1)] {
            assert_eq!(cursor.read(garbage), None, "{garbage:?}");
        }
        for number in ["+7", "07", "7 ", "9223372036854775808", ""] {
            let text = URL_SAFE_NO_PAD.encode(format!("{}{number}", cursor.beginning));
            assert_eq!(cursor.read(&text), None, "{number:?}");
        }
    }
}
