//! Text beside the live one.

use chrono::Duration;
use serde_json::{Value, json};

use super::{act, change};
use crate::support::world::{mutation, post, post_with};
use crate::support::{Client, TestApp};

const READ: &str = "query ($id: ID!) { node(id: $id) { ... on Post { title subtitle excerpt bodyMarkdown wordCount version updatedAt editedAt tags { name }
    draft { title subtitle excerpt bodyMarkdown bodyHtml tags savedAt savedBy { username } } revisions { totalCount } } } }";

async fn read(client: &Client, id: &str) -> Value {
    client.ask(READ, json!({ "id": id })).await["node"].clone()
}

fn input(id: &str, mut fields: Value) -> Value {
    fields["postId"] = json!(id);
    json!({ "input": fields })
}

async fn save(client: &Client, id: &str, fields: Value) -> Value {
    let document = mutation("saveDraft", "post { draft { title savedAt } }");
    client.run(&document, input(id, fields)).await["post"]["draft"].clone()
}

#[tokio::test]
async fn it_stands_beside_the_live_text_until_it_is_published() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let first = json!({ "title": "Live", "bodyMarkdown": "Live text.", "tags": ["one"], "publish": true });
    let id = post_with(&alice, first).await;
    let before = read(&alice, &id).await;
    assert_eq!(before["draft"], json!(null));
    for number in 0..3 {
        let fields = json!({ "title": format!("Next {number}"), "bodyMarkdown": "*More* text here.", "tags": ["two", "one"], "subtitle": "Sub" });
        save(&alice, &id, fields).await;
    }
    let beside = read(&alice, &id).await;
    let draft = beside["draft"].clone();
    let expected = json!({
        "title": "Next 2", "subtitle": "Sub", "excerpt": null, "bodyMarkdown": "*More* text here.",
        "bodyHtml": "<p><em>More</em> text here.</p>\n", "tags": ["two", "one"], "savedAt": draft["savedAt"], "savedBy": { "username": "alice" }
    });
    assert_eq!(draft, expected);
    // Nothing of the live text changed, nor the version.
    for field in ["title", "bodyMarkdown", "version", "updatedAt", "editedAt", "tags", "revisions"] {
        assert_eq!(beside[field], before[field], "{field}");
    }
    assert_eq!(app.number("SELECT count(*) FROM tags").await, 1, "tags are made when it goes live");
    act(&alice, "publishPost", &id).await;
    let live = read(&alice, &id).await;
    assert_eq!(
        (&live["title"], &live["subtitle"], &live["draft"]),
        (&json!("Next 2"), &json!("Sub"), &json!(null))
    );
    assert_eq!((&live["excerpt"], &live["wordCount"]), (&json!("More text here."), &json!(3)));
    assert_eq!(live["tags"], json!([{ "name": "two" }, { "name": "one" }]));
    assert_eq!((&live["version"], &live["revisions"]["totalCount"]), (&json!(2), &json!(2)));
    assert_ne!(live["editedAt"], json!(null));
    crate::counters::assert_in_step(&app).await;
    // Nothing is beside it any more: nothing changes.
    act(&alice, "publishPost", &id).await;
    assert_eq!(read(&alice, &id).await, live);
}

#[tokio::test]
async fn what_is_left_out_stays_and_what_is_null_is_cleared() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let first = json!({ "title": "Live", "bodyMarkdown": "Live text.", "excerpt": "Mine", "tags": ["one"], "publish": true });
    let id = post_with(&alice, first).await;
    save(&alice, &id, json!({ "title": "Other" })).await;
    let draft = read(&alice, &id).await["draft"].clone();
    assert_eq!(
        (&draft["bodyMarkdown"], &draft["excerpt"], &draft["tags"]),
        (&json!("Live text."), &json!("Mine"), &json!(["one"]))
    );
    save(&alice, &id, json!({ "excerpt": null, "tags": null, "title": null })).await;
    let draft = read(&alice, &id).await["draft"].clone();
    assert_eq!((&draft["title"], &draft["excerpt"], &draft["tags"]), (&json!(""), &json!(null), &json!([])));
    // It may be without a title, and can't go live so.
    let publish = mutation("publishPost", "");
    assert_eq!(alice.problems(&publish, input(&id, json!({}))).await, ["BLANK"]);
    let before = read(&alice, &id).await;
    assert_eq!((&before["title"], &before["draft"]["title"]), (&json!("Live"), &json!("")));
    save(&alice, &id, json!({ "title": "Named" })).await;
    act(&alice, "publishPost", &id).await;
    let live = read(&alice, &id).await;
    assert_eq!(
        (&live["title"], &live["excerpt"], &live["tags"]),
        (&json!("Named"), &json!("Live text."), &json!([]))
    );
}

