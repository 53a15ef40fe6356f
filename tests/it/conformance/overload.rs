//! Too much at once: what is beyond is told to come back, soon and by its status, and what is within goes well.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tribune::domain::Domain;
use tribune::http::HttpLimits;
use tribune::infra::database::DatabaseLimits;
use tribune::infra::password::{PasswordError, Passwords};
use tribune::infra::reading::ReadConnection;

use crate::support::program::Home;
use crate::support::world::{mutation, post};
use crate::support::{Answer, Client, Options, PASSWORD, TestApp, TestDatabase, Wire};

const POSTS: &str = "{ posts { nodes { title } } }";
/// Long before a request is given up for taking too long.
const SOON: Duration = Duration::from_secs(5);

/// Expects a refusal that says by its status and its code that later it works; by a header only where nothing can have
/// been done.
fn is_told_to_come_back(answer: &Answer, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, code));
    assert_eq!(answer.number("retry-after"), (code == "SERVICE_UNAVAILABLE").then_some(1));
    assert!(answer.body.get("data").is_none(), "{:#}", answer.body);
}

fn login() -> serde_json::Value {
    json!({ "input": { "login": "alice", "password": PASSWORD } })
}

/// A password that has its place in the queue until it is let go.
async fn in_queue(passwords: &Passwords) -> Pin<Box<impl Future<Output = Result<bool, PasswordError>>>> {
    loop {
        let mut one = Box::pin(passwords.verify("x", None));
        // One that is done already, at its first look, has given it back.
        if poll_fn(|context| Poll::Ready(one.as_mut().poll(context).is_pending())).await {
            return one;
        }
    }
}

#[tokio::test]
async fn passwords_past_the_queue_are_told_to_come_back() {
    let app = TestApp::new().await;
    app.alice().await;
    let domain = Domain { passwords: app.domain.passwords.clone().with_queue(2), ..app.domain.clone() };
    let anon = app.anon().moved_to(app.with_domain(domain.clone()));
    let sign_in = mutation("login", "accessToken");
    let first = in_queue(&domain.passwords).await;
    anon.run(&sign_in, login()).await;
    let second = in_queue(&domain.passwords).await;
    is_told_to_come_back(&anon.send(&sign_in, login()).await, "SERVICE_UNAVAILABLE");
    // Who needs no password is served, and what was done beside is told.
    anon.ask(POSTS, json!({})).await;
    let both = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } logout { userErrors { code } } }";
    let answer = anon.send(both, login()).await;
    assert_eq!((answer.status, &answer.body["data"]["login"]), (StatusCode::OK, &json!(null)));
    assert_eq!(answer.body["errors"][0]["path"], json!(["login"]));
    drop((first, second));
    anon.run(&sign_in, login()).await;
}

/// A connection that somebody does not give back.
async fn busy(app: &TestApp) -> ReadConnection {
    let reader = ReadConnection::kept(app.domain.database.reader());
    let statement = Statement::from_string(reader.get_database_backend(), "SELECT 1");
    reader.query_one_raw(statement).await.unwrap();
    reader
}

#[tokio::test]
async fn who_waits_too_long_for_a_connection_is_told_to_come_back() {
    let database_limits =
        DatabaseLimits { connections: 2, wait: Duration::from_millis(200), ..DatabaseLimits::default() };
    let options = Options { database_limits, ..Options::default() };
    let app = TestApp::with(TestDatabase::migrated(), options).await;
    let alice = app.alice().await;
    let one = busy(&app).await;
    alice.ask(POSTS, json!({})).await;
    let other = busy(&app).await;
    for client in [app.anon(), alice.clone()] {
        let begin = Instant::now();
        is_told_to_come_back(&client.send(POSTS, json!({})).await, "SERVICE_UNAVAILABLE");
        assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
    }
    // What needs no database is served.
    app.anon().ask("{ instance { name } }", json!({})).await;
    drop((one, other));
    alice.ask(POSTS, json!({})).await;
}

/// On PostgreSQL a statement that takes too long, on SQLite one that waits too long for the one writer.
#[tokio::test]
async fn a_statement_that_takes_too_long_is_given_up_and_its_connection_lives() {
    let home = Home::new();
    let options = ["serve", "--database-statement-ms", "300", "--database-connections", "1"];
    let program = home.serve_with(home.command(&options));
    let alice = program.caller().register("alice").await;
    let create = mutation("createPost", "post { id }");
    let input = json!({ "input": { "title": "Wanted", "bodyMarkdown": "x", "publish": true } });
    let id = alice.run(&create, input).await["post"]["id"].clone();
    let elsewhere = home.database.connect().await;
    let lock = elsewhere.begin().await.unwrap();
    let is_postgres = crate::support::is_postgres();
    if is_postgres {
        lock.execute_unprepared("LOCK TABLE bookmarks").await.unwrap();
    }
    let input = json!({ "input": { "postId": id } });
    let body = json!({ "query": mutation("bookmarkPost", ""), "variables": input }).to_string();
    let request = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {}", alice.token.as_deref().unwrap()));
    let client = Client::new(Wire::to(program.address), None);
    let begin = Instant::now();
    let answer = client.raw(request.body(Body::from(body)).unwrap()).await;
    is_told_to_come_back(&answer, if is_postgres { "TIMEOUT" } else { "SERVICE_UNAVAILABLE" });
    assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
    assert_eq!(client.ask(POSTS, json!({})).await["posts"]["nodes"][0]["title"], "Wanted");
    lock.rollback().await.unwrap();
    alice.run(&mutation("bookmarkPost", ""), input).await;
}

#[tokio::test]
async fn a_request_too_many_at_once_is_told_to_come_back() {
    let app = TestApp::with_http_limits(HttpLimits { in_flight: 2, ..HttpLimits::default() }).await;
    post(&app.alice().await, "There").await;
    let mut first = held(&app).await;
    app.anon().ask(POSTS, json!({})).await;
    let second = held(&app).await;
    is_told_to_come_back(&app.anon().send(POSTS, json!({})).await, "SERVICE_UNAVAILABLE");
    // Whether the process is alive is answered, the more so when it is busy.
    let alive = app.anon().raw(Request::get("/healthz").body(Body::empty()).unwrap()).await;
    assert_eq!(alive.status, StatusCode::OK);
    // What is within is answered, and makes room.
    first.write_all(HELD).await.unwrap();
    let mut answer = String::new();
    first.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    app.anon().ask(POSTS, json!({})).await;
    drop(second);
}

const HELD: &[u8] = br#"{"query":"{__typename}"}"#;

/// A request that is in flight until its body comes.
async fn held(app: &TestApp) -> TcpStream {
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: tribune\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        HELD.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // It says so when it begins to read the body.
    let expected = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut heard = vec![0; expected.len()];
    stream.read_exact(&mut heard).await.unwrap();
    assert_eq!(heard, expected);
    stream
}
