//! `tribune import markdown`.

use serde_json::json;

use crate::support::program::{Home, ended_reading};

fn home() -> Home {
    let home = Home::new();
    let create = home.command(&["user", "create", "alice", "--email", "alice@example.org"]);
    ended_reading(create, "some long password of hers").well();
    home.write("blog/first.md", "---\ntitle: The first\ndate: 2024-03-01\ntags: [rust]\n---\n\nHello.\n");
    home.write("blog/deeper/second.md", "+++\ntitle = \"The second\"\ndate = 2024-03-02\n+++\n\nAgain.\n");
    home
}

/// The counts of a report, by their names.
fn count(report: &str, name: &str) -> u64 {
    let line = report.lines().find(|line| line.trim_start().starts_with(name));
    let line = line.unwrap_or_else(|| panic!("{name} is not in:\n{report}"));
    line.split_whitespace().last().unwrap().parse().unwrap()
}

const IMPORT: [&str; 5] = ["import", "markdown", "blog", "--as", "alice"];

#[tokio::test]
async fn a_folder_comes_in_once_and_then_what_changed() {
    let home = home();
    let report = home.run(&IMPORT).well();
    assert_eq!((count(&report, "imported"), count(&report, "failed")), (2, 0), "{report}");
    let posts = "{ posts { nodes { title bodyMarkdown publishedAt author { username } tags { name } } } }";
    let program = home.serve();
    let first = program.caller().ask(posts, json!({})).await;
    assert_eq!(
        first["posts"]["nodes"][1],
        json!({ "title": "The first", "bodyMarkdown": "Hello.\n", "publishedAt": "2024-03-01T00:00:00+00:00", "author": { "username": "alice" }, "tags": [{ "name": "rust" }] })
    );

    let report = home.run(&IMPORT).well();
    assert_eq!((count(&report, "imported"), count(&report, "unchanged")), (0, 2), "{report}");
    assert_eq!(program.caller().ask(posts, json!({})).await, first);

    home.write("blog/first.md", "---\ntitle: The first\ndate: 2024-03-01\n---\n\nHello anew.\n");
    let report = home.run(&IMPORT).well();
    assert_eq!((count(&report, "updated"), count(&report, "unchanged")), (1, 1), "{report}");
    let changed = program.caller().ask(posts, json!({})).await;
    assert_eq!(changed["posts"]["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(changed["posts"]["nodes"][1]["bodyMarkdown"], "Hello anew.\n");
}

#[tokio::test]
async fn a_file_that_fails_fails_the_command_and_no_other_file() {
    let home = home();
    home.write("blog/broken.md", "---\ntitle: [unclosed\n---\n\nLost.\n");
    for imported in [2, 0] {
        let ended = home.run(&IMPORT);
        assert_eq!(ended.code, Some(1), "{}", ended.stdout);
        let report = ended.stdout;
        assert_eq!((count(&report, "imported"), count(&report, "failed")), (imported, 1), "{report}");
        assert!(report.contains("broken.md"), "{report}");
    }
}

#[test]
fn nothing_comes_in_for_nobody_or_from_nowhere() {
    let home = home();
    home.run(&["import", "markdown", "blog", "--as", "nobody"]).refused(1, "nobody");
    home.run(&["import", "markdown", "elsewhere", "--as", "alice"]).refused(1, "elsewhere");
}
