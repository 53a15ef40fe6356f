use super::sanitise;

const REL: &str = "rel=\"nofollow noopener noreferrer\"";

#[test]
fn identifiers_and_links_to_them_are_prefixed_alike() {
    assert_eq!(sanitise("<p id=\"location\">a</p>"), "<p id=\"user-content-location\">a</p>");
    assert_eq!(sanitise("<p id=\"user-content-a\">a</p>"), "<p id=\"user-content-a\">a</p>");
    assert_eq!(sanitise("<a href=\"#b\">a</a>"), format!("<a href=\"#user-content-b\" {REL}>a</a>"));
    assert_eq!(sanitise("<a href=\"#\">a</a>"), format!("<a href=\"#\" {REL}>a</a>"));
    for bad in ["", "a b", &"x".repeat(201)] {
        assert_eq!(sanitise(&format!("<p id=\"{bad}\">a</p>")), "<p>a</p>", "{bad:?}");
    }
}

#[test]
fn names_which_clobber_are_gone() {
    assert_eq!(sanitise("<img name=\"cookie\" src=\"/a\">"), "<img src=\"/a\">");
    assert_eq!(sanitise("<form id=\"x\"><p name=\"y\">a</p></form>"), "<p>a</p>");
}

#[test]
fn classes_name_a_language_or_nothing() {
    for language in ["rust", "C++", "c#", "objective-c", "asp.net", &"x".repeat(40)] {
        let html = format!("<code class=\"language-{language}\">a</code>");
        assert_eq!(sanitise(&html), html);
    }
    assert_eq!(
        sanitise("<code class=\"hidden language-rust modal\">a</code>"),
        "<code class=\"language-rust\">a</code>"
    );
    for class in
        ["", "modal", "language-", "language-a/b", "language-é", &format!("language-{}", "x".repeat(41))]
    {
        assert_eq!(sanitise(&format!("<code class=\"{class}\">a</code>")), "<code>a</code>", "{class}");
    }
    assert_eq!(sanitise("<p class=\"language-rust\">a</p>"), "<p>a</p>");
}

#[test]
fn links_have_one_of_three_schemes_or_none() {
    for address in ["http://a.b/", "https://a.b/?c=d", "mailto:a@b.c", "/a", "a/b", "?c", "//a.b/c"] {
        let expected = format!("<a href=\"{address}\" {REL}>x</a>");
        assert_eq!(sanitise(&format!("<a rel=\"me\" target=\"_blank\" href=\"{address}\">x</a>")), expected);
    }
    for address in
        ["javascript:alert(1)", "ftp://a.b/", "data:text/html,a", "vbscript:a", "file:///etc/passwd", "tel:1"]
    {
        assert_eq!(sanitise(&format!("<a href=\"{address}\">x</a>")), format!("<a {REL}>x</a>"), "{address}");
    }
}

#[test]
fn pictures_come_from_the_web() {
    for address in ["http://a.b/c.png", "https://a.b/c", "/a.png", "a.png"] {
        let html = format!("<img src=\"{address}\" alt=\"x\">");
        assert_eq!(sanitise(&html), html);
    }
    for address in
        ["data:image/png;base64,AAAA", "mailto:a@b.c", "javascript:a", "blob:https://a.b/c", "http://"]
    {
        assert_eq!(sanitise(&format!("<img src=\"{address}\">")), "<img>", "{address}");
    }
}

#[test]
fn measures_are_numbers_and_alignments_are_words() {
    let html = "<img src=\"/a\" width=\"50%\" height=\"10\"><ol start=\"-3\"><li>a</li></ol><p align=\"center\">b</p>";
    assert_eq!(sanitise(html), html);
    for attribute in ["width=\"1e9\"", "height=\"9999999999\"", "align=\"x\"", "width=\"\"", "width=\"%\""] {
        assert_eq!(sanitise(&format!("<img {attribute}>")), "<img>", "{attribute}");
    }
}

#[test]
fn every_input_is_a_checkbox_that_cannot_be_ticked() {
    let expected = "<input type=\"checkbox\" disabled=\"\">";
    assert_eq!(sanitise("<input type=\"password\" disabled=\"no\" value=\"x\" autofocus>"), expected);
    let added = sanitise("<input>");
    assert!(added.contains(" type=\"checkbox\"") && added.contains(" disabled=\"\""), "{added}");
}
