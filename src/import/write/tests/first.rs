//! Folders that come in for the first time.

use super::{World, counts, reasons};
use crate::entity::post::{self, Status};
use crate::import::{ImportError, import_folder};

const HELLO: &str =
    "---\ntitle: Hello\ndate: 2020-01-02\ntags: [Rust, C++]\ndescription: In short.\n---\nOne.\r\nTwo.\n";

#[tokio::test]
async fn an_article_becomes_a_post_of_its_date() {
    let world = World::new(&[("2020-01-02-hello.md", HELLO)]).await;
    let report = world.import().await;
    assert_eq!((counts(&report), report.remarks.len(), report.people_made), ([1, 0, 0, 0, 0], 0, 0));
    let post = world.post("hello").await.unwrap();
    let date = "2020-01-02T00:00:00Z".parse().unwrap();
    assert_eq!(
        (post.title.as_str(), post.excerpt.as_str(), post.status),
        ("Hello", "In short.", Status::Published)
    );
    assert_eq!((post.created_at, post.updated_at, post.published_at), (date, date, Some(date)));
    assert_eq!((post.version, post.edited_at, post.author_id), (1, None, Some(world.olga.user_id)));
    assert_eq!(post.id.get_timestamp().unwrap().to_unix().0, date.timestamp().unsigned_abs());
    let texts = post::find::texts(world.domain.database.reader(), &[post.id]).await.unwrap();
    assert_eq!(texts[0].1.body_markdown, "One.\nTwo.\n");
    assert_eq!(world.texts("SELECT slug FROM tags ORDER BY slug").await, ["c-plus-plus", "rust"]);
}

#[tokio::test]
async fn what_has_no_date_or_one_to_come_is_a_draft() {
    let world = World::new(&[
        ("undated.md", "# Undated\n\nText.\n"),
        ("draft.md", "---\ndate: 2020-01-02\ndraft: true\n---\nText.\n"),
        ("later.md", "---\ndate: 2099-01-02\n---\nText.\n"),
    ])
    .await;
    let report = world.import().await;
    assert_eq!(counts(&report), [3, 0, 0, 0, 0]);
    assert_eq!(
        reasons(&report.remarks),
        ["is dated in the future, so it counts as a draft", "has no date, so it counts as a draft"]
    );
    for slug in ["undated", "draft", "later"] {
        let post = world.post(slug).await.unwrap();
        assert_eq!((post.status, post.published_at), (Status::Draft, None), "{slug}");
        assert_eq!(post.created_at, world.domain.clock.now(), "{slug}");
    }
    assert_eq!(world.texts("SELECT username FROM users WHERE post_count > 0").await, Vec::<String>::new());
}

#[tokio::test]
async fn a_slug_that_is_taken_gets_the_date_and_then_a_number() {
    let minutes = "---\ntitle: Minutes\nslug: minutes\ndate: 2020-01-02\n---\nText of ";
    let files = ["a.md", "b.md", "c.md"].map(|name| (name, format!("{minutes}{name}.\n")));
    let world = World::new(&files.each_ref().map(|(name, text)| (*name, text.as_str()))).await;
    let report = world.import().await;
    assert_eq!(
        reasons(&report.remarks),
        [
            "its slug \"minutes\" is taken; it became \"minutes-20200102\"",
            "its slug \"minutes\" is taken; it became \"minutes-2\"",
        ]
    );
    assert_eq!(world.post("minutes-2").await.unwrap().title, "Minutes");
}

#[tokio::test]
async fn former_slugs_lead_on_unless_they_are_anothers() {
    let aliases = "---\ndate: 2020-01-02\naliases: [/old/first-try.html, /other/]\n---\nText.\n";
    let world =
        World::new(&[("first.md", aliases), ("other.md", "---\ndate: 2020-01-03\n---\nOther.\n")]).await;
    let report = world.import().await;
    assert_eq!(reasons(&report.remarks), ["its former slug \"other\" is another post's"]);
    assert_eq!(world.post("first-try").await.unwrap().slug, "first");
    assert_eq!(world.post("other").await.unwrap().slug, "other");
}

#[tokio::test]
async fn tags_beyond_five_are_left_out_and_named() {
    let tags = "---\ndate: 2020-01-02\ntags: [a, b, B, c, d, e, f, g]\n---\nText.\n";
    let world = World::new(&[("tags.md", tags)]).await;
    let report = world.import().await;
    assert_eq!(reasons(&report.remarks), ["left out all tags but the first 5: f, g"]);
    assert_eq!(world.texts("SELECT slug FROM tags ORDER BY slug").await, ["a", "b", "c", "d", "e"]);
}

#[tokio::test]
async fn what_breaks_the_rules_fails_whole_and_stops_nothing() {
    let long = format!(
        "---\ntitle: {}\nauthor: New\ndate: 2020-01-02\ntags: [\"!\"]\n---\nText.\n",
        "t".repeat(201)
    );
    let bell = "---\ntitle: Bell\ndate: 2020-01-02\n---\nDing \u{7}.\n";
    let world =
        World::new(&[("long.md", &long), ("bell.md", bell), ("x.md", HELLO), ("y.md", "---\n")]).await;
    let report = world.import().await;
    assert_eq!(counts(&report), [1, 0, 0, 0, 3]);
    assert!(report.has_failures());
    let reasons = reasons(&report.failed);
    assert_eq!(reasons[0], "The text must not contain control characters.");
    assert_eq!(
        reasons[1],
        "The title has 201 characters; at most 200 are allowed. The tag \"!\" must hold a letter or a digit."
    );
    assert_eq!(world.texts("SELECT username FROM users").await, ["olga"]);
    assert_eq!(world.texts("SELECT slug FROM post_slugs").await, ["x"]);
}

#[tokio::test]
async fn folder_and_user_must_exist() {
    let world = World::new(&[("x.md", HELLO)]).await;
    for name in ["nobody", "", "a\0b"] {
        let refused = world.try_import(&world.blog(), name).await.unwrap_err();
        assert!(matches!(refused, ImportError::UnknownUser(given) if given == name));
    }
    let missing = world.try_import(&world.blog().join("no"), "olga").await.unwrap_err();
    assert!(matches!(missing, ImportError::Folder(_)));
    assert_eq!(world.texts("SELECT slug FROM posts").await, Vec::<String>::new());
}

#[tokio::test]
async fn nobody_is_told_and_progress_is_shown() {
    let world = World::new(&[("x.md", HELLO), ("y.md", "Text.\n")]).await;
    let mut seen = Vec::new();
    let mut progress = |done, total| seen.push((done, total));
    let report = import_folder(&world.domain, &world.blog(), "olga", &mut progress).await.unwrap();
    let table = report.table();
    assert_eq!(seen, [(1, Some(2)), (2, Some(2))]);
    assert!(table.contains("imported") && table.contains("has no date"), "{table}");
    assert_eq!(world.texts("SELECT kind FROM events").await, Vec::<String>::new());
}
