//! Folders that come in again.

use std::sync::atomic::Ordering;

use super::{World, counts, reasons};
use crate::domain::post::{PostChange, delete_post, update_post};
use crate::entity::post::Status;

const BEFORE: &str = "---\ntitle: Hello\ndate: 2020-01-02\ntags: [one, two]\n---\nFirst line.\n";
const AFTER: &str =
    "---\ntitle: Hello again\ndate: 2020-01-02\ntags: [two, three]\n---\nFirst line.\nSecond line.\n";

#[tokio::test]
async fn twice_changes_nothing_wherever_the_folder_lies() {
    let world = World::new(&[("2020/a.md", BEFORE), ("b.md", "---\nauthor: Zoe\n---\nText.\n")]).await;
    world.import().await;
    let rows = "SELECT p.slug || p.version || p.updated_at || i.imported_at FROM posts p JOIN imports i ON post_id = p.id";
    let before = world.texts(rows).await;
    let elsewhere = world.folder.join("elsewhere");
    std::fs::rename(world.blog(), &elsewhere).unwrap();
    let report = world.try_import(&elsewhere, "olga").await.unwrap();
    assert_eq!((counts(&report), report.people_made), ([0, 0, 2, 0, 0], 0));
    assert_eq!(world.texts(rows).await, before);
}

#[tokio::test]
async fn a_changed_file_changes_its_post() {
    let world = World::new(&[("a.md", BEFORE)]).await;
    world.import().await;
    world.write("a.md", AFTER);
    assert_eq!(counts(&world.import().await), [0, 1, 0, 0, 0]);
    let post = world.post("a").await.unwrap();
    let now = world.domain.clock.now();
    assert_eq!(
        (post.title.as_str(), post.excerpt.as_str(), post.version),
        ("Hello again", "First line. Second line.", 2)
    );
    assert_eq!((post.updated_at, post.edited_at), (now, Some(now)));
    assert_eq!(post.published_at, Some("2020-01-02T00:00:00Z".parse().unwrap()));
    assert_eq!(
        world.texts("SELECT slug FROM tags WHERE post_count = 1 ORDER BY slug").await,
        ["three", "two"]
    );
    world.write("a.md", BEFORE);
    assert_eq!(counts(&world.import().await), [0, 1, 0, 0, 0]);
    assert_eq!(counts(&world.import().await), [0, 0, 1, 0, 0]);
}

#[tokio::test]
async fn what_was_changed_here_stays() {
    let world = World::new(&[("a.md", BEFORE)]).await;
    world.import().await;
    world.now.fetch_add(60, Ordering::Relaxed);
    let post = world.post("a").await.unwrap();
    let change = PostChange { title: Some("Mine".to_owned()), ..PostChange::default() };
    update_post(&world.domain, &world.olga, post.id, change).await.unwrap();
    assert_eq!(counts(&world.import().await), [0, 0, 1, 0, 0]);
    world.write("a.md", AFTER);
    let report = world.import().await;
    assert_eq!(
        (counts(&report), reasons(&report.skipped)),
        ([0, 0, 0, 1, 0], vec!["was changed here since"])
    );
    assert_eq!(world.post("a").await.unwrap().title, "Mine");
}

#[tokio::test]
async fn what_was_deleted_here_stays_deleted() {
    let world = World::new(&[("a.md", BEFORE)]).await;
    world.import().await;
    let post = world.post("a").await.unwrap();
    delete_post(&world.domain, &world.olga, post.id).await.unwrap();
    for text in [BEFORE, AFTER] {
        world.write("a.md", text);
        let report = world.import().await;
        assert_eq!((counts(&report), reasons(&report.skipped)), ([0, 0, 0, 1, 0], vec!["was deleted here"]));
    }
    std::fs::rename(world.blog().join("a.md"), world.blog().join("2020-01-02-a.md")).unwrap();
    world.write("2020-01-02-a.md", BEFORE);
    assert_eq!(world.import().await.imported, 0);
}

#[tokio::test]
async fn a_moved_file_is_the_same_post() {
    let world = World::new(&[("a.md", BEFORE)]).await;
    world.import().await;
    std::fs::create_dir(world.blog().join("2020")).unwrap();
    std::fs::rename(world.blog().join("a.md"), world.blog().join("2020/a.md")).unwrap();
    let report = world.import().await;
    assert_eq!(
        (counts(&report), reasons(&report.remarks)),
        ([0, 0, 1, 0, 0], vec!["says the same as a.md, so it is that post"])
    );
    world.write("2020/a.md", AFTER);
    assert_eq!(counts(&world.import().await), [0, 1, 0, 0, 0]);
}

#[tokio::test]
async fn another_article_of_the_same_path_replaces_nothing() {
    let world = World::new(&[("a.md", BEFORE)]).await;
    world.import().await;
    let reason = "Another article, \"Hello\", came in from a file of this path; rename this one.";
    // The title alone may be the same, and so may the day.
    for front in ["title: Hello\ndate: 2021-05-06", "title: Other\ndate: 2020-01-02"] {
        world.write("a.md", &format!("---\n{front}\n---\nOf another folder.\n"));
        let report = world.import().await;
        assert_eq!((counts(&report), reasons(&report.failed)), ([0, 0, 0, 0, 1], vec![reason]));
    }
    assert_eq!(world.post("a").await.unwrap().version, 1);
}

#[tokio::test]
async fn a_draft_is_published_by_its_file_and_not_taken_back() {
    let draft = BEFORE.replacen("---\n", "---\ndraft: true\n", 1);
    let world = World::new(&[("a.md", &draft)]).await;
    world.import().await;
    world.write("a.md", BEFORE);
    assert_eq!(counts(&world.import().await), [0, 1, 0, 0, 0]);
    let post = world.post("a").await.unwrap();
    let date = Some("2020-01-02T00:00:00Z".parse().unwrap());
    assert_eq!((post.status, post.published_at, post.edited_at), (Status::Published, date, None));
    world.write("a.md", &draft);
    let report = world.import().await;
    assert_eq!(reasons(&report.remarks), ["is a draft in the file now; the post stays published"]);
    assert_eq!(world.post("a").await.unwrap().status, Status::Published);
}

#[tokio::test]
async fn a_change_against_the_rules_fails_and_changes_nothing() {
    let world = World::new(&[("a.md", BEFORE)]).await;
    world.import().await;
    world.write("a.md", &BEFORE.replace("title: Hello", &format!("title: {}", "t".repeat(201))));
    assert_eq!(counts(&world.import().await), [0, 0, 0, 0, 1]);
    assert_eq!(world.post("a").await.unwrap().title, "Hello");
}

#[tokio::test]
async fn a_new_slug_and_former_ones_lead_to_the_old() {
    let world = World::new(&[("a.md", BEFORE)]).await;
    world.import().await;
    world
        .write("a.md", &BEFORE.replacen("---\n", "---\nslug: better\nauthor: Zoe\naliases: [/earlier]\n", 1));
    let report = world.import().await;
    assert_eq!(reasons(&report.remarks), ["names another author than the post has; the post keeps its own"]);
    for slug in ["a", "better", "earlier"] {
        assert_eq!(world.post(slug).await.unwrap().slug, "a");
    }
    assert_eq!(world.post("a").await.unwrap().edited_at, None);
}
