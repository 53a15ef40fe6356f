//! What `viewerCan…` says is what the mutation then does.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tribune::domain::identity;
use tribune::viewer::Role;

use super::{ACTORS, everybody};
use crate::sdl::Sdl;
use crate::support::world::{comment, mutation, post, post_with};
use crate::support::{Client, TestApp};

/// The type, the field, the mutation that it foretells.
const PROMISES: [(&str, &str, &str); 7] = [
    ("Post", "viewerCanEdit", "updatePost"),
    ("Post", "viewerCanDelete", "deletePost"),
    ("Post", "viewerCanComment", "addComment"),
    ("Comment", "viewerCanEdit", "updateComment"),
    ("Comment", "viewerCanDelete", "deleteComment"),
    ("Comment", "viewerCanReply", "addComment"),
    ("User", "viewerCanFollow", "followUser"),
];

#[test]
fn every_promise_is_checked() {
    let sdl = Sdl::read();
    let mut all = BTreeSet::new();
    for ty in ["Post", "Revision", "Series", "Comment", "User", "Tag", "Session", "Viewer"] {
        let names = sdl.fields(ty).into_iter().map(|field| field.name.node.to_string());
        all.extend(names.filter(|name| name.starts_with("viewerCan")).map(|name| (ty.to_owned(), name)));
    }
    let checked: BTreeSet<_> =
        PROMISES.iter().map(|(ty, field, _)| ((*ty).to_owned(), (*field).to_owned())).collect();
    assert_eq!(all, checked);
}

/// What a promise is about.
struct Subject {
    id: String,
    post_id: String,
}

impl Subject {
    fn input(&self, ty: &str, mutation: &str) -> Value {
        match (ty, mutation) {
            (_, "updatePost") => json!({ "postId": self.id, "subtitle": "Changed" }),
            (_, "deletePost") => json!({ "postId": self.id }),
            ("Post", "addComment") => json!({ "postId": self.id, "bodyMarkdown": "x" }),
            ("Comment", "addComment") => {
                json!({ "postId": self.post_id, "parentId": self.id, "bodyMarkdown": "x" })
            }
            (_, "updateComment") => json!({ "commentId": self.id, "bodyMarkdown": "Changed" }),
            (_, "deleteComment") => json!({ "commentId": self.id }),
            (_, "followUser") => json!({ "userId": self.id }),
            _ => panic!("{ty} {mutation}"),
        }
    }

    /// Whether the promise is made, and whether it is kept. Who doesn't find the subject is promised nothing.
    async fn holds(&self, client: &Client, (ty, field, name): (&str, &str, &str)) -> (bool, bool) {
        let query = format!("query ($id: ID!) {{ node(id: $id) {{ ... on {ty} {{ {field} }} }} }}");
        let said = client.ask(&query, json!({ "id": self.id })).await["node"][field] == true;
        let answer = client.send(&mutation(name, ""), json!({ "input": self.input(ty, name) })).await;
        let done =
            answer.body.get("errors").is_none() && answer.body["data"][name]["userErrors"] == json!([]);
        (said, done)
    }
}

async fn then(author: &Client, name: &str, field: &str, id: &str) {
    author.run(&mutation(name, ""), json!({ "input": { field: id } })).await;
}

/// A post in a state, and what follows from it is Alice's.
async fn post_in(state: &str, alice: &Client) -> String {
    let mut input = json!({ "title": "Hers", "bodyMarkdown": "x", "publish": true });
    match state {
        "for followers" => input["visibility"] = json!("FOLLOWERS"),
        "comments of followers" => input["commentPolicy"] = json!("FOLLOWERS"),
        "comments closed" => input["commentPolicy"] = json!("NOBODY"),
        _ => {}
    }
    let id = post_with(alice, input).await;
    match state {
        "draft" => then(alice, "unpublishPost", "postId", &id).await,
        "archived" => then(alice, "archivePost", "postId", &id).await,
        "deleted" => then(alice, "deletePost", "postId", &id).await,
        _ => {}
    }
    id
}

