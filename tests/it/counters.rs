//! Counters equal their rows, whoever changes what at the same time.

use std::sync::Arc;

use serde_json::json;
use tribune::viewer::Role;

use crate::support::world::{comment, mutation, post};
use crate::support::{Client, TestApp};

/// Every kept counter, as SQL that counts the rows where it differs from what it counts.
pub const OUT_OF_STEP: [(&str, &str); 12] = [
    (
        "users.follower_count",
        "SELECT count(*) FROM users u WHERE follower_count <> (SELECT count(*) FROM user_follows WHERE followee_id = u.id)",
    ),
    (
        "users.following_count",
        "SELECT count(*) FROM users u WHERE following_count <> (SELECT count(*) FROM user_follows WHERE follower_id = u.id)",
    ),
    (
        "users.post_count",
        "SELECT count(*) FROM users u WHERE post_count <> (SELECT count(*) FROM posts WHERE author_id = u.id AND status = 'PUBLISHED' AND visibility = 'PUBLIC' AND deleted_at IS NULL)",
    ),
    (
        "tags.follower_count",
        "SELECT count(*) FROM tags t WHERE follower_count <> (SELECT count(*) FROM tag_follows WHERE tag_id = t.id)",
    ),
    (
        "tags.post_count",
        "SELECT count(*) FROM tags t WHERE post_count <> (SELECT count(*) FROM post_tags pt JOIN posts p ON p.id = pt.post_id WHERE pt.tag_id = t.id AND p.status = 'PUBLISHED' AND p.visibility = 'PUBLIC' AND p.deleted_at IS NULL)",
    ),
    (
        "posts.comment_count",
        "SELECT count(*) FROM posts p WHERE comment_count <> (SELECT count(*) FROM comments WHERE post_id = p.id AND deleted_at IS NULL AND hidden_at IS NULL)",
    ),
    (
        "posts.bookmark_count",
        "SELECT count(*) FROM posts p WHERE bookmark_count <> (SELECT count(*) FROM bookmarks WHERE post_id = p.id)",
    ),
    (
        "posts.reaction_count",
        "SELECT count(*) FROM posts p WHERE reaction_count <> (SELECT count(*) FROM post_reactions WHERE post_id = p.id)",
    ),
    (
        "posts.like_count",
        "SELECT count(*) FROM posts p WHERE like_count <> (SELECT count(*) FROM post_reactions WHERE post_id = p.id AND kind = 'LIKE')",
    ),
    (
        "comments.reply_count",
        "SELECT count(*) FROM comments c WHERE reply_count <> (SELECT count(*) FROM comments WHERE parent_id = c.id AND deleted_at IS NULL AND hidden_at IS NULL)",
    ),
    (
        "comments.reaction_count",
        "SELECT count(*) FROM comments c WHERE reaction_count <> (SELECT count(*) FROM comment_reactions WHERE comment_id = c.id)",
    ),
    (
        "comments.sad_count",
        "SELECT count(*) FROM comments c WHERE sad_count <> (SELECT count(*) FROM comment_reactions WHERE comment_id = c.id AND kind = 'SAD')",
    ),
];

/// Fails when a counter is out of step.
pub async fn assert_in_step(app: &TestApp) {
    for (counter, sql) in OUT_OF_STEP {
        assert_eq!(app.number(sql).await, 0, "{counter} is out of step");
    }
}

const TASKS: usize = 50;
const STEPS: usize = 12;

struct World {
    app: TestApp,
    people: Vec<Client>,
    posts: Vec<String>,
    comments: Vec<String>,
    tags: Vec<String>,
}

