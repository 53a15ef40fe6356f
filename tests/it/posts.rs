//! The life of a post.

use serde_json::json;

use crate::support::TestApp;
use crate::support::world::{mutation, post, post_with};

#[tokio::test]
async fn a_post_goes_through_its_states() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post_with(&alice, json!({ "title": "", "bodyMarkdown": "" })).await;
    let input = json!({ "input": { "postId": id } });
    let (publish, unpublish) = (
        mutation("publishPost", "post { status publishedAt version }"),
        mutation("unpublishPost", "post { status publishedAt }"),
    );
    let archive = mutation("archivePost", "post { status }");

    assert_eq!(alice.problems(&publish, input.clone()).await, ["BLANK"]);
    assert_eq!(alice.problems(&archive, input.clone()).await, ["NOT_ALLOWED"]);
    assert_eq!(alice.problems(&unpublish, input.clone()).await, ["NOT_ALLOWED"]);
    let update = mutation("updatePost", "post { version editedAt }");
    let updated = alice.run(&update, json!({ "input": { "postId": id, "title": "Named now" } })).await;
    assert_eq!(updated["post"], json!({ "version": 2, "editedAt": null }));

    let published = alice.run(&publish, input.clone()).await["post"].clone();
    assert_eq!(published["status"], "PUBLISHED");
    let published_at = published["publishedAt"].as_str().unwrap().to_owned();
    // Once more changes nothing.
    assert_eq!(alice.run(&publish, input.clone()).await["post"]["version"], published["version"]);

    assert_eq!(alice.run(&archive, input.clone()).await["post"]["status"], "ARCHIVED");
    let listed = "{ posts { nodes { id } } user(username: \"alice\") { postCount } }";
    assert_eq!(
        app.anon().ask(listed, json!({})).await,
        json!({ "posts": { "nodes": [] }, "user": { "postCount": 0 } })
    );
    let by_id = "query ($id: ID!) { node(id: $id) { ... on Post { title status viewerCanComment } } }";
    assert_eq!(app.anon().ask(by_id, json!({ "id": id })).await["node"]["status"], "ARCHIVED");

    app.advance(chrono::Duration::minutes(5));
    let again = alice.run(&publish, input.clone()).await["post"].clone();
    assert_eq!(again["publishedAt"], published_at.as_str());
    let unpublished = alice.run(&unpublish, input.clone()).await["post"].clone();
    assert_eq!(unpublished, json!({ "status": "DRAFT", "publishedAt": published_at }));
    assert_eq!(app.anon().ask(by_id, json!({ "id": id })).await["node"], json!(null));
}

#[tokio::test]
async fn a_deleted_post_is_its_authors_for_thirty_days() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let id = post(&alice, "Going").await;
    let input = json!({ "input": { "postId": id } });
    let delete = mutation("deletePost", "deletedPostId");
    let restore = mutation("restorePost", "post { status deletedAt }");
    let by_id = "query ($id: ID!) { node(id: $id) { id } post(slug: \"going\") { id } }";
    let gone = json!({ "node": null, "post": null });

    for _ in 0..2 {
        assert_eq!(alice.run(&delete, input.clone()).await["deletedPostId"], id.as_str());
    }
    assert_eq!(bob.ask(by_id, json!({ "id": id })).await, gone);
    assert_eq!(app.anon().ask(by_id, json!({ "id": id })).await, gone);
    let deleted =
        "{ viewer { deletedPosts { totalCount nodes { id } } posts { totalCount } user { postCount } } }";
    let theirs = json!({ "deletedPosts": { "totalCount": 1, "nodes": [{ "id": id }] }, "posts": { "totalCount": 0 }, "user": { "postCount": 0 } });
    assert_eq!(alice.ask(deleted, json!({})).await["viewer"], theirs);
    let update = mutation("updatePost", "post { id }");
    assert_eq!(
        alice.problems(&update, json!({ "input": { "postId": id, "title": "No" } })).await,
        ["NOT_ALLOWED"]
    );
    assert_eq!(bob.problems(&restore, input.clone()).await, ["NOT_FOUND"]);

    assert_eq!(
        alice.run(&restore, input.clone()).await["post"],
        json!({ "status": "PUBLISHED", "deletedAt": null })
    );
    assert_ne!(app.anon().ask(by_id, json!({ "id": id })).await, gone);

    alice.run(&delete, input.clone()).await;
    app.advance(chrono::Duration::days(31));
    let alice = app.sign_in("alice").await;
    assert_eq!(alice.problems(&restore, input).await, ["NOT_FOUND"]);
    assert_eq!(alice.ask(by_id, json!({ "id": id })).await, gone);
}

