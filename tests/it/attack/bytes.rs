//! Bytes that are no text, and text that is no document.

use super::target::Target;
use super::{BAD, INVALID, NO_GRAPHQL, RAN};

#[tokio::test]
async fn bytes_that_are_no_request_are_refused() {
    let mut target = Target::new().await;
    let within = |bytes: &[u8]| [b"{\"query\":\"{__typename}", bytes, b"\"}"].concat();
    let bodies: [(&str, Vec<u8>); 17] = [
        ("nothing", Vec::new()),
        ("NUL", vec![0]),
        ("many NULs", vec![0; 100_000]),
        ("NUL within a text", within(b"\0")),
        ("invalid UTF-8", within(b"\xff")),
        ("UTF-8 cut off", within(b"\xe2\x82")),
        ("overlong UTF-8", within(b"\xc0\xaf")),
        ("a surrogate in UTF-8", within(b"\xed\xa0\x80")),
        ("beyond Unicode", within(b"\xf4\x90\x80\x80")),
        ("UTF-16", "{\"query\":\"{a}\"}".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("a lone surrogate", within(b"\\ud800")),
        ("surrogates the wrong way round", within(b"\\udc00\\ud800")),
        ("an unknown escape", within(b"\\x41")),
        ("a byte order mark", [b"\xef\xbb\xbf".as_slice(), &within(b"")].concat()),
        ("something after it", [within(b"").as_slice(), b"{}"].concat()),
        ("cut off", b"{\"query\":\"{__typename}".to_vec()),
        ("all bytes", (0..=255).collect()),
    ];
    for (kind, body) in bodies {
        target.body(kind, &body, &[BAD]).await;
    }
    target.end().await;
}

#[tokio::test]
async fn text_that_is_no_document_is_refused() {
    let mut target = Target::new().await;
    for (kind, text, expected) in [
        ("NUL", "\0", NO_GRAPHQL),
        ("NUL in a document", "{__typename\0}", NO_GRAPHQL),
        ("NUL in a comment", "{__typename}#\0", RAN),
        ("NUL in a string", "{post(slug:\"\0\"){id}}", RAN),
        ("NUL escaped", "{post(slug:\"\\u0000\"){id}}", RAN),
        ("a lone surrogate", "{post(slug:\"\\ud800\"){id}}", NO_GRAPHQL),
        ("beyond Unicode", "{post(slug:\"\\u{110000}\"){id}}", NO_GRAPHQL),
        ("a number without end", "{posts(first:1e){totalCount}}", NO_GRAPHQL),
        ("a number too many", "{posts(first:01){totalCount}}", NO_GRAPHQL),
        ("a huge exponent", "{posts(first:1e999999999){totalCount}}", NO_GRAPHQL),
        ("a byte order mark", "\u{feff}{__typename}", RAN),
        ("a byte order mark within", "{__type\u{feff}name}", INVALID),
        ("blanks of other kinds", "{\u{a0}__typename}", NO_GRAPHQL),
        ("letters of other kinds", "{ｔypename}", NO_GRAPHQL),
        ("what turns text around", "{__typename \u{202e}}", NO_GRAPHQL),
        ("a schema", "type Query { a: Int }", INVALID),
        ("blanks only", " \n ", BAD),
    ] {
        target.document(kind, text, &[expected]).await;
    }
    target.end().await;
}
