//! What is one's own to take back, whatever became of what it is on.

use serde_json::json;

use crate::support::TestApp;
use crate::support::world::{comment, mutation, post};

#[tokio::test]
async fn bookmarks_and_reactions_on_what_is_hidden_now() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let (bookmark, remove) = (mutation("bookmarkPost", ""), mutation("removeBookmark", "post { id }"));
    let (react, take_back) = (mutation("react", ""), mutation("removeReaction", "subject { id }"));
    let hidings = [
        (mutation("unpublishPost", ""), json!({})),
        (mutation("updatePost", ""), json!({ "visibility": "FOLLOWERS" })),
        (mutation("deletePost", ""), json!({})),
    ];
    for (hide, mut input) in hidings {
        let id = post(&alice, "Read").await;
        let said = comment(&alice, &id, None, "Said").await;
        let of_post = json!({ "input": { "postId": id } });
        bob.run(&bookmark, of_post.clone()).await;
        for subject in [&id, &said] {
            bob.run(&react, json!({ "input": { "subjectId": subject, "kind": "LOVE" } })).await;
        }
        input["postId"] = json!(id);
        alice.run(&hide, json!({ "input": input })).await;

        assert_eq!(bob.run(&remove, of_post.clone()).await["post"], json!(null), "{hide}");
        // There is nothing left to take back, and nothing tells that there is a post.
        assert_eq!(bob.problems(&remove, of_post).await, ["NOT_FOUND"], "{hide}");
        for subject in [&id, &said] {
            let input = json!({ "input": { "subjectId": subject } });
            assert_eq!(bob.run(&take_back, input.clone()).await["subject"], json!(null), "{hide}");
            assert_eq!(bob.problems(&take_back, input).await, ["NOT_FOUND"], "{hide}");
        }
        for table in ["bookmarks", "post_reactions", "comment_reactions"] {
            assert_eq!(app.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table} {hide}");
        }
        let counted = "SELECT count(*) FROM posts WHERE bookmark_count + reaction_count + love_count <> 0";
        assert_eq!(app.number(counted).await, 0, "{hide}");
        assert_eq!(app.number("SELECT count(*) FROM comments WHERE love_count <> 0").await, 0, "{hide}");
    }
}