#[tokio::test]
async fn slugs_are_made_suffixed_reserved_and_lead_on() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let slug = "query ($id: ID!) { node(id: $id) { ... on Post { slug } } }";
    for expected in ["hello-world", "hello-world-2", "hello-world-3"] {
        let id = post(&alice, "Hello, World!").await;
        assert_eq!(alice.ask(slug, json!({ "id": id })).await["node"]["slug"], expected);
    }
    let id = post(&alice, "Mine").await;
    let update = mutation("updatePost", "post { slug }");
    let set = |slug: &str| json!({ "input": { "postId": id, "slug": slug } });
    assert_eq!(alice.problems(&update, set("hello-world")).await, ["TAKEN"]);
    assert_eq!(alice.problems(&update, set("Not A Slug")).await, ["INVALID"]);
    assert_eq!(alice.run(&update, set("yours")).await["post"]["slug"], "yours");
    let found = alice.ask("{ post(slug: \"mine\") { slug } }", json!({})).await;
    assert_eq!(found["post"]["slug"], "yours");
    // The former one is its own still, and nobody else's.
    let create = mutation("createPost", "post { slug }");
    let taken = json!({ "input": { "title": "Other", "bodyMarkdown": "x", "slug": "mine" } });
    assert_eq!(alice.problems(&create, taken).await, ["TAKEN"]);
    assert_eq!(alice.run(&update, set("mine")).await["post"]["slug"], "mine");
}

#[tokio::test]
async fn a_stale_version_saves_nothing() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "First").await;
    let update = mutation("updatePost", "post { version title }");
    let change = |title: &str, version: i32| json!({ "input": { "postId": id, "title": title, "expectedVersion": version } });
    assert_eq!(
        alice.run(&update, change("Second", 1)).await["post"],
        json!({ "version": 2, "title": "Second" })
    );
    assert_eq!(alice.problems(&update, change("Third", 1)).await, ["STALE_VERSION"]);
    assert_eq!(alice.run(&update, change("Fourth", 2)).await["post"]["version"], 3);
}

#[tokio::test]
async fn a_change_that_changes_nothing_leaves_no_trace() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    post(&alice, "Same").await;
    let input = json!({
        "title": "Same", "bodyMarkdown": "Some *text*.", "tags": ["one", "two"], "subtitle": "Under it", "language": "en",
        "canonicalUrl": "https://example.org/", "contentWarning": "Rain", "publish": true
    });
    let id = post_with(&alice, input).await;
    let update = mutation("updatePost", "post { slug version updatedAt editedAt excerpt }");
    let change = |fields: serde_json::Value| {
        let mut input = fields;
        input["postId"] = json!(id);
        json!({ "input": input })
    };
    let all = json!({
        "title": " Same ", "bodyMarkdown": "Some *text*.", "tags": ["One", "two"], "subtitle": "Under it", "language": "EN",
        "canonicalUrl": "https://example.org", "contentWarning": "Rain", "visibility": "PUBLIC",
        "commentPolicy": "EVERYONE", "slug": null, "excerpt": null, "expectedVersion": 1
    });
    let before = alice.run(&update, change(json!({}))).await["post"].clone();
    assert_eq!((&before["version"], &before["editedAt"]), (&json!(1), &json!(null)));
    assert_eq!((&before["slug"], &before["excerpt"]), (&json!("same-2"), &json!("Some text.")));
    for fields in [json!({}), json!({ "title": "Same" }), json!({ "slug": "same-2" }), all] {
        app.advance(chrono::Duration::minutes(1));
        assert_eq!(alice.run(&update, change(fields.clone())).await["post"], before, "{fields}");
    }
    // What is no part of the text is a change, and no edit.
    let changed = alice.run(&update, change(json!({ "tags": ["two", "one"] }))).await["post"].clone();
    assert_eq!((&changed["version"], &changed["editedAt"]), (&json!(2), &json!(null)));
    // One's own excerpt of the same words stays when the text changes.
    alice.run(&update, change(json!({ "excerpt": "Some text." }))).await;
    let changed = alice.run(&update, change(json!({ "bodyMarkdown": "Other text." }))).await["post"].clone();
    assert_eq!((&changed["version"], &changed["excerpt"]), (&json!(4), &json!("Some text.")));
    assert_ne!(changed["editedAt"], json!(null));
    let changed = alice.run(&update, change(json!({ "excerpt": null }))).await["post"].clone();
    assert_eq!(changed["excerpt"], "Other text.");
}

