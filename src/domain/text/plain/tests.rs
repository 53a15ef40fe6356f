use super::{EXCERPT, excerpt, plain_text, reading_time_minutes, word_count};

#[test]
fn markup_is_gone_and_text_is_not() {
    for (markdown, text) in [
        ("# Title\n\nSome *bold* and `code`.", "Title\nSome bold and code."),
        ("[link](http://a.b \"t\") ![picture](/x.png)", "link"),
        ("a < b & c > \"d\" &copy; &nbsp;e", "a < b & c > \"d\" © \u{a0}e"),
        ("- one\n- two\n  1. three", "one\ntwo\nthree"),
        ("> quoted\n\na<br>b", "quoted\na\nb"),
        ("<details><summary>S</summary>in<b>si</b>de</details>", "S\ninside"),
        ("a<script>b</script><!-- c -->", "a"),
        ("&amp;lt; \\&amp;", "&lt; &amp;"),
        ("", ""),
    ] {
        assert_eq!(plain_text(markdown), text, "{markdown:?}");
    }
}

#[test]
fn code_is_there_without_its_fences() {
    assert_eq!(plain_text("a\n\n```rust\nlet b = \"<c>\";\n```\n\n~~~\nd\n~~~"), "a\nlet b = \"<c>\";\nd");
}

#[test]
fn tables_have_a_word_for_each_cell() {
    assert_eq!(
        plain_text("|a|b|\n|-|-|\n|c|d|").split_whitespace().collect::<Vec<_>>(),
        ["a", "b", "c", "d"]
    );
}

#[test]
fn marks_of_footnotes_are_no_text() {
    let text = plain_text("Word[^1] again[^1].\n\n[^1]: The note.");
    assert_eq!(text, "Word again.\nThe note.");
}

#[test]
fn a_short_text_is_its_excerpt() {
    assert_eq!(excerpt(""), "");
    assert_eq!(excerpt(" \n "), "");
    assert_eq!(excerpt("  one\n\ntwo\t three "), "one two three");
    let exact = "é".repeat(EXCERPT);
    assert_eq!(excerpt(&format!(" {exact}\n")), exact);
}

#[test]
fn a_long_excerpt_ends_with_a_word_and_an_ellipsis() {
    let text = "abcdefghi ".repeat(30);
    let short = excerpt(&text);
    assert_eq!(short, format!("{}abcdefghi…", "abcdefghi ".repeat(19)));
    // A word that ends at the last place possible stays.
    let full = excerpt(&format!("{} b c d", "a".repeat(EXCERPT - 1)));
    assert_eq!(full, format!("{}…", "a".repeat(EXCERPT - 1)));
}

#[test]
fn an_excerpt_without_a_near_boundary_is_cut_anywhere() {
    let short = excerpt(&format!("{} {}", "a".repeat(100), "b".repeat(200)));
    assert_eq!(short, format!("{} {}…", "a".repeat(100), "b".repeat(98)));
    assert_eq!(short.chars().count(), EXCERPT);
    assert_eq!(excerpt(&"漢".repeat(500)), "漢".repeat(EXCERPT - 1) + "…");
}

#[test]
fn an_excerpt_keeps_characters_whole() {
    let accents = excerpt(&("a".repeat(EXCERPT - 2) + "e\u{301}\u{302}bc"));
    assert_eq!(accents, "a".repeat(EXCERPT - 2) + "…");
    let family = "👩\u{200d}👩\u{200d}👧";
    assert_eq!(excerpt(&("a".repeat(EXCERPT - 3) + family + "b")), "a".repeat(EXCERPT - 3) + "…");
    // Nothing but accents is cut hard.
    assert_eq!(excerpt(&"\u{301}".repeat(500)).chars().count(), EXCERPT);
}

#[test]
fn words_are_counted_by_white_space() {
    for (text, count) in [
        ("", 0),
        (" \n\t", 0),
        ("one", 1),
        ("one two\nthree\u{a0}four", 4),
        ("it's well-known", 2),
        ("Zoë – Ж", 3),
    ] {
        assert_eq!(word_count(text), count, "{text:?}");
    }
}

#[test]
fn ideographs_are_words() {
    for (text, count) in [
        ("你好，世界。", 4),
        ("東京 Tower", 3),
        ("使用Rust編程", 5),
        ("こんにちは", 5),
        ("안녕", 2),
        ("カー", 2),
    ] {
        assert_eq!(word_count(text), count, "{text:?}");
    }
}

#[test]
fn reading_time_is_rounded_up() {
    for (words, minutes) in [(0, 0), (1, 1), (220, 1), (221, 2), (440, 2), (441, 3), (-5, 0)] {
        assert_eq!(reading_time_minutes(words), minutes, "{words}");
    }
    assert_eq!(reading_time_minutes(i32::MAX), 9_761_290);
}
