use super::{Scanner, Token};

fn tokens(html: &str) -> Vec<Token<'_>> {
    Scanner::new(html).collect()
}

#[test]
fn text_and_tags_alternate() {
    let expected = [
        Token::Text("a "),
        Token::Open("B", vec![]),
        Token::Text("c"),
        Token::Close("B"),
        Token::Open("br", vec![]),
        Token::Text(" &amp; d"),
    ];
    assert_eq!(tokens("a <B>c</B ><br/> &amp; d"), expected);
}

#[test]
fn attributes_are_read_in_every_notation() {
    let html = "<a x='1>' y=\"2 \" z=3/4 w = v\n checked data-q>";
    let attributes = vec![
        ("x", Some("1>")),
        ("y", Some("2 ")),
        ("z", Some("3/4")),
        ("w", Some("v")),
        ("checked", None),
        ("data-q", None),
    ];
    assert_eq!(tokens(html), [Token::Open("a", attributes)]);
    assert_eq!(tokens("<a =b=c>"), [Token::Open("a", vec![("=b", Some("c"))])]);
    assert_eq!(tokens("<img/src=x/onerror=y>").len(), 1);
}

#[test]
fn a_less_than_sign_without_a_tag_is_text() {
    assert_eq!(tokens("1 < 2"), [Token::Text("1 "), Token::Less, Token::Text(" 2")]);
    assert_eq!(tokens("<"), [Token::Less]);
    assert_eq!(tokens("<b"), [Token::Less, Token::Text("b")]);
    assert_eq!(tokens("<b a='>"), [Token::Less, Token::Text("b a='>")]);
    assert_eq!(tokens("<é>"), [Token::Less, Token::Text("é>")]);
}

#[test]
fn what_is_not_for_the_reader_is_nothing() {
    for html in ["<!-- a <b> -->", "<!-->", "<!--->", "<!doctype html>", "<?xml?>", "</ b>", "<![CDATA[a]]>"]
    {
        assert_eq!(tokens(html), [Token::Nothing], "{html}");
    }
    for html in ["<script>if (a</b>c)</SCRIPT >", "<Style a=b>x</style>", "<script>a</script"] {
        assert_eq!(tokens(html), [Token::Nothing], "{html}");
    }
}

#[test]
fn the_rest_after_something_unfinished_is_kept() {
    assert_eq!(tokens("<!-- a"), [Token::Less, Token::Text("!-- a")]);
    assert_eq!(tokens("<script>a"), [Token::Nothing, Token::Text("a")]);
    assert_eq!(tokens("</b"), [Token::Less, Token::Text("/b")]);
}

#[test]
fn thousands_of_unfinished_tags_are_given_up() {
    let html = "<b c=\"".repeat(50_000);
    let count = tokens(&html).iter().filter(|token| **token == Token::Less).count();
    assert_eq!(count, 50_000);
    // A few are not held against the tags that follow: this one has a quote that ends much later.
    assert!(tokens("<b c='<i>d").contains(&Token::Open("i", vec![])));
}
