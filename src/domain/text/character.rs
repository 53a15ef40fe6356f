//! Characters that have no place in what people write, and the ends of lines.

use std::borrow::Cow;

/// Whether a text of several lines has a control character other than tab and the ends of lines.
///
/// Controls are those of Unicode, U+0000 to U+001F and U+007F to U+009F. U+0000 cannot be stored in a text
/// column of `PostgreSQL` at all.
pub fn has_control(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Whether a text of one line, such as a name, has a control character, an end of line, or a character
/// that turns the direction of the text around it (U+202A to U+202E, U+2066 to U+2069).
///
/// The latter make one name look like another and, left open, turn around the rest of the page
/// (Unicode Technical Report 36).
pub fn has_control_in_line(text: &str) -> bool {
    text.chars().any(|c| c.is_control() || turns_direction(c) || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// Whether nothing of a text can be seen: it is empty, or all white space, controls and invisible characters.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Whether a character is there and not to be seen: those of Unicode 16's property `Default_Ignorable_Code_Point`, which
/// has joiners, marks of direction, fillers and selectors of variants, and the empty pattern of Braille. Beside visible
/// ones they have their use.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` with every end of line written as `\n`, whether it was `\r\n`, `\r` or `\n`.
pub fn normalise_newlines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{has_control, has_control_in_line, is_blank, normalise_newlines};

    #[test]
    fn several_lines_may_have_tabs_and_ends_of_lines_only() {
        assert!(!has_control("a\tb\r\nc – é 日本 👩‍👩‍👧 \u{202e}"));
        for c in ['\0', '\u{1}', '\u{7}', '\u{8}', '\u{b}', '\u{c}', '\u{1b}', '\u{7f}', '\u{85}', '\u{9f}'] {
            assert!(has_control(&format!("a{c}b")), "{c:?}");
        }
    }

    #[test]
    fn one_line_has_no_controls_at_all() {
        assert!(!has_control_in_line("Zoë O’Brien שלום 👩‍👩‍👧"));
        for c in ['\0', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{9b}', '\u{2028}', '\u{2029}'] {
            assert!(has_control_in_line(&format!("a{c}b")), "{c:?}");
        }
    }

    #[test]
    fn one_line_does_not_turn_direction() {
        for code in (0x202a..=0x202e).chain(0x2066..=0x2069).filter_map(char::from_u32) {
            assert!(has_control_in_line(&format!("a{code}b")), "{code:?}");
        }
        // The joiners beside them are needed to write Persian and emoji.
        assert!(!has_control_in_line("\u{200c}\u{200d}\u{200e}\u{200f}"));
    }

    #[test]
    fn what_cannot_be_seen_is_blank() {
        for text in [
            "",
            " \n\t\u{a0}\u{3000}",
            "\u{200b}",
            "\u{3164}",
            "\u{202e}",
            "\u{feff}\u{200d} \u{2800}",
            "\u{e0041}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in
            ["a", "\u{200b}.\u{200b}", "👩\u{200d}👩", "می\u{200c}خواهم", "❤\u{fe0f}", "\u{301}", "ㅤㅏ"]
        {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn ends_of_lines_become_one_kind() {
        assert_eq!(normalise_newlines("a\r\nb\rc\nd\r\r\n\ne"), "a\nb\nc\nd\n\n\ne");
        assert!(matches!(normalise_newlines("a\nb"), Cow::Borrowed("a\nb")));
    }
}
