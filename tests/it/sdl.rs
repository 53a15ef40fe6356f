//! What the schema itself says there is, so that no test's table can forget a new field.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use serde_json::{Value, json};

use crate::support::Client;
use crate::support::TestApp;
use crate::support::world::{comment, mutation, post, post_with};

/// The types of the schema by name.
pub struct Sdl(BTreeMap<String, TypeDefinition>);

/// A field that gives pages, and how it is asked.
pub struct ConnectionField {
    pub parent: String,
    pub name: String,
    /// `first`, and `last` where it has it.
    pub sizes: Vec<&'static str>,
    /// `after`, and `before` where it has it.
    pub cursors: Vec<&'static str>,
    /// The values of `orderBy`; empty where there is none.
    pub orders: Vec<String>,
}

impl Sdl {
    pub fn read() -> Self {
        let definitions = parse_schema(tribune::graphql::sdl()).unwrap().definitions;
        let types = definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => {
                Some((definition.node.name.node.to_string(), definition.node))
            }
            _ => None,
        });
        Self(types.collect())
    }

    pub fn fields(&self, object: &str) -> Vec<&FieldDefinition> {
        match &self.0[object].kind {
            TypeKind::Object(object) => object.fields.iter().map(|field| &field.node).collect(),
            _ => panic!("{object} is no object"),
        }
    }

    /// Whether something is selected of a type.
    pub fn is_object(&self, name: &str) -> bool {
        matches!(self.0.get(name).map(|definition| &definition.kind), Some(TypeKind::Object(_)))
    }

    /// Whether a type is an interface or a union.
    pub fn is_abstract(&self, name: &str) -> bool {
        let kind = self.0.get(name).map(|definition| &definition.kind);
        matches!(kind, Some(TypeKind::Interface(_) | TypeKind::Union(_)))
    }

    pub fn mutations(&self) -> Vec<String> {
        self.fields("Mutation").iter().map(|field| field.name.node.to_string()).collect()
    }

    pub fn has_input(&self, mutation: &str) -> bool {
        let fields = self.fields("Mutation");
        !fields.iter().find(|field| field.name.node == mutation).unwrap().arguments.is_empty()
    }

    /// The fields of an input object; none where it is no input object.
    pub fn input_fields(&self, input: &str) -> Vec<&InputValueDefinition> {
        match self.0.get(input).map(|definition| &definition.kind) {
            Some(TypeKind::InputObject(input)) => input.fields.iter().map(|field| &field.node).collect(),
            _ => Vec::new(),
        }
    }

    /// The fields of a mutation's input.
    pub fn inputs(&self, mutation: &str) -> Vec<&InputValueDefinition> {
        self.input_fields(&format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]))
    }

    fn values(&self, name: &str) -> Vec<String> {
        match &self.0[name].kind {
            TypeKind::Enum(values) => {
                values.values.iter().map(|value| value.node.value.node.to_string()).collect()
            }
            _ => panic!("{name} is no enum"),
        }
    }

    /// Every field of every object that gives a connection.
    pub fn connections(&self) -> Vec<ConnectionField> {
        let mut found = Vec::new();
        for (parent, definition) in &self.0 {
            let TypeKind::Object(object) = &definition.kind else { continue };
            for field in object.fields.iter().map(|field| &field.node) {
                if !base(&field.ty.node).ends_with("Connection") {
                    continue;
                }
                let has =
                    |name: &&str| field.arguments.iter().any(|argument| argument.node.name.node == **name);
                let order = field.arguments.iter().find(|argument| argument.node.name.node == "orderBy");
                found.push(ConnectionField {
                    parent: parent.clone(),
                    name: field.name.node.to_string(),
                    sizes: ["first", "last"].into_iter().filter(has).collect(),
                    cursors: ["after", "before"].into_iter().filter(has).collect(),
                    orders: order.map_or_else(Vec::new, |order| self.orders(&base(&order.node.ty.node))),
                });
            }
        }
        found
    }

    fn orders(&self, name: &str) -> Vec<String> {
        let fields = self.input_fields(name);
        let Some(field) = fields.iter().find(|field| field.name.node == "field") else {
            return self.values(name);
        };
        let directions = self.values("SortDirection");
        let fields = self.values(&base(&field.ty.node));
        let pairs =
            fields.iter().flat_map(|field| directions.iter().map(move |direction| (field, direction)));
        pairs.map(|(field, direction)| format!("{{ field: {field}, direction: {direction} }}")).collect()
    }
}

/// The name of a type, without lists and marks.
pub fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(item) => base(item),
    }
}

/// One of everything, so that every list has an item and every id names something that is there.
pub struct Things {
    pub alice: Client,
    pub bob: Client,
    pub post: String,
    pub draft: String,
    pub deleted: String,
    pub comment: String,
    pub tag: String,
    pub series: String,
    /// What the text of the post was before it was changed.
    pub revision: String,
    pub session: String,
}

