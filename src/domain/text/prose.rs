//! Prose: paragraphs of nothing but words, as most comments are.

/// What may stand between letters and digits without being Markdown, HTML or part of an address.
const PUNCTUATION: &str = " ,.;:!?'\"()/%+=-";

/// The HTML of prose: what rendering makes of it, in a fraction of the time. Nothing where the text may be more than prose.
pub(super) fn render(text: &str) -> Option<String> {
    if has_address(text) {
        return None;
    }
    let mut html = String::with_capacity(text.len() + 16);
    let mut is_open = false;
    for line in text.split('\n') {
        if line.is_empty() {
            if is_open {
                html.push_str("</p>\n");
            }
            is_open = false;
            continue;
        }
        if !is_prose(line) {
            return None;
        }
        html.push_str(if is_open { "\n" } else { "<p>" });
        html.push_str(line);
        is_open = true;
    }
    if is_open {
        html.push_str("</p>\n");
    }
    Some(html)
}

/// Whether a line begins no block of Markdown's, and holds nothing that stands for something else. Two spaces at its end
/// would break the line.
fn is_prose(line: &str) -> bool {
    line.starts_with(char::is_alphabetic)
        && !line.ends_with(' ')
        && line.chars().all(|character| character.is_alphanumeric() || PUNCTUATION.contains(character))
}

/// Whether there is what becomes a link of its own accord.
fn has_address(text: &str) -> bool {
    text.contains("://") || text.as_bytes().windows(4).any(|bytes| bytes.eq_ignore_ascii_case(b"www."))
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::seq::IndexedRandom;
    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::domain::text::markdown::render_in_full;

    /// Pieces of prose, and of what is nearly prose.
    const PIECES: [&str; 44] = [
        "a", "Word", "ü", "文字", "٣", "ﬀ", "İ", "7", "1.", "2)", "x-", "-", "- ", "--", "---", "=", "===",
        "+ ", "'", "\"", "(c)", "(tm)", "...", ":", ";", "!", "?", "/", "%", "://", "http", "https",
        "mailto:", "ftp", "www", ".", ".com", ", ", " ", "  ", "    ", "\n", "\n\n", "\n\n\n",
    ];

    #[test]
    fn prose_is_rendered_as_everything_is() {
        let mut chance = StdRng::seed_from_u64(1);
        let mut found = 0;
        for _ in 0..20_000 {
            let count = chance.random_range(0..12);
            let text: String = (0..count).filter_map(|_| PIECES.choose(&mut chance).copied()).collect();
            if let Some(html) = render(&text) {
                assert_eq!(html, render_in_full(&text, usize::MAX).unwrap(), "{text:?}");
                found += usize::from(text.len() > 10);
            }
        }
        assert!(found > 500, "{found}");
    }

    #[test]
    fn letters_and_digits_of_all_scripts_are_left_as_they_are() {
        let all: Vec<char> =
            (char::MIN..=char::MAX).filter(|character| character.is_alphanumeric()).collect();
        for some in all.chunks(1_000) {
            let text: String = std::iter::once('a').chain(some.iter().copied()).collect();
            assert_eq!(render(&text).unwrap(), render_in_full(&text, usize::MAX).unwrap());
        }
    }

    #[test]
    fn what_may_be_more_is_left_to_the_others() {
        for text in [
            "*a*",
            "a_b_",
            "a `b`",
            "# a",
            "> a",
            "1. a",
            "- a",
            "+ a",
            " a",
            "a ",
            "a\tb",
            "a\\",
            "a<b",
            "a>b",
            "a & b",
            "a|b",
            "[a]",
            "~a~",
            "a@b.c",
            "a^b",
            "a\n- b",
            "a\n===",
            "a\u{a0}b",
            "e\u{301}",
            "https://a.b",
            "www.a.b",
            "Www.a.b",
            "a{b}",
            "a#b",
            "a$b",
        ] {
            assert_eq!(render(text), None, "{text:?}");
        }
        assert_eq!(
            render("Fine; thanks (\"all\")!\nMore\n\nIt's 5% - ok?").as_deref(),
            Some("<p>Fine; thanks (\"all\")!\nMore</p>\n<p>It's 5% - ok?</p>\n")
        );
        assert_eq!(render("").as_deref(), Some(""));
    }
}
