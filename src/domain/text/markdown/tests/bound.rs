//! How much HTML a text may become.

use super::super::{TooMuchHtml, max_html, process_within};

/// Characters of the longest text.
const LENGTH: usize = 200_000;

/// As often as it fits, with something before and behind.
fn filled(before: &str, unit: &str, after: &str) -> String {
    let room = LENGTH - before.chars().count() - after.chars().count();
    format!("{before}{}{after}", unit.repeat(room / unit.chars().count()))
}

/// Texts made to become long HTML.
fn amplifiers() -> Vec<String> {
    let address = format!("[a]: /{}\n\n", "&".repeat(2_000));
    let head = format!("|{}\n|{}\n", "a|".repeat(1_000), "-|".repeat(1_000));
    let deep = format!("{}\n", "> ".repeat(100));
    let numbered = (0..LENGTH / 9).map(|number| format!("[^{number:05}]"));
    vec![
        filled("", "[^1]", "\n\n[^1]: x"),
        filled("", "[^1]: x\n\n", "[^1]"),
        filled("", "[^a] ", "\n\n[^a]: x"),
        numbered.collect(),
        filled(&address, "[a]", ""),
        filled(&address, "![a]", ""),
        filled(&head, "|b\n", ""),
        filled(&head, "|&\n", ""),
        filled("|a|\n|-|\n", "|\n", ""),
        filled("", "- [x] \n", ""),
        filled("", "- a\n", ""),
        filled("", "# a\n", ""),
        filled("", "[](b)", ""),
        filled("", "[a](b)", ""),
        filled("", "www.a.b ", ""),
        filled("", "a@b.c ", ""),
        filled("", "http://& ", ""),
        filled("", "&", ""),
        filled("", "\"", ""),
        filled("", "<", ""),
        filled("", "\u{a0}", ""),
        filled("", "&nbsp;", ""),
        filled("", "*a*", ""),
        filled("", "`a`", ""),
        filled("", "- ", ""),
        filled("", "> ", ""),
        filled("", &deep, ""),
        filled("", "1. a\n\n", ""),
        filled("", "***\n", ""),
        filled("", "<a href=b>", ""),
        filled("", "<input type=checkbox>", ""),
        filled("", "<p title=\"&&&&&&&&&&&&&&&&&&&&&&\">", ""),
        filled("", "<table>x", ""),
        filled("", "<a id=b>", ""),
    ]
}

#[test]
fn no_text_becomes_more_html_than_the_bound() {
    let bound = max_html(LENGTH);
    for text in amplifiers() {
        assert!(text.chars().count() <= LENGTH);
        let beginning: String = text.chars().take(40).collect();
        if let Ok(rendered) = process_within(&text, bound) {
            assert!(rendered.html.len() <= bound, "{beginning:?} became {} bytes", rendered.html.len());
        }
    }
    assert_eq!(process_within(&amplifiers()[0], bound), Err(TooMuchHtml));
}

#[test]
fn an_honest_text_of_the_full_length_is_within_the_bound() {
    let bound = max_html(LENGTH);
    let list = "- [x] Read [the manual](https://example.org/manual?page=1&line=2), <b>all</b> of it.[^1]\n";
    let table = "| `a & b` | \"quoted\" | https://example.org/ |\n";
    for text in [
        filled("", "Word after word, \"quoted\" & *stressed*.\n\n", ""),
        filled("", list, "\n[^1]: Really."),
        filled("| a | b | c |\n|---|---|---|\n", table, ""),
        filled("", "```html\n<p class=\"a\">b &amp; c</p>\n```\n", ""),
        filled("", "\u{1e900}\u{1e901} ", ""),
        filled("", "🦀", ""),
        filled("", "&", ""),
        filled("", "\"", ""),
    ] {
        let beginning: String = text.chars().take(40).collect();
        assert!(process_within(&text, bound).is_ok(), "{beginning:?}");
    }
    let comment = "- [ ] a\n".repeat(1_250);
    assert!(process_within(&comment, max_html(10_000)).is_ok());
}
