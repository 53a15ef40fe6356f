//! Whether it lives, and whether it can serve: `/healthz`, `/readyz`, `tribune healthcheck`.

use axum::http::StatusCode;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::support::program::Home;

#[tokio::test]
async fn what_can_serve_is_ready() {
    let home = Home::new();
    let mut program = home.serve();
    let caller = program.caller();
    assert_eq!(caller.get("/healthz").await, (StatusCode::OK, "ok\n".to_owned()));
    let (status, body) = caller.get("/readyz").await;
    let expected = json!({ "ready": true, "database": "ok", "bus": "ok", "stopping": false });
    assert_eq!((status, serde_json::from_str::<Value>(&body).unwrap()), (StatusCode::OK, expected.clone()));

    let url = format!("http://{}/readyz", program.address);
    for arguments in
        [["healthcheck", "--url", url.as_str()], ["healthcheck", "--listen", &program.address.to_string()]]
    {
        let said = home.run(&arguments).well();
        assert_eq!(serde_json::from_str::<Value>(&said).unwrap(), expected, "{arguments:?}");
    }
    program.kill();
    home.run(&["healthcheck", "--url", &url]).refused(1, "can't be reached");
}

#[tokio::test]
async fn what_can_not_serve_lives_and_is_not_ready() {
    let home = Home::new();
    let program = home.serve();
    let database = home.database.connect().await;
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_newer', 0)";
    database.writer().execute_unprepared(newer).await.unwrap();
    let (status, body) = program.caller().get("/readyz").await;
    let expected = json!({ "ready": false, "database": "the database is of a newer version", "bus": "ok", "stopping": false });
    assert_eq!(
        (status, serde_json::from_str::<Value>(&body).unwrap()),
        (StatusCode::SERVICE_UNAVAILABLE, expected)
    );
    assert_eq!(program.caller().get("/healthz").await.0, StatusCode::OK);
    let asked = home.run(&["healthcheck", "--listen", &program.address.to_string()]);
    assert_eq!((asked.code, asked.stdout.trim_end()), (Some(1), body.as_str()));
}
