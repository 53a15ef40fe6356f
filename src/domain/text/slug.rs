//! The part of an address made from a title.

/// Longest slug in characters, which are all ASCII.
pub const MAX: usize = 100;

/// What a title without letters or digits becomes.
const UNTITLED: &str = "untitled";

/// How much of a title is looked at, in characters: more than enough for [`MAX`].
const TITLE: usize = 1_000;

/// `title` in a-z, 0-9 and single hyphens, at most [`MAX`] long, other scripts transliterated.
pub fn from_title(title: &str) -> String {
    let beginning: String = title.chars().take(TITLE).collect();
    let whole = slug::slugify(beginning);
    let slug = shorten(&whole, MAX);
    if slug.is_empty() { UNTITLED.to_owned() } else { slug.to_owned() }
}

/// `base-n`, with the base shortened so that the whole is at most [`MAX`] long.
pub fn with_suffix(base: &str, n: u32) -> String {
    let suffix = format!("-{n}");
    let base = shorten(base, MAX - suffix.len());
    format!("{}{suffix}", if base.is_empty() { UNTITLED } else { base })
}

/// Whether `slug` is one that [`from_title`] could have made.
pub fn is_valid(slug: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    slug.len() <= MAX && slug.split('-').all(part)
}

/// At most `length` bytes of a slug, cut at a hyphen unless less than half would remain.
fn shorten(slug: &str, length: usize) -> &str {
    if slug.len() <= length {
        return slug.trim_matches('-');
    }
    let cut = &slug[..slug.floor_char_boundary(length)];
    let at_hyphen = slug.as_bytes().get(cut.len()) == Some(&b'-');
    let end = cut.rfind('-').filter(|index| !at_hyphen && *index >= length / 2).unwrap_or(cut.len());
    cut[..end].trim_matches('-')
}

#[cfg(test)]
mod tests {
    use super::{MAX, from_title, is_valid, with_suffix};

    #[test]
    fn titles_become_lowercase_words_with_hyphens() {
        for (title, slug) in [
            ("Hello, World!", "hello-world"),
            ("  --Rust & GraphQL--  ", "rust-graphql"),
            ("Crème Brûlée", "creme-brulee"),
            ("Straße 12", "strasse-12"),
            ("C++ / C#", "c-c"),
            ("a_b.c", "a-b-c"),
        ] {
            assert_eq!(from_title(title), slug, "{title:?}");
        }
    }

    #[test]
    fn other_scripts_are_transliterated() {
        let slug = from_title("Привет, мир");
        assert!(slug.starts_with("priv") && is_valid(&slug), "{slug}");
        assert!(is_valid(&from_title("日本語のタイトル")));
        assert_ne!(from_title("日本語のタイトル"), "untitled");
    }

    #[test]
    fn nothing_usable_is_untitled() {
        for title in ["", "   ", "!?", "---", "\u{0}", "\u{200b}"] {
            assert_eq!(from_title(title), "untitled", "{title:?}");
        }
    }

    #[test]
    fn long_titles_end_with_a_whole_word() {
        let slug = from_title(&"word ".repeat(100));
        assert_eq!(slug.len(), 99);
        assert!(slug.ends_with("-word"), "{slug}");
        let exact = from_title(&format!("{} tail", "a".repeat(MAX)));
        assert_eq!(exact, "a".repeat(MAX));
    }

    #[test]
    fn a_single_long_word_is_cut_within() {
        assert_eq!(from_title(&"x".repeat(250)), "x".repeat(MAX));
        assert_eq!(from_title(&format!("a {}", "x".repeat(250))).len(), MAX);
    }

    #[test]
    fn every_slug_is_valid_whatever_the_title() {
        for code in (0..0x3000).filter_map(char::from_u32) {
            let slug = from_title(&format!("{code}a{code}{code}b{code}"));
            assert!(is_valid(&slug), "{code:?} gave {slug:?}");
        }
        assert!(is_valid(&from_title(&"é-".repeat(200_000))));
    }

    #[test]
    fn a_suffix_stays_within_the_limit() {
        assert_eq!(with_suffix("hello", 2), "hello-2");
        for n in [2, 10, u32::MAX] {
            let slug = with_suffix(&"ab-".repeat(33), n);
            assert!(slug.len() <= MAX && is_valid(&slug) && slug.ends_with(&format!("-{n}")), "{slug}");
        }
        assert_eq!(with_suffix("", 3), "untitled-3");
    }

    #[test]
    fn validity() {
        for slug in ["a", "0", "a-b", "a-2", &"x".repeat(MAX)] {
            assert!(is_valid(slug), "{slug:?}");
        }
        for slug in ["", "-", "-a", "a-", "a--b", "A", "a b", "é", "a_b", "a/b", &"x".repeat(MAX + 1)] {
            assert!(!is_valid(slug), "{slug:?}");
        }
    }
}
