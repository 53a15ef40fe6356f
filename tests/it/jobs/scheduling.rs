//! Scheduled publishing: on time, by the rules of publishing by hand, and never when the author no longer wants it.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::{Value, json};
use tribune::domain::event::{self, Topic};
use tribune::domain::identity;
use tribune::domain::job;
use tribune::entity::job::JobState;
use tribune::id::{self, Id};
use tribune::viewer::Role;

use super::{jobs, work};
use crate::counters::assert_in_step;
use crate::sdl::snapshot;
use crate::support::world::{mutation, post, post_with};
use crate::support::{Client, TestApp};

fn publish() -> String {
    mutation("publishPost", "post { status version scheduledFor publishedAt }")
}

fn text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn at(id: &str, time: DateTime<Utc>) -> Value {
    json!({ "input": { "postId": id, "at": text(time) } })
}

async fn draft(author: &Client) -> String {
    post_with(author, json!({ "title": "Later", "bodyMarkdown": "x", "tags": ["later"] })).await
}

async fn seen(client: &Client, id: &str) -> Value {
    let query = "query ($id: ID!) { node(id: $id) { ... on Post { title status version scheduledFor publishedAt } } }";
    client.ask(query, json!({ "id": id })).await["node"].clone()
}

/// A draft that is scheduled for two minutes from now.
async fn scheduled(app: &TestApp, author: &Client) -> (String, DateTime<Utc>) {
    let (id, time) = (draft(author).await, app.domain.clock.now() + Duration::minutes(2));
    author.run(&publish(), at(&id, time)).await;
    (id, time)
}

#[tokio::test]
async fn a_draft_is_published_at_its_time_as_it_stands_then() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let mut watch = event::watch(&app.domain, Topic::PostsPublished, None).await.unwrap();
    let (id, time) = (draft(&alice).await, app.domain.clock.now() + Duration::minutes(2));
    let set = alice.run(&publish(), at(&id, time)).await["post"].clone();
    let expected = json!({ "status": "SCHEDULED", "version": 2, "publishedAt": null, "scheduledFor": set["scheduledFor"] });
    assert_eq!(set, expected);
    let told: DateTime<Utc> = set["scheduledFor"].as_str().unwrap().parse().unwrap();
    assert_eq!(told, time);
    // The same again changes nothing.
    assert_eq!(alice.run(&publish(), at(&id, time)).await["post"]["version"], 2);
    assert_eq!(seen(&app.anon(), &id).await, json!(null));
    let own = "{ viewer { posts(status: SCHEDULED) { nodes { id } } drafts: posts(status: DRAFT) { totalCount } user { postCount } } }";
    let expected = json!({ "posts": { "nodes": [{ "id": id }] }, "drafts": { "totalCount": 0 }, "user": { "postCount": 0 } });
    assert_eq!(alice.ask(own, json!({})).await["viewer"], expected);

    // It has to keep its title, and may be edited otherwise.
    let update = mutation("updatePost", "post { version }");
    let untitled = json!({ "input": { "postId": id, "title": "" } });
    assert_eq!(alice.problems(&update, untitled).await, ["BLANK"]);
    alice.run(&update, json!({ "input": { "postId": id, "title": "Edited meanwhile" } })).await;

    app.advance(Duration::seconds(119));
    work(&app).await;
    assert_eq!(seen(&alice, &id).await["status"], "SCHEDULED");
    app.advance(Duration::seconds(1));
    work(&app).await;
    let published = seen(&app.anon(), &id).await;
    assert_eq!((&published["status"], &published["version"]), (&json!("PUBLISHED"), &json!(4)));
    assert_eq!((&published["title"], &published["scheduledFor"]), (&json!("Edited meanwhile"), &json!(null)));
    let published_at: DateTime<Utc> = published["publishedAt"].as_str().unwrap().parse().unwrap();
    assert!(published_at >= time && published_at < time + Duration::seconds(1), "{published_at}");
    let told = watch.next().await.unwrap();
    assert_eq!(Id::<id::Post>::new(told.row.post_id).to_string(), id);
    assert_in_step(&app).await;
    assert_eq!(app.number("SELECT count(*) FROM tags WHERE post_count = 1").await, 1);
    assert_eq!(app.number("SELECT count(*) FROM jobs WHERE kind = 'publish_post'").await, 0);
    // Nothing is left that would do it twice.
    app.advance(Duration::minutes(4));
    work(&app).await;
    assert_eq!(seen(&alice, &id).await["version"], 4);
}

#[tokio::test]
async fn of_two_schedules_the_second_holds() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    for (first, second) in [(60, 120), (120, 60)] {
        let (id, now) = (draft(&alice).await, app.domain.clock.now());
        alice.run(&publish(), at(&id, now + Duration::seconds(first))).await;
        alice.run(&publish(), at(&id, now + Duration::seconds(second))).await;
        assert_eq!(app.number("SELECT count(*) FROM jobs WHERE kind = 'publish_post'").await, 1);
        app.advance(Duration::seconds(61));
        work(&app).await;
        let expected = if second == 60 { "PUBLISHED" } else { "SCHEDULED" };
        assert_eq!(seen(&alice, &id).await["status"], expected);
        app.advance(Duration::seconds(60));
        work(&app).await;
        assert_eq!(seen(&alice, &id).await["status"], "PUBLISHED");
    }
}

