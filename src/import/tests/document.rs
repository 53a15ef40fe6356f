use std::path::Path;

use crate::import::{Document, DocumentError, FrontMatterError};

fn read(source: &str, text: &str) -> Document {
    Document::read(Path::new(source), text).unwrap()
}

fn day(document: &Document) -> String {
    document.published_at.unwrap().to_rfc3339()
}

#[test]
fn a_zola_page_takes_date_and_slug_from_its_path() {
    let text = "+++\npath = \"news/2024/01/02/Rust-1.75\"\ntitle = \"Rust\"\naliases = [\"2024/01/02/Rust-1.75.html\", \
                \"releases/1.75.0\", \"https://old.example/post/rust_75.html?x=1#y\", \"https://old.example\", \"/\"]\n\
                +++\n\n\n  Text\n\nmore  \n";
    let document = read("news/Rust-1.75@0.md", text);
    assert_eq!(document.slug, "rust-1-75");
    assert_eq!(day(&document), "2024-01-02T00:00:00+00:00");
    assert!(!document.draft);
    assert_eq!(document.former_slugs, ["1-75-0", "rust-75"]);
    assert_eq!(document.body_markdown, "  Text\n\nmore  \n");
    assert_eq!(document.source, Path::new("news/Rust-1.75@0.md"));
}

#[test]
fn a_date_in_the_front_matter_wins() {
    let text = "---\ndate: 2023-05-06\nurl: /2024/01/02/title/\n---\nText";
    assert_eq!(day(&read("2022-01-01-name.md", text)), "2023-05-06T00:00:00+00:00");
    let text = "---\nurl: /2024/01/02/title/\n---\nText";
    assert_eq!(day(&read("2022-01-01-name.md", text)), "2024-01-02T00:00:00+00:00");
}

#[test]
fn a_jekyll_file_name_gives_date_slug_and_title() {
    let document = read("_posts/2024-01-02-hello-world.md", "---\nlayout: post\n---\n## Text\n");
    assert_eq!(day(&document), "2024-01-02T00:00:00+00:00");
    assert_eq!((document.slug.as_str(), document.title.as_str()), ("hello-world", "hello-world"));
    assert!(read("_drafts/hello.md", "---\ndate: 2024-01-02\n---\nText").draft);
}

#[test]
fn a_hugo_slug_is_used_and_a_bundle_is_named_by_its_folder() {
    assert_eq!(read("a.md", "---\nslug: Über uns\n---\nText").slug, "uber-uns");
    assert_eq!(read("a.md", "---\nslug: b\nurl: /c/index.html\n---\nText").slug, "c");
    let bundle = read("post/2024-01-02-sea-view/index.md", "+++\n+++\nText");
    assert_eq!(bundle.slug, "sea-view");
    assert_eq!(day(&bundle), "2024-01-02T00:00:00+00:00");
    assert_eq!(read("index.md", "Text").slug, "index");
}

#[test]
fn a_document_without_a_date_is_a_draft() {
    let document = read("sea.md", "# The Sea\n\nText\n");
    assert!(document.draft);
    assert_eq!(document.published_at, None);
    assert_eq!(document.title, "The Sea");
    assert_eq!(document.body_markdown, "# The Sea\n\nText\n");
    assert!(read("sea.md", "---\ndraft: true\ndate: 2024-01-02\n---\nText").draft);
}

#[test]
fn slugs_are_never_too_long_nor_empty() {
    let long = read("a.md", &format!("---\nslug: {}--b\ndate: 2024-01-02\n---\nText", "a".repeat(99)));
    assert_eq!(long.slug, "a".repeat(99));
    assert_eq!(long.dated_slug().unwrap(), format!("{}-20240102", "a".repeat(91)));
    assert_eq!(read("!.md", "---\ntitle: Sea\nslug: '?'\n---\nText").slug, "sea");
    assert_eq!(read("!.md", "# ?!\n").slug, "untitled");
    assert_eq!(read("!.md", "# ?!\n").dated_slug(), None);
}

#[test]
fn texts_that_are_no_article_are_refused() {
    let read = |text| Document::read(Path::new("a.md"), text).unwrap_err();
    assert_eq!(read(""), DocumentError::Empty);
    assert_eq!(read("\u{feff}\r\n  \n"), DocumentError::Empty);
    assert_eq!(read("---\ntitle: a\n---\n\n<!-- more -->\n"), DocumentError::NoBody);
    assert_eq!(read("a\nb\0"), DocumentError::Nul(2));
    let unclosed = FrontMatterError::Unclosed { line: 1, delimiter: "---" };
    assert_eq!(read("---\ntitle: a\n"), DocumentError::FrontMatter(unclosed));
}
