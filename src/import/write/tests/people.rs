//! Whose the posts are.

use super::{World, account, counts, reasons};

fn by(author: &str, text: &str) -> String {
    format!("---\nauthor: {author}\ndate: 2020-01-02\n---\n{text}\n")
}

const AUTHORS: &str = "SELECT username FROM posts JOIN users u ON u.id = author_id ORDER BY slug";

#[tokio::test]
async fn one_name_is_one_person_who_cannot_sign_in() {
    let world = World::new(&[("a.md", &by("Zoë Quill", "A.")), ("b.md", &by("zoe quill", "B."))]).await;
    assert_eq!(world.import().await.people_made, 1);
    world.write("c.md", &by("Zoë Quill", "C."));
    assert_eq!(world.import().await.people_made, 0);
    assert_eq!(world.texts(AUTHORS).await, ["zoe_quill", "zoe_quill", "zoe_quill"]);
    let claimable = "SELECT display_name || role FROM users WHERE imported_at = created_at AND email IS NULL
        AND password_hash IS NULL AND search_name = 'zoë quill'";
    assert_eq!(world.texts(claimable).await, ["Zoë QuillAUTHOR"]);
}

#[tokio::test]
async fn a_real_person_of_the_same_name_is_another() {
    let world = World::new(&[("a.md", &by("Zoe Quill", "A."))]).await;
    account(&world.domain, "zoe_quill", "Zoe Quill").await;
    assert_eq!(world.import().await.people_made, 1);
    world.write("b.md", &by("Zoe Quill", "B."));
    assert_eq!(world.import().await.people_made, 0);
    assert_eq!(world.texts(AUTHORS).await, ["zoe_quill_2", "zoe_quill_2"]);
}

#[tokio::test]
async fn who_takes_the_name_of_another_gets_none_of_their_posts() {
    let world = World::new(&[("a.md", &by("Mallory", "A."))]).await;
    world.import().await;
    let sql = "UPDATE users SET display_name = 'Zoe Quill', search_name = 'zoe quill' WHERE username = 'mallory' \
        RETURNING username";
    world.texts(sql).await;
    world.write("b.md", &by("Zoe Quill", "B."));
    assert_eq!(world.import().await.people_made, 1);
    assert_eq!(world.texts(AUTHORS).await, ["mallory", "zoe_quill"]);
}

#[tokio::test]
async fn the_owner_is_who_is_named_or_nobody() {
    let world =
        World::new(&[("a.md", &by("olga owner", "A.")), ("b.md", &by("Olga", "B.")), ("c.md", "C.\n")]).await;
    assert_eq!(world.import().await.people_made, 0);
    assert_eq!(world.texts(AUTHORS).await, ["olga", "olga", "olga"]);
}

#[tokio::test]
async fn co_authors_are_named_and_names_too_long_are_refused() {
    let long = by(&"n".repeat(81), "Long.");
    let world =
        World::new(&[("a.md", &by("[Ann, Bob, Cy]", "A.")), ("b.md", &long), ("c.md", &by("Admin", "C."))])
            .await;
    let report = world.import().await;
    assert_eq!((counts(&report), report.people_made), ([2, 0, 0, 0, 1], 4));
    assert_eq!(reasons(&report.remarks), Vec::<&str>::new());
    let co_authors =
        "SELECT u.username FROM post_co_authors c JOIN users u ON u.id = c.user_id ORDER BY c.added_at";
    assert_eq!(world.texts(co_authors).await, ["bob", "author_cy"]);
    assert_eq!(reasons(&report.failed), ["The author's name has 81 characters; at most 80 are allowed."]);
    assert_eq!(world.texts(AUTHORS).await, ["ann", "admin_2"]);
}
