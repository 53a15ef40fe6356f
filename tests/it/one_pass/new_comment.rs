//! Of a new comment's post and author as much is read as is selected, and that is what is read of it later.

use serde_json::json;

use crate::support::TestApp;
use crate::support::world::{mutation, post_with};

const SELECTIONS: [&str; 9] = [
    "id bodyHtml createdAt depth parentId isDeleted isHidden replyCount",
    "author { username } post { title }",
    "author { displayName bio posts(first: 2) { nodes { title author { username } } } }",
    "post { author { username followerCount } tags { name } coAuthors { username } comments { totalCount } }",
    "post { viewerCanEdit viewerCanDelete viewerCanComment bookmarkCount status visibility deletedAt url }",
    "post { id slug title excerpt bodyMarkdown reactions { kind count } commentCount version updatedAt }",
    "viewerCanEdit viewerCanDelete viewerCanReply post { slug }",
    "... on Node { id } ... on Reactable { reactionCount } post { ... on Node { id } title author { username } }",
    "author { comments(first: 1) { nodes { post { title commentCount author { username } } } } } post { slug }",
];

#[tokio::test]
async fn what_is_said_of_a_new_comment_is_what_is_read_of_it_later() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let tags = json!({ "title": "One", "bodyMarkdown": "Text.", "tags": ["rust", "sql"], "publish": true });
    let id = post_with(&alice, tags).await;
    for writer in [&alice, &bob] {
        for selection in SELECTIONS {
            for said in [
                format!("comment {{ at: id {selection} }}"),
                format!("commentEdge {{ node {{ at: id {selection} }} }}"),
                format!(
                    "comment {{ at: id {selection} }} commentEdge {{ node {{ author {{ bio }} post {{ subtitle }} }} }}"
                ),
                // What stands twice is put together by the library.
                format!("comment {{ at: id {selection} }} comment {{ {selection} }}"),
            ] {
                let input = json!({ "input": { "postId": id, "bodyMarkdown": "A *comment*" } });
                let added = writer.run(&mutation("addComment", &said), input).await;
                let said = if added["comment"].is_null() {
                    &added["commentEdge"]["node"]
                } else {
                    &added["comment"]
                };
                let later = format!(
                    "query ($id: ID!) {{ node(id: $id) {{ ... on Comment {{ at: id {selection} }} }} }}"
                );
                let read = &writer.ask(&later, json!({ "id": said["at"] })).await["node"];
                assert_eq!(said, read, "{selection}");
            }
        }
    }
}