#[tokio::test]
async fn what_can_not_be_scheduled_is_said_and_nothing_changes() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let now = app.domain.clock.now();
    let id = draft(&alice).await;
    let before = snapshot(&app).await;
    for time in [now, now - Duration::seconds(1), now - Duration::days(4_000)] {
        let answer = alice.ask(&publish(), at(&id, time)).await["publishPost"].clone();
        let error = &answer["userErrors"][0];
        assert_eq!((&error["code"], &error["field"]), (&json!("INVALID"), &json!(["input", "at"])));
    }
    for time in ["+10000-01-01T00:00:00Z", "tomorrow", ""] {
        let input = json!({ "input": { "postId": id, "at": time } });
        assert_eq!(alice.refused(&publish(), input).await, "BAD_USER_INPUT");
    }
    assert_eq!(snapshot(&app).await, before);
    // A schedule that is refused leaves the one before.
    let (id, time) = scheduled(&app, &alice).await;
    assert_eq!(alice.problems(&publish(), at(&id, now)).await, ["INVALID"]);
    let kept: DateTime<Utc> = seen(&alice, &id).await["scheduledFor"].as_str().unwrap().parse().unwrap();
    assert_eq!(kept, time);

    let later = now + Duration::minutes(2);
    let untitled = post_with(&alice, json!({ "title": "", "bodyMarkdown": "x" })).await;
    assert_eq!(alice.problems(&publish(), at(&untitled, later)).await, ["BLANK"]);
    let published = post(&alice, "Out").await;
    assert_eq!(alice.problems(&publish(), at(&published, later)).await, ["NOT_ALLOWED"]);
    alice.run(&mutation("archivePost", ""), json!({ "input": { "postId": published } })).await;
    assert_eq!(alice.problems(&publish(), at(&published, later)).await, ["NOT_ALLOWED"]);
    // Whose post it is comes first: who may not see it learns nothing of it.
    let bob = app.bob().await;
    for time in [now, later] {
        assert_eq!(bob.problems(&publish(), at(&id, time)).await, ["NOT_FOUND"]);
    }
}

#[tokio::test]
async fn who_changes_their_mind_is_heard() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let own = |id: &str| json!({ "input": { "postId": id } });
    // Taken back into the drafts.
    let (id, _) = scheduled(&app, &alice).await;
    assert_eq!(alice.problems(&mutation("archivePost", ""), own(&id)).await, ["NOT_ALLOWED"]);
    let unpublished = alice.run(&mutation("unpublishPost", "post { status scheduledFor }"), own(&id)).await;
    assert_eq!(unpublished["post"], json!({ "status": "DRAFT", "scheduledFor": null }));
    assert_eq!(jobs(&app).await, 0);
    // Published before its time.
    let (early, _) = scheduled(&app, &alice).await;
    assert_eq!(alice.run(&publish(), own(&early)).await["post"]["status"], "PUBLISHED");
    assert_eq!(jobs(&app).await, 0);
    let version = seen(&alice, &early).await["version"].clone();
    app.advance(Duration::minutes(4));
    work(&app).await;
    assert_eq!(seen(&alice, &id).await["status"], "DRAFT");
    assert_eq!(seen(&alice, &early).await["version"], version);
    // One that was public before keeps the time at which it was.
    let published_at = seen(&alice, &early).await["publishedAt"].clone();
    alice.run(&mutation("unpublishPost", ""), own(&early)).await;
    alice.run(&publish(), at(&early, app.domain.clock.now() + Duration::minutes(2))).await;
    app.advance(Duration::minutes(2));
    work(&app).await;
    let again = seen(&alice, &early).await;
    assert_eq!((&again["status"], &again["publishedAt"]), (&json!("PUBLISHED"), &published_at));
    assert_in_step(&app).await;
}

#[tokio::test]
async fn a_deleted_post_is_not_published_and_a_restored_one_only_at_its_time() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let own = |id: &str| json!({ "input": { "postId": id } });
    let (early, time) = scheduled(&app, &alice).await;
    let (late, _) = scheduled(&app, &alice).await;
    for id in [&early, &late] {
        alice.run(&mutation("deletePost", ""), own(id)).await;
    }
    assert_eq!(jobs(&app).await, 0);
    let restored = alice.run(&mutation("restorePost", "post { status scheduledFor }"), own(&early)).await;
    assert_eq!(restored["post"]["status"], "SCHEDULED");
    let kept: DateTime<Utc> = restored["post"]["scheduledFor"].as_str().unwrap().parse().unwrap();
    assert_eq!(kept, time);
    app.advance(Duration::minutes(4));
    work(&app).await;
    assert_eq!(seen(&alice, &early).await["status"], "PUBLISHED");
    let restored = alice.run(&mutation("restorePost", "post { status scheduledFor }"), own(&late)).await;
    assert_eq!(restored["post"], json!({ "status": "DRAFT", "scheduledFor": null }));
    work(&app).await;
    assert_eq!(seen(&alice, &late).await["status"], "DRAFT");
}

#[tokio::test]
async fn who_may_no_longer_publish_has_a_draft_again() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let (id, _) = scheduled(&app, &alice).await;
    identity::set_role(&app.domain, "alice", Role::Reader).await.unwrap();
    app.advance(Duration::minutes(4));
    work(&app).await;
    assert_eq!(seen(&app.sign_in("alice").await, &id).await["status"], "DRAFT");
    // And an account that is gone publishes nothing.
    let bob = app.bob().await;
    let (_, time) = scheduled(&app, &bob).await;
    app.execute("UPDATE posts SET author_id = NULL WHERE status = 'SCHEDULED'").await;
    app.advance(time - app.domain.clock.now());
    work(&app).await;
    assert_eq!(app.number("SELECT count(*) FROM posts WHERE status = 'PUBLISHED'").await, 0);
    assert_eq!(job::list(&app.domain, Some(JobState::Dead), None, 10).await.unwrap(), []);
}
