use chrono::{DateTime, Utc};

use crate::import::{FrontMatter, FrontMatterError};

fn read(text: &str) -> FrontMatter {
    FrontMatter::read(text).unwrap().0
}

fn reason(text: &str) -> String {
    FrontMatter::read(text).unwrap_err().to_string()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn zola_toml_is_read() {
    let text = "+++\ntitle = \"Sea\"\npath = \"2021/03/04/Sea-1.5.html\"\naliases = [\n  \"old/sea\",\n]\n\
                description = \"Salt\"\n\n[taxonomies]\ntags = [\"water\", \"salt\"]\nauthors = [\"Ann\"]\n\n\
                [extra]\nteam = \"Divers\"\n+++\n\nBody\n";
    let (front_matter, body) = FrontMatter::read(text).unwrap();
    let expected = FrontMatter {
        title: Some("Sea".to_owned()),
        path: Some("2021/03/04/Sea-1.5.html".to_owned()),
        tags: vec!["water".to_owned(), "salt".to_owned()],
        description: Some("Salt".to_owned()),
        authors: vec!["Ann".to_owned()],
        aliases: vec!["old/sea".to_owned()],
        ..FrontMatter::default()
    };
    assert_eq!(front_matter, expected);
    assert_eq!(body, "\nBody\n");
}

#[test]
fn hugo_yaml_is_read() {
    let front_matter = read(
        "---\nTitle: \"Sea: a view\"\ndate: 2024-01-02T10:00:00+02:00\ndraft: true\nurl: /sea/\n\
         summary: >\n  two\n  lines\ntags: [a, b, a]\nmenu:\n  main: {weight: 3}\n---\n",
    );
    assert_eq!(front_matter.title.unwrap(), "Sea: a view");
    assert_eq!(front_matter.date, Some(utc("2024-01-02T08:00:00Z")));
    assert!(front_matter.draft);
    assert_eq!(front_matter.path.unwrap(), "/sea/");
    assert_eq!(front_matter.description.unwrap(), "two lines");
    assert_eq!(front_matter.tags, ["a", "b"]);
}

#[test]
fn jekyll_yaml_is_read() {
    let front_matter = read(
        "---\nlayout: post\ntitle: 1984\ndate: 2024-01-02 10:00:00 +0200\npublished: false\ncategories: x y\n\
         tags: rust web\npermalink: /:year/:title/\nredirect_from: /old.html\n...\n",
    );
    assert_eq!(front_matter.title.unwrap(), "1984");
    assert_eq!(front_matter.date, Some(utc("2024-01-02T08:00:00Z")));
    assert!(front_matter.draft);
    assert_eq!(front_matter.tags, ["rust", "web"]);
    assert_eq!(front_matter.path, None);
    assert_eq!(front_matter.aliases, ["/old.html"]);
    assert_eq!(read("---\ntags: sea salt, water\n---\n").tags, ["sea salt", "water"]);
}

#[test]
fn authors_of_all_kinds_are_read() {
    let ann_and_bob = ["Ann", "Bob"];
    assert_eq!(read("---\nauthors: [Ann, Bob]\n---\n").authors, ann_and_bob);
    assert_eq!(read("---\nauthors:\n  - name: Ann\n    url: x\n  - name: Bob\n---\n").authors, ann_and_bob);
    assert_eq!(
        read("+++\n[[authors]]\nname = \"Ann\"\n[[authors]]\nname = \"Bob\"\n+++\n").authors,
        ann_and_bob
    );
    assert_eq!(read("+++\n[extra]\nauthors = [\"Ann\", \"Bob\"]\n+++\n").authors, ann_and_bob);
    assert_eq!(read("---\nauthor: Ann\n---\n").authors, ["Ann"]);
    assert_eq!(read("+++\n[author]\nname = \"Ann\"\n+++\n").authors, ["Ann"]);
    assert_eq!(read("---\nauthor: \"Ann, Bob and the Team\"\n---\n").authors, ["Ann, Bob and the Team"]);
}

#[test]
fn a_text_without_front_matter_is_all_body() {
    for text in ["Just text\n", "# Heading\n---\n", "----\ntext\n", "\n\ntext\n---\n", "{{< figure >}}\n", ""]
    {
        assert_eq!(FrontMatter::read(text).unwrap(), (FrontMatter::default(), text));
    }
    assert_eq!(FrontMatter::read("---\n---\nBody").unwrap(), (FrontMatter::default(), "Body"));
}

#[test]
fn byte_order_mark_and_windows_line_ends_are_accepted() {
    for text in
        ["\u{feff}---\r\ntitle: Sea\r\n---\r\nBody\r\n", "\u{feff}+++\r\ntitle = \"Sea\"\r\n+++\r\nBody\r\n"]
    {
        let (front_matter, body) = FrontMatter::read(text).unwrap();
        assert_eq!(front_matter.title.unwrap(), "Sea");
        assert_eq!(body, "Body\r\n");
    }
}

#[test]
fn errors_name_the_line_of_the_file() {
    let yaml = reason("---\ntitle: a\nslug: b: c\n---\n");
    assert_eq!(yaml, "front matter, line 3: mapping values are not allowed in this context");
    let toml = reason("\n+++\ntitle = \"a\"\nslug = b\n+++\n");
    assert!(toml.starts_with("front matter, line 4: ") && !toml.contains('\n'), "{toml}");
    assert_eq!(
        reason("---\ntitle: a\ndate: soon\n---\n"),
        "front matter, line 3: `date` is not a date: soon"
    );
    assert_eq!(
        reason("+++\ntitle = \"a\"\n\ndraft = \"perhaps\"\n+++\n"),
        "front matter, line 4: `draft` is neither true nor false"
    );
    assert_eq!(
        reason("---\njust words\n---\n"),
        "front matter, line 2: expected lines of the form `key: value`"
    );
}

#[test]
fn unclosed_json_and_endless_front_matter_is_refused() {
    assert_eq!(
        FrontMatter::read("\n+++\ntitle = \"a\"\n---\n").unwrap_err(),
        FrontMatterError::Unclosed { line: 2, delimiter: "+++" }
    );
    assert_eq!(
        FrontMatter::read("---\ntitle: a\n\nBody").unwrap_err(),
        FrontMatterError::Unclosed { line: 1, delimiter: "---" }
    );
    assert_eq!(FrontMatter::read("{\n\"title\": \"a\"\n}\n").unwrap_err(), FrontMatterError::Json);
    let endless = format!("---\ntitle: {}\n---\n", "a".repeat(17_000));
    assert_eq!(reason(&endless), "front matter is longer than 16 KB");
}

#[test]
fn values_are_single_lines_without_control_characters() {
    assert_eq!(read("---\ntitle: \"a\\0b\\nc\"\ntags: [\"\", x]\n---\n").title.unwrap(), "a b c");
    assert_eq!(read("---\ntitle: \" \"\ntags: [\"\", x]\n---\n").title, None);
    assert_eq!(read("---\ntags: [\"\", 5, true]\n---\n").tags, ["5", "true"]);
}