#[tokio::test]
async fn a_published_post_keeps_a_title() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let id = post(&alice, "Named").await;
    for title in [json!(null), json!(""), json!("\u{200b}")] {
        let input = json!({ "input": { "postId": id, "title": title } });
        let answer = alice.ask(&mutation("updatePost", "post { id }"), input).await;
        let error = &answer["updatePost"]["userErrors"][0];
        assert_eq!((&error["code"], &error["field"]), (&json!("BLANK"), &json!(["input", "title"])));
        assert_eq!(error["message"], "Only a draft may be without a title.");
    }
}

#[tokio::test]
async fn visibility_holds_in_every_way_to_a_post() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let carol = app.actor("carol", tribune::viewer::Role::Author).await;
    carol
        .run(&mutation("followUser", "user { id }"), json!({ "input": { "userId": alice.user_id() } }))
        .await;
    let ways = "query ($id: ID!, $slug: String!) { node(id: $id) { id } nodes(ids: [$id]) { id } post(slug: $slug) { id }
        posts { nodes { id } } user(username: \"alice\") { posts { nodes { id } } } tag(slug: \"t\") { posts { nodes { id } } } }";
    for (visibility, stranger, follower, listed) in
        [("PUBLIC", true, true, true), ("UNLISTED", true, true, false), ("FOLLOWERS", false, true, true)]
    {
        let title = format!("A {visibility} post");
        let input = json!({ "title": title, "bodyMarkdown": "x", "visibility": visibility, "tags": ["t"], "publish": true });
        let id = post_with(&alice, input).await;
        let variables = json!({ "id": id, "slug": format!("a-{}-post", visibility.to_lowercase()) });
        for (client, reads) in [(&app.anon(), stranger), (&bob, stranger), (&carol, follower), (&alice, true)]
        {
            let data = client.ask(ways, variables.clone()).await;
            let one = if reads { json!({ "id": id }) } else { json!(null) };
            assert_eq!(
                (&data["node"], &data["nodes"], &data["post"]),
                (&one, &json!([one]), &one),
                "{visibility}"
            );
            for list in [&data["posts"], &data["user"]["posts"], &data["tag"]["posts"]] {
                let has = list["nodes"].as_array().unwrap().contains(&json!({ "id": id }));
                assert_eq!(has, reads && listed, "{visibility}");
            }
        }
    }
}

/// However the page comes: with the person, or, beside what may be long, after them.
#[tokio::test]
async fn a_persons_posts_are_paged_through() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    for title in ["A", "B", "C", "D", "E"] {
        post(&alice, title).await;
        post(&bob, "Another").await;
    }
    let rename = mutation("updateProfile", "viewer { user { username } }");
    alice.run(&rename, json!({ "input": { "username": "alicia" } })).await;
    for (name, with) in
        [("alicia", "username"), ("ALICE", "username"), ("alicia", "bioHtml"), ("alice", "email")]
    {
        for (ahead, arguments, expected) in [
            (true, "first: 2, after: $at", ["E", "D", "C", "B", "A"]),
            (false, "last: 2, before: $at", ["A", "B", "C", "D", "E"]),
        ] {
            let query = format!(
                "query ($name: String!, $at: String) {{ user(username: $name) {{ {with} posts({arguments}) {{ \
                 nodes {{ title tags {{ name }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}"
            );
            let (mut titles, mut at) = (Vec::new(), json!(null));
            loop {
                let answer = app.anon().ask(&query, json!({ "name": name, "at": at })).await;
                let page = &answer["user"]["posts"];
                let nodes = page["nodes"].as_array().unwrap();
                let read = nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned());
                if ahead {
                    titles.extend(read);
                } else {
                    titles.extend(read.rev());
                }
                let (more, cursor) =
                    if ahead { ("hasNextPage", "endCursor") } else { ("hasPreviousPage", "startCursor") };
                if page["pageInfo"][more] == json!(false) {
                    break;
                }
                at = page["pageInfo"][cursor].clone();
            }
            assert_eq!(titles, expected, "{name} {query}");
        }
    }
}