const STATES: [&str; 7] = [
    "published",
    "for followers",
    "comments of followers",
    "comments closed",
    "draft",
    "archived",
    "deleted",
];

async fn followers_too(app: &TestApp) -> Vec<(String, Client)> {
    let actors = everybody(app).await;
    let alice = actors[3].clone();
    let mut all: Vec<_> = ACTORS.iter().map(|name| (*name).to_owned()).zip(actors).collect();
    let follower = app.actor("fay", Role::Reader).await;
    then(&follower, "followUser", "userId", &alice.user_id()).await;
    all.push(("follower".to_owned(), follower));
    all
}

#[tokio::test]
async fn of_posts() {
    let app = TestApp::new().await;
    let actors = followers_too(&app).await;
    let alice = actors[3].1.clone();
    for promise in PROMISES.into_iter().filter(|(ty, ..)| *ty == "Post") {
        for state in STATES {
            for (name, client) in &actors {
                let id = post_in(state, &alice).await;
                let subject = Subject { post_id: id.clone(), id };
                let (said, done) = subject.holds(client, promise).await;
                assert_eq!(said, done, "{promise:?} of a post that is {state}, as {name}");
            }
        }
    }
}

#[tokio::test]
async fn of_comments() {
    let app = TestApp::new().await;
    let actors = followers_too(&app).await;
    let (alice, reader) = (actors[3].1.clone(), actors[1].1.clone());
    let states = ["standing", "hidden", "deleted", "archived", "comments closed", "comments of followers"];
    for promise in PROMISES.into_iter().filter(|(ty, ..)| *ty == "Comment") {
        for state in states {
            // The second deletion changes nothing and is no failure: no promise is needed for it.
            if (promise.2, state) == ("deleteComment", "deleted") {
                continue;
            }
            for (name, client) in &actors {
                let post_id = post(&alice, "Hers").await;
                let id = comment(&reader, &post_id, None, "The reader's.").await;
                match state {
                    "hidden" => app.execute("UPDATE comments SET hidden_at = created_at").await,
                    "deleted" => then(&reader, "deleteComment", "commentId", &id).await,
                    "archived" => then(&alice, "archivePost", "postId", &post_id).await,
                    "comments closed" | "comments of followers" => {
                        let policy = if state == "comments closed" { "NOBODY" } else { "FOLLOWERS" };
                        let input = json!({ "postId": post_id, "commentPolicy": policy });
                        alice.run(&mutation("updatePost", ""), json!({ "input": input })).await;
                    }
                    _ => {}
                }
                let (said, done) = Subject { id, post_id }.holds(client, promise).await;
                assert_eq!(said, done, "{promise:?} of a comment that is {state}, as {name}");
            }
        }
    }
}

#[tokio::test]
async fn of_people() {
    let app = TestApp::new().await;
    let actors = followers_too(&app).await;
    let subject = Subject { id: actors[3].1.user_id(), post_id: String::new() };
    for (name, client) in &actors {
        let (said, done) = subject.holds(client, PROMISES[6]).await;
        assert_eq!(said, done, "as {name}");
        assert_eq!(said, !["anonymous", "owner"].contains(&name.as_str()), "{name}");
    }
}

/// Who was an author once still owns the posts, and no longer writes.
#[tokio::test]
async fn of_posts_whose_author_is_a_reader_now() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let mut ids = Vec::new();
    for state in STATES {
        ids.push((state, post_in(state, &alice).await));
    }
    identity::set_role(&app.domain, "alice", Role::Reader).await.unwrap();
    let alice = app.sign_in("alice").await;
    for (state, id) in ids {
        let subject = Subject { post_id: id.clone(), id };
        for promise in PROMISES.into_iter().filter(|(ty, ..)| *ty == "Post") {
            let (said, done) = subject.holds(&alice, promise).await;
            assert_eq!(said, done, "{promise:?} of a post that is {state}");
        }
    }
}
