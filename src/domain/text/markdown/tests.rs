use super::{process, render};

mod bound;
mod hostile;
mod scripting;

const REL: &str = "rel=\"nofollow noopener noreferrer\"";

#[test]
fn common_markdown_is_rendered() {
    for (markdown, html) in [
        ("", ""),
        ("a *b* **c** ~~d~~ `e`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>\n"),
        ("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n"),
        ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("a  \nb\\\nc", "<p>a<br>\nb<br>\nc</p>\n"),
        ("![a](/b.png \"c\")", "<p><img src=\"/b.png\" alt=\"a\" title=\"c\"></p>\n"),
    ] {
        assert_eq!(render(markdown), html, "{markdown:?}");
    }
}

#[test]
fn extensions_are_rendered() {
    let table = render("|a|b|\n|:-:|-|\n|`c`|d|");
    assert!(table.contains("<th align=\"center\">a</th>\n<th>b</th>"), "{table}");
    assert!(table.contains("<td align=\"center\"><code>c</code></td>\n<td>d</td>"), "{table}");
    let tasks = render("- [x] a\n- [ ] b");
    assert!(tasks.contains("<li><input type=\"checkbox\" disabled=\"\" checked=\"\"> a</li>"), "{tasks}");
    assert!(tasks.contains("<li><input type=\"checkbox\" disabled=\"\"> b</li>"), "{tasks}");
    let link = render("see https://a.b/c.");
    assert_eq!(link, format!("<p>see <a href=\"https://a.b/c\" {REL}>https://a.b/c</a>.</p>\n"));
}

#[test]
fn fenced_code_keeps_its_language_and_is_not_interpreted() {
    assert_eq!(
        render("```c++ linenos\n<b>*a*</b>\n```"),
        "<pre><code class=\"language-c++\">&lt;b&gt;*a*&lt;/b&gt;\n</code></pre>\n"
    );
    assert_eq!(render("```a/b\nc\n```"), "<pre><code>c\n</code></pre>\n");
    assert_eq!(render("    a"), "<pre><code>a\n</code></pre>\n");
}

#[test]
fn headings_can_be_linked_to() {
    let html = render("# A *b*\n\n## A b\n\n### ?\n\n[go](#a-b)");
    assert!(html.contains("<h1 id=\"user-content-a-b\">A <em>b</em></h1>"), "{html}");
    assert!(html.contains("<h2 id=\"user-content-a-b-1\">"), "{html}");
    assert!(html.contains("<h3>?</h3>"), "{html}");
    assert!(html.contains("<a href=\"#user-content-a-b\" "), "{html}");
    assert!(render(&format!("# {}", "x".repeat(1_000))).contains(&format!("-{}\"", "x".repeat(60))));
}

#[test]
fn footnotes_link_there_and_back() {
    let html = render("a[^n] b[^n]\n\n[^n]: note");
    for part in [
        "<a href=\"#user-content-fn-n\" id=\"user-content-fnref-n\"",
        "<a href=\"#user-content-fn-n\" id=\"user-content-fnref-n-2\"",
        "<li id=\"user-content-fn-n\">",
        "<a href=\"#user-content-fnref-n\"",
        "<a href=\"#user-content-fnref-n-2\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let many = render(&("[^n] ".repeat(100) + "\n\n[^n]: note"));
    assert_eq!(many.matches("data-footnote-ref").count(), 100);
    assert_eq!(many.matches("data-footnote-backref").count(), 26);
}

#[test]
fn innocent_html_of_imported_posts_survives() {
    for html in [
        "<details open=\"\"><summary>a</summary>b</details>",
        "<p align=\"center\"><img src=\"https://a.b/c.png\" alt=\"d\" width=\"100\"></p>",
        "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>",
        "<div>H<sub>2</sub>O x<sup>2</sup> <kbd>Ctrl</kbd> <mark>m</mark> <abbr title=\"t\">n</abbr></div>",
        "<figure><img src=\"/a.png\"><figcaption>b</figcaption></figure>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
    ] {
        assert_eq!(render(html), format!("{html}\n"));
    }
    let mixed = "<p>a <kbd>b</kbd> <em>c<ins>d</ins></em></p>\n";
    assert_eq!(render("a <kbd>b</kbd> *c<ins>d</ins>*"), mixed);
    let around = render("<details>\n\n*a*\n\n</details>");
    assert_eq!(around, "<details>\n<p><em>a</em></p>\n</details>\n");
}

#[test]
fn everything_is_derived_from_one_rendering() {
    let markdown = format!("# Title\n\nBody &amp; **soul**.\n\n{}", "word ".repeat(300));
    let rendered = process(&markdown);
    assert_eq!(rendered.html, render(&markdown));
    assert!(rendered.excerpt.starts_with("Title Body & soul. word word"), "{}", rendered.excerpt);
    assert!(rendered.excerpt.ends_with("word…") && rendered.excerpt.chars().count() <= 200);
    assert_eq!(rendered.word_count, 304);
    assert_eq!(rendered.reading_time_minutes, 2);
    let empty = process("");
    assert_eq!((empty.html.as_str(), empty.excerpt.as_str()), ("", ""));
    assert_eq!((empty.word_count, empty.reading_time_minutes), (0, 0));
}
