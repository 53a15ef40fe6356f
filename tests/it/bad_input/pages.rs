//! Pages of 0, -1 and 101, and cursors of something else: at every field that gives pages.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::sdl::{ConnectionField, Sdl, Things};
use crate::support::TestApp;

/// One list in one order.
struct Asked<'a> {
    field: &'a ConnectionField,
    order: Option<&'a str>,
}

impl Asked<'_> {
    fn query(&self, things: &Things, arguments: &str) -> String {
        let order = self.order.map(|order| format!(" orderBy: {order}")).unwrap_or_default();
        let field = format!("page: {}({arguments}{order}) {{ edges {{ cursor }} }}", self.field.name);
        let query = things.reach(&self.field.parent, &field);
        if arguments.contains("$cursor") { format!("query ($cursor: String) {query}") } else { query }
    }

    fn name(&self) -> String {
        format!("{}.{} {}", self.field.parent, self.field.name, self.order.unwrap_or_default())
    }
}

fn all(fields: &[ConnectionField]) -> Vec<Asked<'_>> {
    let orders = |field: &ConnectionField| match field.orders.is_empty() {
        true => vec![None],
        false => (0..field.orders.len()).map(Some).collect(),
    };
    let asked = fields.iter().flat_map(|field| orders(field).into_iter().map(move |order| (field, order)));
    asked
        .map(|(field, order)| Asked { field, order: order.map(|order| field.orders[order].as_str()) })
        .collect()
}

/// The connection named `page`, wherever it stands.
fn page(data: &Value) -> &Value {
    let mut at = data;
    while at.get("page").is_none() {
        at = at.as_object().unwrap().values().next().unwrap();
    }
    &at["page"]
}

/// A cursor of each list in each order.
async fn cursors(things: &Things, asked: &[Asked<'_>]) -> Vec<String> {
    let mut cursors = Vec::new();
    for asked in asked {
        let data = things.alice.ask(&asked.query(things, "first: 1"), json!({})).await;
        let cursor = page(&data)["edges"][0]["cursor"].as_str();
        cursors.push(cursor.unwrap_or_else(|| panic!("put something into {}", asked.name())).to_owned());
    }
    cursors
}

/// The order that a cursor says it is of.
fn order_of(cursor: &str) -> String {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).unwrap()).unwrap();
    text.split('\u{1f}').next().unwrap().to_owned()
}

#[tokio::test]
async fn of_a_wrong_size() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let fields = Sdl::read().connections();
    assert!(fields.len() >= 15, "{}", fields.len());
    for field in &fields {
        let asked = Asked { field, order: None };
        for argument in &field.sizes {
            for size in ["0", "-1", "101", "-2147483648", "2147483647", "99999999999", "1.5", "\"1\""] {
                let query = asked.query(&things, &format!("{argument}: {size}"));
                let code = things.alice.refused(&query, json!({})).await;
                let codes: &[&str] = match size {
                    "99999999999" | "1.5" | "\"1\"" => &["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"],
                    _ => &["BAD_USER_INPUT"],
                };
                assert!(codes.contains(&code.as_str()), "{} {argument}: {size} {code}", asked.name());
            }
            for size in [1, 100] {
                things.alice.ask(&asked.query(&things, &format!("{argument}: {size}")), json!({})).await;
            }
        }
        if field.sizes.contains(&"last") {
            let query = asked.query(&things, "first: 1 last: 1");
            assert_eq!(things.alice.refused(&query, json!({})).await, "BAD_USER_INPUT", "{}", asked.name());
        }
    }
}

