//! Points: what is charged, to whom, and how it is told.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, Duration, Utc};
use serde_json::json;
use tribune::domain::rate_limit::Budgets;
use tribune::infra::rate_limit::{Limit, RateLimiter};

use super::{app, ask_from, body, from, query_of, remaining, with};
use crate::support::world::mutation;
use crate::support::{Options, TestApp, TestDatabase};

const SMALL: &str = "{ __typename }";

#[tokio::test]
async fn an_address_has_300_points_in_5_minutes() {
    let app = app().await;
    // 2,501 points of complexity cost 26; eleven of them are 286.
    for number in 1..=11 {
        let answer = ask_from(&app, "192.0.2.1", &query_of(2_501), json!({})).await;
        assert_eq!((answer.status, remaining(&answer)), (StatusCode::OK, 300 - 26 * number));
    }
    for left in (0..14).rev() {
        assert_eq!(remaining(&ask_from(&app, "192.0.2.1", SMALL, json!({})).await), left);
    }
    let answer = ask_from(&app, "192.0.2.1", SMALL, json!({})).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert!(answer.body.get("data").is_none(), "{:#}", answer.body);
    let extensions = &answer.body["errors"][0]["extensions"];
    assert_eq!(extensions["limit"], 300);
    assert!(extensions["requestId"].is_string());
    // A point a second.
    let wait = extensions["retryAfterMs"].as_u64().unwrap();
    assert!((900..=1_000).contains(&wait), "{wait}");
    assert_eq!((answer.number("retry-after"), remaining(&answer)), (Some(1), 0));
    // Others have their own.
    assert_eq!(remaining(&ask_from(&app, "192.0.2.2", SMALL, json!({})).await), 299);
    app.advance(Duration::seconds(1));
    assert_eq!(ask_from(&app, "192.0.2.1", SMALL, json!({})).await.status, StatusCode::OK);
    assert_eq!(ask_from(&app, "192.0.2.1", SMALL, json!({})).await.status, StatusCode::TOO_MANY_REQUESTS);
    app.advance(Duration::minutes(5));
    assert_eq!(remaining(&ask_from(&app, "192.0.2.1", SMALL, json!({})).await), 299);
}

