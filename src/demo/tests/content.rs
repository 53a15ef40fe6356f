//! What the demo holds.

use sea_orm::EntityTrait;

use super::{filled, number_of, rows};
use crate::domain::text;
use crate::entity::{comment, post, tag};

/// Whether a number lies where it should.
macro_rules! assert_within {
    ($number:expr, $range:expr) => {{
        let number = $number;
        assert!($range.contains(&number), "{} is {number}", stringify!($number));
    }};
}

#[tokio::test]
async fn there_is_as_much_as_promised() {
    let (place, summary) = filled().await;
    println!("{summary:?}");
    assert_eq!(
        (summary.people, summary.posts, summary.bookmarks, summary.follows),
        (200, 2_000, 1_500, 3_800)
    );
    assert_within!(summary.comments, 6_000..=8_000);
    assert_within!(summary.reactions, 15_000..=22_000);
    let count = async |sql: &str| number_of(&place.domain, &format!("SELECT count(*) FROM {sql}")).await;
    assert_within!(count("post_reactions").await, 13_000..=17_000);
    assert_within!(count("posts WHERE status = 'DRAFT'").await, 40..=80);
    assert_within!(count("posts WHERE status = 'ARCHIVED'").await, 10..=30);
    assert_within!(count("posts WHERE visibility = 'UNLISTED'").await, 10..=30);
    assert_within!(count("posts WHERE visibility = 'FOLLOWERS'").await, 20..=60);
    assert_within!(count("posts WHERE comment_policy = 'NOBODY'").await, 15..=50);
    assert_within!(count("posts WHERE content_warning IS NOT NULL").await, 10..=50);
    assert_within!(count("posts WHERE slug LIKE '%-2'").await, 2..=100);
    assert_within!(count("users WHERE role = 'READER'").await, 10..=40);
    assert_within!(count("post_co_authors").await, 60..=80);
    assert_within!(count("series").await, 8..=26);
    assert_eq!(count("series WHERE id NOT IN (SELECT series_id FROM series_posts)").await, 0);
    let others = "series_posts sp JOIN posts p ON p.id = sp.post_id JOIN series s ON s.id = sp.series_id WHERE p.author_id <> s.author_id";
    assert_eq!(count(others).await, 0);
    assert_within!(count("comments WHERE deleted_at IS NOT NULL").await, 50..=200);
    assert_within!(count("comments WHERE depth = 10").await, 5..=200);
    assert_within!(count("post_slugs WHERE slug NOT IN (SELECT slug FROM posts)").await, 20..=80);
    assert_within!(count("usernames WHERE username NOT IN (SELECT username FROM users)").await, 3..=20);
    assert_eq!(count("posts WHERE slug NOT IN (SELECT slug FROM post_slugs)").await, 0);
    assert_eq!(count("users WHERE username NOT IN (SELECT username FROM usernames)").await, 0);
}

#[tokio::test]
async fn alice_has_something_of_everything() {
    let (place, _) = filled().await;
    let alices = "WHERE author_id = (SELECT id FROM users WHERE username = 'alice')";
    let count = async |sql: &str| number_of(&place.domain, &format!("SELECT count(*) FROM {sql}")).await;
    assert!(count(&format!("posts {alices} AND status = 'PUBLISHED' AND visibility = 'PUBLIC'")).await >= 12);
    assert!(count(&format!("posts {alices} AND status = 'DRAFT'")).await >= 3);
    let newest = format!("posts {alices} AND published_at = (SELECT max(published_at) FROM posts)");
    assert_eq!(count(&newest).await, 1);
    assert!(
        count(
            "user_follows JOIN users ON id = followee_id WHERE username = 'alice'"
                .replace("id =", "users.id =")
                .as_str()
        )
        .await
            >= 45
    );
    assert!(count("bookmarks b JOIN users u ON u.id = b.user_id WHERE u.username = 'alice'").await >= 16);
}

#[tokio::test]
async fn texts_are_what_the_domain_makes_of_them() {
    let (place, _) = filled().await;
    let posts = post::Entity::find().all(place.domain.database.reader()).await.unwrap();
    for post in &posts {
        assert!((150..=900).contains(&post.word_count), "{} words in {}", post.word_count, post.slug);
        assert!(text::slug::is_valid(&post.slug) && post.title.chars().count() <= 200, "{}", post.title);
        assert!(!post.title.contains('{') && !post.body_markdown.contains("{subject}"), "{}", post.title);
    }
    for post in posts.iter().step_by(20) {
        let whole = text::process(&post.body_markdown);
        assert_eq!(post.body_html, whole.html, "{}", post.slug);
        assert_eq!(
            (post.word_count, post.reading_time_minutes),
            (whole.word_count, whole.reading_time_minutes),
            "{}",
            post.slug
        );
        assert!(post.excerpt_is_written || post.excerpt == whole.excerpt, "{}", post.slug);
    }
    let comments = comment::Entity::find().all(place.domain.database.reader()).await.unwrap();
    for comment in comments.iter().step_by(40) {
        assert_eq!(comment.body_html, text::render(&comment.body_markdown));
    }
    for tag in tag::Entity::find().all(place.domain.database.reader()).await.unwrap() {
        assert!(tag.post_count > 0 && tag.name.len() <= 40, "{}", tag.name);
    }
}

#[tokio::test]
async fn nobody_acts_before_they_came_or_after_now() {
    let (place, _) = filled().await;
    for (table, person) in [
        ("posts", "author_id"),
        ("comments", "author_id"),
        ("bookmarks", "user_id"),
        ("user_follows", "followee_id"),
        ("tag_follows", "user_id"),
    ] {
        let sql = format!(
            "SELECT count(*) FROM {table} t JOIN users u ON u.id = t.{person} \
             WHERE t.created_at < u.created_at OR t.created_at > '2025-06-15T15:06:41'"
        );
        assert_eq!(number_of(&place.domain, &sql).await, 0, "{table}");
    }
    let early = "SELECT c.id FROM comments c LEFT JOIN comments r ON r.id = c.parent_id \
                 WHERE c.parent_id IS NOT NULL AND (c.id <= r.id OR c.post_id <> r.post_id OR c.depth <> r.depth + 1)";
    assert!(rows(&place.domain, early).await.is_empty());
}