/// One person's random walk over the shared objects.
async fn wander(world: Arc<World>, number: usize) {
    let me = &world.people[number % world.people.len()];
    // A little generator of its own: the walk is the same each time, its interleaving is not.
    let mut state = number as u64 + 1;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    for _ in 0..STEPS {
        let post = &world.posts[next(world.posts.len())];
        let subject = if next(2) == 0 { post } else { &world.comments[next(world.comments.len())] };
        let kind = ["LIKE", "LOVE", "INSIGHTFUL", "FUNNY", "SAD"][next(5)];
        let other = world.people[next(world.people.len())].user_id();
        let tag = &world.tags[next(world.tags.len())];
        let (name, selection, input) = match next(11) {
            0 | 1 => ("react", "subject { id }", json!({ "subjectId": subject, "kind": kind })),
            2 => ("removeReaction", "subject { id }", json!({ "subjectId": subject })),
            3 => ("bookmarkPost", "post { id }", json!({ "postId": post })),
            4 => ("removeBookmark", "post { id }", json!({ "postId": post })),
            5 => ("followUser", "user { id }", json!({ "userId": other })),
            6 => ("unfollowUser", "user { id }", json!({ "userId": other })),
            7 => ("followTag", "tag { id }", json!({ "tagId": tag })),
            8 => ("unfollowTag", "tag { id }", json!({ "tagId": tag })),
            9 => ("addComment", "comment { id }", json!({ "postId": post, "bodyMarkdown": "x" })),
            _ => {
                let parent = comment(me, &world.posts[0], Some(&world.comments[0]), "to be deleted").await;
                ("deleteComment", "comment { id }", json!({ "commentId": parent }))
            }
        };
        let payload = me.ask(&mutation(name, selection), json!({ "input": input })).await[name].clone();
        for error in payload["userErrors"].as_array().unwrap() {
            // Nobody follows themselves; nothing else is expected.
            assert_eq!((name, error["code"].as_str()), ("followUser", Some("NOT_ALLOWED")), "{payload:#}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_at_once_leave_every_counter_equal_to_its_rows() {
    let app = TestApp::new().await;
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(app.actor(&format!("person_{number}"), Role::Author).await);
    }
    let (mut posts, mut comments) = (Vec::new(), Vec::new());
    for (number, author) in people.iter().enumerate().take(8) {
        let input = json!({ "title": format!("Post {number}"), "bodyMarkdown": "x", "tags": [format!("tag {}", number % 4)], "publish": true });
        posts.push(crate::support::world::post_with(author, input).await);
    }
    for author in people.iter().take(8) {
        comments.push(comment(author, &posts[0], None, "first").await);
    }
    let tags = app.anon().ask("{ tags { nodes { id } } }", json!({})).await["tags"]["nodes"].clone();
    let tags = tags.as_array().unwrap().iter().map(|tag| tag["id"].as_str().unwrap().to_owned()).collect();
    let world = Arc::new(World { app, people, posts, comments, tags });
    let tasks: Vec<_> = (0..TASKS).map(|number| tokio::spawn(wander(world.clone(), number))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_in_step(&world.app).await;
    assert!(world.app.number("SELECT count(*) FROM post_reactions").await > 0);
}

#[tokio::test]
async fn what_leaves_the_lists_leaves_the_counters() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let input = json!({ "title": "Counted", "bodyMarkdown": "x", "tags": ["one", "two"], "publish": true });
    let id = crate::support::world::post_with(&alice, input).await;
    let counts = "{ viewer { user { postCount } } tags(orderBy: { field: NAME, direction: ASC }) { nodes { slug postCount } } }";
    let seen = async |expected: [i32; 4]| {
        let data = alice.ask(counts, json!({})).await;
        let tag = |slug: &str| {
            let tags = data["tags"]["nodes"].as_array().unwrap();
            tags.iter().find(|tag| tag["slug"] == slug).map_or(json!(0), |tag| tag["postCount"].clone())
        };
        assert_eq!(
            [data["viewer"]["user"]["postCount"].clone(), tag("one"), tag("two"), tag("three")],
            expected.map(|n| json!(n))
        );
        assert_in_step(&app).await;
    };
    let step = async |name: &str, input: serde_json::Value| {
        alice.run(&mutation(name, "userErrors { code }"), json!({ "input": input })).await;
    };
    seen([1, 1, 1, 0]).await;
    step("updatePost", json!({ "postId": id, "tags": ["two", "three"] })).await;
    seen([1, 0, 1, 1]).await;
    step("updatePost", json!({ "postId": id, "visibility": "FOLLOWERS" })).await;
    seen([0, 0, 0, 0]).await;
    step("updatePost", json!({ "postId": id, "visibility": "PUBLIC", "tags": ["one"] })).await;
    seen([1, 1, 0, 0]).await;
    step("unpublishPost", json!({ "postId": id })).await;
    seen([0, 0, 0, 0]).await;
    step("publishPost", json!({ "postId": id })).await;
    step("deletePost", json!({ "postId": id })).await;
    seen([0, 0, 0, 0]).await;
    step("restorePost", json!({ "postId": id })).await;
    seen([1, 1, 0, 0]).await;
    let _ = post(&alice, "Another").await;
    seen([2, 1, 0, 0]).await;
}
