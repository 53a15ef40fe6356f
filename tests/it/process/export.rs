//! `tribune export markdown`.

use serde_json::{Value, json};

use crate::support::program::{Home, ended_reading};

const POST: &str =
    "slug title subtitle excerpt bodyMarkdown bodyHtml status visibility commentPolicy publishedAt language
    canonicalUrl contentWarning readingTimeMinutes tags { name slug } author { displayName } coAuthors { displayName }";

fn home() -> Home {
    let home = Home::new();
    let create = home.command(&["user", "create", "alice", "--email", "alice@example.org"]);
    ended_reading(create, "some long password of hers").well();
    home
}

/// All that can be told of the posts of these slugs.
async fn posts(home: &Home, slugs: &[&str]) -> Value {
    let fields: Vec<String> = (0..)
        .zip(slugs)
        .map(|(index, slug)| format!("p{index}: post(slug: \"{slug}\") {{ {POST} }}"))
        .collect();
    let program = home.serve();
    program.caller().ask(&format!("{{ {} }}", fields.join("\n")), json!({})).await
}

#[tokio::test]
async fn what_is_exported_comes_in_elsewhere_as_it_was() {
    let home = home();
    home.write(
        "blog/plain.md",
        "---\ntitle: 'Plain: \"quoted\", # not a comment'\ndate: 2024-03-01T10:11:12.123456Z\ntags: [Rust, Größe]\nauthors: [Zoë Ångström, Bo, Alice]\n\
         description: Written by hand\naliases: [/old/plain-once, plainer]\n---\n\n# Head\n\n    code first\n\n```yaml\n---\nx: 1\n---\n```\n\nLast line without an end",
    );
    home.write(
        "blog/settings.md",
        "---\ntitle: 'yes'\ndate: 2024-03-02\ntribune:\n  subtitle: '012'\n  visibility: unlisted\n  comments: nobody\n  status: archived\n  \
         canonical_url: https://example.org/a?b=c&d\n  language: de\n  content_warning: 'Spoilers: all'\n---\n\nText.\n",
    );
    let import = ["import", "markdown", "blog", "--as", "alice"];
    home.run(&import).well();
    let slugs = ["plain", "settings", "plain-once"];
    let before = posts(&home, &slugs).await;
    assert_eq!(before["p0"]["tags"][1]["name"], "Größe", "{before}");
    assert_eq!(before["p1"]["visibility"], "UNLISTED", "{before}");
    assert_eq!(
        (&before["p1"]["status"], &before["p1"]["commentPolicy"]),
        (&json!("ARCHIVED"), &json!("NOBODY"))
    );
    assert_eq!(before["p2"]["slug"], "plain");

    let written = home.run(&["export", "markdown", "out"]).well();
    assert!(written.contains("exported  2"), "{written}");
    let other = self::home();
    for name in ["plain.md", "settings.md"] {
        other.write(&format!("blog/{name}"), &home.read(&format!("out/{name}")));
    }
    other.run(&import).well();
    assert_eq!(posts(&other, &slugs).await, before);
    // And once more: the files themselves are the same.
    other.run(&["export", "markdown", "out"]).well();
    assert_eq!(other.read("out/settings.md"), home.read("out/settings.md"));
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let home = home();
    home.write("out/mine.md", "mine");
    home.run(&["export", "markdown", "out"]).refused(1, "not empty");
    assert_eq!(home.read("out/mine.md"), "mine");
    home.write("file", "");
    home.run(&["export", "markdown", "file"]).refused(1, "file");
}

#[test]
fn settings_that_cannot_be_read_keep_a_file_out() {
    let home = home();
    home.write(
        "blog/a.md",
        "---\ntitle: A\ndate: 2024-03-02\ntribune:\n  visibility: friends\n---\n\nText.\n",
    );
    let ended = home.run(&["import", "markdown", "blog", "--as", "alice"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stdout.contains("public, unlisted, followers"), "{}", ended.stdout);
}
