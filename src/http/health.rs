//! Whether the process lives, and whether it can serve.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::state::HttpState;
use crate::infra::database::schema::SchemaState;

/// The process answers.
pub async fn process() -> &'static str {
    "ok\n"
}

/// The database answers and has this program's schema. Whether the bus does is told and decides nothing: without it
/// every instance serves by itself, and all of them have the same one.
pub async fn ready(State(state): State<HttpState>) -> (StatusCode, Json<Value>) {
    let database = match state.domain.database.schema_state().await {
        Ok(SchemaState::Current) => "ok",
        Ok(SchemaState::Pending(_)) => "migrations are pending",
        Ok(SchemaState::Newer(_)) => "the database is of a newer version",
        Err(_) => "unreachable",
    };
    let bus = if state.domain.bus.is_reachable().await { "ok" } else { "unreachable" };
    let stopping = *state.stopping.borrow();
    let is_ready = database == "ok" && !stopping;
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": is_ready, "database": database, "bus": bus, "stopping": stopping })))
}