impl Things {
    pub async fn make(app: &TestApp) -> Self {
        let (alice, bob) = (app.alice().await, app.bob().await);
        let input =
            json!({ "title": "All", "bodyMarkdown": "Some text.", "tags": ["things"], "publish": true });
        let post_id = post_with(&alice, input).await;
        let draft = post_with(&alice, json!({ "title": "Draft", "bodyMarkdown": "" })).await;
        let deleted = post(&alice, "Deleted").await;
        alice.run(&mutation("deletePost", ""), json!({ "input": { "postId": deleted } })).await;
        let top = comment(&alice, &post_id, None, "A comment.").await;
        comment(&bob, &post_id, Some(&top), "A reply.").await;
        let tag = alice.ask("{ tag(slug: \"things\") { id } }", json!({})).await["tag"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let changed = json!({ "input": { "postId": post_id, "subtitle": "Changed" } });
        alice.run(&mutation("updatePost", ""), changed).await;
        let query = "query ($id: ID!) { node(id: $id) { ... on Post { revisions { nodes { id } } } } }";
        let revisions =
            alice.ask(query, json!({ "id": post_id })).await["node"]["revisions"]["nodes"].clone();
        let revision = revisions[1]["id"].as_str().unwrap().to_owned();
        let created = mutation("createSeries", "series { id }");
        let series = alice.run(&created, json!({ "input": { "title": "All of it" } })).await;
        let series = series["series"]["id"].as_str().unwrap().to_owned();
        let held = json!({ "input": { "seriesId": series, "postIds": [post_id] } });
        alice.run(&mutation("updateSeries", ""), held).await;
        let together = post(&bob, "Together").await;
        let with_alice = json!({ "input": { "postId": together, "userId": alice.user_id() } });
        bob.run(&mutation("addCoAuthor", ""), with_alice).await;
        let session = app.sign_in("alice").await.session_id();
        for (name, input) in [
            ("react", json!({ "subjectId": post_id, "kind": "LIKE" })),
            ("bookmarkPost", json!({ "postId": post_id })),
            ("followTag", json!({ "tagId": tag })),
            ("followUser", json!({ "userId": bob.user_id() })),
        ] {
            alice.run(&mutation(name, ""), json!({ "input": input })).await;
        }
        bob.run(&mutation("followUser", ""), json!({ "input": { "userId": alice.user_id() } })).await;
        Self { alice, bob, post: post_id, draft, deleted, comment: top, tag, series, revision, session }
    }

    /// A query by which Alice gets at a field of an object.
    pub fn reach(&self, parent: &str, field: &str) -> String {
        let id = match parent {
            "Query" => return format!("{{ {field} }}"),
            "Viewer" => return format!("{{ viewer {{ {field} }} }}"),
            "User" => &self.alice.user_id(),
            "Post" => &self.post,
            "Comment" => &self.comment,
            "Tag" => &self.tag,
            "Series" => &self.series,
            _ => panic!("name one {parent} here, so that its pages are tested"),
        };
        format!("{{ node(id: \"{id}\") {{ ... on {parent} {{ {field} }} }} }}")
    }

    /// What Alice may give for a field of an input.
    pub fn right(&self, field: &str) -> Value {
        json!(match field {
            "postId" | "subjectId" => self.post.clone(),
            "commentId" | "parentId" => self.comment.clone(),
            "userId" | "authorId" => self.bob.user_id(),
            "tagId" => self.tag.clone(),
            "seriesId" => self.series.clone(),
            "revisionId" => self.revision.clone(),
            "sessionId" => self.session.clone(),
            "kind" => "LOVE".to_owned(),
            "title" => "A title".to_owned(),
            "bodyMarkdown" => "Some text.".to_owned(),
            "username" => "somebody".to_owned(),
            "displayName" => "Somebody".to_owned(),
            "email" => "somebody@example.org".to_owned(),
            "password" | "currentPassword" | "newPassword" => crate::support::PASSWORD.to_owned(),
            "login" => "alice".to_owned(),
            "refreshToken" => self.alice.sign_in.as_ref().unwrap().refresh_token.clone(),
            _ => panic!("say here what is right for {field}"),
        })
    }
}

/// Every row that a mutation could touch, as numbers: how many there are, and what they count.
pub async fn snapshot(app: &TestApp) -> Vec<(&'static str, i64)> {
    let mut numbers = Vec::new();
    for table in [
        "users",
        "usernames",
        "posts",
        "post_slugs",
        "post_revisions",
        "post_drafts",
        "post_co_authors",
        "series",
        "series_posts",
        "tags",
        "post_tags",
        "comments",
        "post_reactions",
        "comment_reactions",
        "bookmarks",
        "user_follows",
        "tag_follows",
        "sessions",
        "refresh_tokens",
        "jobs",
        "events",
        "idempotency_keys",
    ] {
        numbers.push((table, app.number(&format!("SELECT count(*) FROM {table}")).await));
    }
    for (table, sum) in [
        ("users", "post_count + follower_count + following_count + length(username) + length(display_name)"),
        (
            "posts",
            "version + comment_count + bookmark_count + reaction_count + length(title) + length(body_markdown)",
        ),
        ("posts", "CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END + length(status)"),
        ("posts", "CASE WHEN scheduled_for IS NULL THEN 0 ELSE 1 END"),
        ("comments", "reply_count + reaction_count + length(body_markdown)"),
        ("comments", "CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END"),
        ("post_drafts", "length(title) + length(body_markdown) + length(tags)"),
        ("series", "length(title) + length(slug)"),
        ("series_posts", "position + 1"),
        ("tags", "post_count + follower_count"),
        ("sessions", "CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END"),
        ("refresh_tokens", "CASE WHEN spent_at IS NULL THEN 0 ELSE 1 END"),
    ] {
        let sql = format!("SELECT CAST(coalesce(sum({sum}), 0) AS bigint) FROM {table}");
        numbers.push((sum, app.number(&sql).await));
    }
    numbers
}

/// A mutation of one input or of none.
pub fn document(sdl: &Sdl, name: &str) -> String {
    match sdl.has_input(name) {
        true => mutation(name, ""),
        false => format!("mutation {{ {name} {{ userErrors {{ code message field }} }} }}"),
    }
}