#[tokio::test]
async fn after_garbage() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let fields = Sdl::read().connections();
    let asked = all(&fields);
    let own = cursors(&things, &asked).await;
    for (asked, own) in asked.iter().zip(&own) {
        let garbage = [
            String::new(),
            " ".to_owned(),
            "x".to_owned(),
            "\0".to_owned(),
            "🦀".to_owned(),
            "bm90IGEgY3Vyc29y".to_owned(),
            things.post.clone(),
            "A".repeat(10_000),
            format!("{own}="),
            format!("{own}A"),
            own[..own.len() - 1].to_owned(),
            URL_SAFE_NO_PAD.encode([0xff, 0xfe, 0x1f, 0x1f]),
            URL_SAFE_NO_PAD.encode("\u{1f}\u{1f}\u{1f}"),
        ];
        for argument in &asked.field.cursors {
            for cursor in &garbage {
                let query = asked.query(&things, &format!("{argument}: $cursor"));
                let code = things.alice.refused(&query, json!({ "cursor": cursor })).await;
                assert_eq!(code, "CURSOR_INVALID", "{} {argument}: {cursor:?}", asked.name());
            }
        }
    }
}

#[tokio::test]
async fn after_a_cursor_of_another_order() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let fields = Sdl::read().connections();
    let asked = all(&fields);
    let own = cursors(&things, &asked).await;
    let by_order: BTreeMap<String, &String> = own.iter().map(|cursor| (order_of(cursor), cursor)).collect();
    for (asked, own) in asked.iter().zip(&own) {
        let order = order_of(own);
        for argument in &asked.field.cursors {
            let query = asked.query(&things, &format!("{argument}: $cursor"));
            things.alice.ask(&query, json!({ "cursor": own })).await;
            for (other, cursor) in by_order.iter().filter(|(other, _)| **other != order) {
                let code = things.alice.refused(&query, json!({ "cursor": cursor })).await;
                assert_eq!(code, "CURSOR_INVALID", "{} {argument}: a cursor of {other:?}", asked.name());
            }
        }
    }
}

/// A cursor that somebody made up within its form: whatever it says, it is no failure of ours.
#[tokio::test]
async fn after_a_forged_cursor() {
    let app = TestApp::new().await;
    let things = Things::make(&app).await;
    let fields = Sdl::read().connections();
    let asked = all(&fields);
    let own = cursors(&things, &asked).await;
    let keys = [
        "",
        "0",
        "-1",
        "2147483647",
        "-2147483648",
        "2147483648",
        "8210266876799999999",
        "-8334601228800000000",
        "9223372036854775807",
        "-9223372036854775808",
        "253402300800000000",
        "-211813488000000001",
        "\0",
        "a\0b",
        "\u{10ffff}",
        "%_'\"\\;--",
    ];
    let ids = ["00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "", "x"];
    for (asked, own) in asked.iter().zip(&own) {
        for argument in &asked.field.cursors {
            let query = asked.query(&things, &format!("{argument}: $cursor"));
            let forged = keys.iter().flat_map(|key| ids.iter().map(move |id| (key, id)));
            for (key, id) in forged {
                let cursor = URL_SAFE_NO_PAD.encode(format!("{}\u{1f}{key}\u{1f}{id}", order_of(own)));
                let answer = things.alice.send(&query, json!({ "cursor": cursor })).await;
                if answer.body.get("errors").is_some() {
                    assert_eq!(
                        answer.code(),
                        "CURSOR_INVALID",
                        "{} {argument}: {key:?} {id:?}",
                        asked.name()
                    );
                }
            }
        }
    }
}

/// GraphQL specification, section 6.4.4.
#[tokio::test]
async fn what_failed_is_null_up_to_where_null_may_stand() {
    let app = TestApp::new().await;
    let alice = app.alice().await;
    let query =
        "{ user(username: \"alice\") { username posts(first: 0) { totalCount } } instance { version } }";
    let answer = alice.send(query, json!({})).await;
    assert_eq!(answer.code(), "BAD_USER_INPUT");
    assert_eq!(answer.body["errors"][0]["path"], json!(["user", "posts"]));
    let data = &answer.body["data"];
    assert_eq!(data.get("user"), Some(&Value::Null));
    assert!(data["instance"]["version"].is_string());

    let answer = alice.send("{ posts(first: 0) { totalCount } instance { version } }", json!({})).await;
    assert_eq!(answer.body.get("data"), Some(&Value::Null));

    let bookmark = "mutation { bookmarkPost(input: { postId: \"x\" }) { userErrors { code } } }";
    let answer = app.anon().send(bookmark, json!({})).await;
    assert_eq!(answer.body["data"], json!({ "bookmarkPost": null }));
}