#[tokio::test]
async fn somebody_signed_in_has_5_000_points_an_hour_from_wherever() {
    let app = app().await;
    let (alice, bob) = (app.alice().await, app.bob().await);
    let bearer = format!("Bearer {}", alice.token().unwrap());
    for number in 1..=192 {
        let address = format!("192.0.2.{number}");
        let request =
            from(&address).header("authorization", &bearer).body(body(&query_of(2_501), &json!({})));
        assert_eq!(remaining(&app.anon().raw(request.unwrap()).await), 5_000 - 26 * number);
    }
    for left in (0..8).rev() {
        assert_eq!(remaining(&alice.send(SMALL, json!({})).await), left);
    }
    let answer = alice.send(SMALL, json!({})).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert_eq!(answer.number("ratelimit-limit"), Some(5_000));
    assert_eq!(remaining(&bob.send(SMALL, json!({})).await), 4_999);
    // Nobody else's, and not the addresses' from which it came.
    assert_eq!(remaining(&ask_from(&app, "192.0.2.1", SMALL, json!({})).await), 299);
    // A point every 720 ms.
    app.advance(Duration::milliseconds(721));
    assert_eq!(alice.send(SMALL, json!({})).await.status, StatusCode::OK);
    assert_eq!(alice.send(SMALL, json!({})).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_point_for_every_hundred_begun() {
    let app = app().await;
    let alice = app.alice().await;
    let fields =
        |count: usize| (0..count).map(|number| format!("a{number}: __typename ")).collect::<String>();
    for (query, cost) in [
        (query_of(26), 1),
        (query_of(76), 1),
        (query_of(101), 2),
        (query_of(201), 3),
        (query_of(2_501), 26),
        // Nothing counts, and a request is a request.
        (format!("{{ {} }}", fields(20)), 1),
        ("{ __schema { types { name fields { name type { name } } } } }".to_owned(), 1),
        // Refused: by the parser, by the limits, by validation.
        ("{ posts {".to_owned(), 1),
        (format!("{}{}", "{a".repeat(100), "}".repeat(100)), 1),
        (
            format!(
                "{{ posts(first: 100) {{ nodes {{ comments(first: 100) {{ nodes {{ id }} }} }} }} {} }}",
                ""
            ),
            1,
        ),
        ("{ thereIsNoSuchField }".to_owned(), 1),
        ("query A { __typename } query B { __typename }".to_owned(), 1),
    ] {
        let before = remaining(&alice.send(SMALL, json!({})).await);
        let answer = alice.send(&query, json!({})).await;
        assert_eq!(remaining(&answer), before - cost, "{query} {:#}", answer.body);
    }
    // A page of exactly 100 points: 1 and 99 more.
    let hundred = "{ tags(first: 99) { nodes { name } } }";
    let over = "{ tags(first: 100) { nodes { name } } }";
    for (query, cost) in [(hundred, 1), (over, 2)] {
        let before = remaining(&alice.send(SMALL, json!({})).await);
        assert_eq!(remaining(&alice.send(query, json!({})).await), before - cost, "{query}");
    }
}

#[tokio::test]
async fn what_is_no_operation_is_charged_too() {
    let app = app().await;
    let mut left = 300;
    let mut costs_one = async |request: axum::http::request::Builder, body: &'static str, status: u16| {
        let answer = app.anon().raw(request.body(Body::from(body)).unwrap()).await;
        left -= 1;
        assert_eq!((answer.status.as_u16(), remaining(&answer)), (status, left), "{body}");
    };
    costs_one(from("192.0.2.1"), "no JSON", 400).await;
    costs_one(from("192.0.2.1"), "[]", 400).await;
    costs_one(from("192.0.2.1").method("PUT"), "{}", 405).await;
    costs_one(
        from("192.0.2.1").method("GET").uri("/graphql?query=mutation%7Blogout%7B__typename%7D%7D"),
        "",
        405,
    )
    .await;
    costs_one(from("192.0.2.1").header("authorization", "Bearer stale"), "{\"query\":\"{__typename}\"}", 200)
        .await;
    let mut plain = from("192.0.2.1");
    plain.headers_mut().unwrap().insert("content-type", "text/plain".parse().unwrap());
    costs_one(plain, "{}", 415).await;
    // Nothing but GraphQL is counted.
    let request = Request::get("/healthz").body(Body::empty()).unwrap();
    assert_eq!(app.anon().raw(request).await.number("ratelimit-limit"), None);
}

#[tokio::test]
async fn over_the_budget_nothing_is_run_or_read() {
    let one = Limit::new(1, std::time::Duration::from_secs(300));
    let app = with(Budgets { anonymous: one, signed_in: one, ..Budgets::default() }).await;
    let alice = app.alice().await;
    let profile = mutation("updateProfile", "viewer { user { displayName } }");
    let change = |name: &str| json!({ "input": { "displayName": name } });
    alice.run(&profile, change("First")).await;
    app.take_statements();
    let answer = alice.send(&profile, change("Second")).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(app.take_statements().iter().all(|sql| sql.starts_with("SELECT")));
    assert_eq!(app.number("SELECT count(*) FROM users WHERE display_name = 'First'").await, 1);
    // What is refused anyway is refused for the budget first.
    for query in ["{ posts {", "{ thereIsNoSuchField }"] {
        assert_eq!(alice.send(query, json!({})).await.status, StatusCode::TOO_MANY_REQUESTS, "{query}");
    }
    // The other media type says it alike.
    let request = |accept| from("192.0.2.1").header("accept", accept).body(body(SMALL, &json!({}))).unwrap();
    for (accept, status) in
        [("application/json", 200), ("application/graphql-response+json", 429), ("application/json", 429)]
    {
        let answer = app.anon().raw(request(accept)).await;
        assert_eq!(answer.status.as_u16(), status, "{accept}");
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with(accept));
    }
}