#[tokio::test]
async fn it_goes_live_from_every_state_and_waits_in_every_other() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post_with(&alice, json!({ "title": "Draft", "bodyMarkdown": "x" })).await;
    save(&alice, &id, json!({ "title": "Published" })).await;
    assert_eq!(read(&alice, &id).await["title"], "Draft");
    act(&alice, "publishPost", &id).await;
    let live = read(&alice, &id).await;
    assert_eq!(
        (&live["title"], &live["editedAt"], &live["revisions"]["totalCount"]),
        (&json!("Published"), &json!(null), &json!(1))
    );
    act(&alice, "archivePost", &id).await;
    save(&alice, &id, json!({ "title": "Back" })).await;
    assert_eq!(read(&alice, &id).await["title"], "Published");
    act(&alice, "publishPost", &id).await;
    assert_eq!(read(&alice, &id).await["title"], "Back");
    // A change of the live text leaves it where it is.
    save(&alice, &id, json!({ "subtitle": "Kept" })).await;
    change(&alice, &id, json!({ "title": "Changed" })).await;
    act(&alice, "unpublishPost", &id).await;
    let found = read(&alice, &id).await;
    assert_eq!(
        (&found["title"], &found["draft"]["title"], &found["draft"]["subtitle"]),
        (&json!("Changed"), &json!("Back"), &json!("Kept"))
    );
    act(&alice, "deletePost", &id).await;
    let document = mutation("saveDraft", "");
    assert_eq!(alice.problems(&document, input(&id, json!({ "title": "No" }))).await, ["NOT_ALLOWED"]);
    act(&alice, "restorePost", &id).await;
    assert_eq!(read(&alice, &id).await["draft"]["subtitle"], "Kept");
}

#[tokio::test]
async fn what_changes_nothing_saves_nothing() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Same").await;
    for fields in [
        json!({}),
        json!({ "title": " Same " }),
        json!({ "bodyMarkdown": "Some text.", "tags": [], "excerpt": null }),
    ] {
        assert_eq!(save(&alice, &id, fields).await, json!(null));
    }
    let saved = save(&alice, &id, json!({ "title": "Other" })).await;
    app.advance(Duration::minutes(1));
    assert_eq!(save(&alice, &id, json!({ "title": "Other" })).await, saved);
    // Back to what is live: it goes without a trace.
    save(&alice, &id, json!({ "title": "Same" })).await;
    act(&alice, "publishPost", &id).await;
    let found = read(&alice, &id).await;
    assert_eq!(
        (&found["draft"], &found["version"], &found["revisions"]["totalCount"]),
        (&json!(null), &json!(1), &json!(1))
    );
    save(&alice, &id, json!({ "title": "Dropped" })).await;
    for _ in 0..2 {
        act(&alice, "discardDraft", &id).await;
        assert_eq!(read(&alice, &id).await["draft"], json!(null));
    }
}

#[tokio::test]
async fn a_draft_that_was_saved_meanwhile_is_not_saved_over() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Live").await;
    let saved = save(&alice, &id, json!({ "title": "One" })).await["savedAt"].clone();
    let next =
        save(&alice, &id, json!({ "title": "Two", "expectedSavedAt": saved })).await["savedAt"].clone();
    let document = mutation("saveDraft", "");
    let late = input(&id, json!({ "title": "Three", "expectedSavedAt": saved }));
    let answer = alice.ask(&document, late).await["saveDraft"]["userErrors"][0].clone();
    assert_eq!(
        (&answer["code"], &answer["field"]),
        (&json!("STALE_VERSION"), &json!(["input", "expectedSavedAt"]))
    );
    assert!(answer["message"].as_str().unwrap().contains(next.as_str().unwrap()), "{answer}");
    assert_eq!(read(&alice, &id).await["draft"]["title"], "Two");
    act(&alice, "discardDraft", &id).await;
    let late = input(&id, json!({ "title": "Three", "expectedSavedAt": next }));
    assert_eq!(alice.problems(&document, late).await, ["STALE_VERSION"]);
    assert_eq!(read(&alice, &id).await["draft"], json!(null));
}

#[tokio::test]
async fn a_draft_is_not_put_over_what_was_said_since() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Live").await;
    let save = mutation("saveDraft", "post { id }");
    let publish = mutation("publishPost", "post { title }");
    let (draft, this) =
        (json!({ "input": { "postId": id, "title": "Draft" } }), json!({ "input": { "postId": id } }));
    alice.run(&save, draft.clone()).await;
    app.advance(Duration::seconds(1));
    change(&alice, &id, json!({ "title": "Mended" })).await;
    assert_eq!(alice.problems(&publish, this.clone()).await, ["CONFLICT"]);
    let title = "query ($id: ID!) { node(id: $id) { ... on Post { title revisions { totalCount } } } }";
    assert_eq!(alice.ask(title, json!({ "id": id })).await["node"]["title"], "Mended");
    // Saved again, it was written with that in sight.
    app.advance(Duration::seconds(1));
    alice.run(&save, json!({ "input": { "postId": id, "title": "Draft again" } })).await;
    assert_eq!(alice.run(&publish, this).await["post"]["title"], "Draft again");
}

#[tokio::test]
async fn a_draft_without_a_title_is_scheduled_by_the_one_beside_it() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post_with(&alice, json!({ "title": "", "bodyMarkdown": "x" })).await;
    alice
        .run(&mutation("saveDraft", "post { id }"), json!({ "input": { "postId": id, "title": "Named" } }))
        .await;
    let at = (app.domain.clock.now() + Duration::minutes(2)).to_rfc3339();
    let publish = mutation("publishPost", "post { title status }");
    let scheduled = alice.run(&publish, json!({ "input": { "postId": id, "at": at } })).await["post"].clone();
    assert_eq!(scheduled, json!({ "title": "Named", "status": "SCHEDULED" }));
}