#[tokio::test]
async fn the_headers_and_the_field_say_the_same() {
    let app = app().await;
    let field = "{ rateLimit { cost limit used remaining resetAt } }";
    ask_from(&app, "192.0.2.1", &query_of(2_501), json!({})).await;
    app.advance(Duration::seconds(3));
    let answer = ask_from(&app, "192.0.2.1", field, json!({})).await;
    let told = &answer.body["data"]["rateLimit"];
    // 26 and 1 are gone, and 3 are back.
    assert_eq!(
        (&told["cost"], &told["limit"], &told["used"], &told["remaining"]),
        (&json!(1), &json!(300), &json!(24), &json!(276)),
        "{told:#}"
    );
    let numbers = |names: [&str; 4]| names.map(|name| answer.number(name).unwrap());
    assert_eq!(
        numbers(["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "x-ratelimit-limit"]),
        [300, 276, 24, 300]
    );
    assert_eq!(
        [answer.number("x-ratelimit-remaining"), answer.number("x-ratelimit-used")],
        [Some(276), Some(24)]
    );
    assert_eq!(answer.number("retry-after"), None);
    let reset: DateTime<Utc> = told["resetAt"].as_str().unwrap().parse().unwrap();
    let header = answer.number("x-ratelimit-reset").unwrap();
    assert!((0..=1).contains(&(i64::try_from(header).unwrap() - reset.timestamp())), "{header} {reset}");
    let start: DateTime<Utc> = "2026-01-02T03:04:05Z".parse().unwrap();
    assert_eq!((reset - start).num_seconds(), 3 + 24);
}

/// A server whose whole budget is less than what a query may cost is small, not broken.
#[tokio::test]
async fn what_costs_more_than_there_ever_is_takes_it_all() {
    let ten = Limit::new(10, std::time::Duration::from_secs(10));
    let app = with(Budgets { anonymous: ten, ..Budgets::default() }).await;
    let query = query_of(2_501).replace("{ tags", "{ rateLimit { cost } tags");
    let answer = ask_from(&app, "192.0.2.1", &query, json!({})).await;
    assert_eq!((&answer.body["data"]["rateLimit"]["cost"], remaining(&answer)), (&json!(10), 0));
    assert_eq!(ask_from(&app, "192.0.2.1", &query, json!({})).await.number("retry-after"), Some(10));
}

#[tokio::test]
async fn switched_off_nothing_is_counted_or_told() {
    let one = Limit::new(1, std::time::Duration::from_secs(300));
    let budgets = Budgets { anonymous: one, login_failures: one, registrations: one, ..Budgets::default() };
    let app = TestApp::with(
        TestDatabase::migrated(),
        Options { budgets, limiter: Some(RateLimiter::off()), ..Options::default() },
    )
    .await;
    let wrong = json!({ "input": { "login": "nobody", "password": "not a password" } });
    for _ in 0..3 {
        let answer =
            ask_from(&app, "192.0.2.1", "{ rateLimit { cost limit used remaining resetAt } }", json!({}))
                .await;
        assert!(
            answer.headers.keys().all(|name| !name.as_str().contains("ratelimit")),
            "{:?}",
            answer.headers
        );
        let mut told = answer.body["data"]["rateLimit"].clone();
        assert!(told["resetAt"].take().is_string());
        let expected =
            json!({ "cost": 0, "limit": i32::MAX, "used": 0, "remaining": i32::MAX, "resetAt": null });
        assert_eq!(told, expected);
        assert_eq!(app.anon().problems(&mutation("login", ""), wrong.clone()).await, ["INVALID_CREDENTIALS"]);
    }
}
