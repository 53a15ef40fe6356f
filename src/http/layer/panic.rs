//! A panic in a handler is an answer to that request, and nothing to all others.

use std::panic::AssertUnwindSafe;

use axum::http::StatusCode;
use axum::response::Response;
use futures_util::FutureExt;

use crate::graphql::error::{code, refusal};
use crate::http::negotiate::MediaType;
use crate::http::reference::Reference;
use crate::http::respond::refuse;

/// Answers for a handler that panics, in this media type.
pub async fn catch(
    media_type: MediaType,
    reference: &Reference,
    answer: impl Future<Output = Response>,
) -> Response {
    AssertUnwindSafe(answer).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!(request_id = &*reference.request_id, "a handler panicked");
        let message = "Something went wrong on our side; it has been noted.";
        let error = refusal(code::INTERNAL_SERVER_ERROR, message, None);
        refuse(StatusCode::INTERNAL_SERVER_ERROR, media_type, error, reference)
    })
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    #[allow(clippy::panic, reason = "it is what is tested")]
    async fn a_panic_is_answered() {
        let fails = async { panic!("on purpose") };
        let reference = Reference { request_id: "mine".into(), ..Reference::default() };
        let response = catch(MediaType::GraphqlResponse, &reference, fails).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()["content-type"], "application/graphql-response+json; charset=utf-8");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR");
        assert_eq!(body["errors"][0]["extensions"]["requestId"], "mine");
        assert!(!body.to_string().contains("on purpose"));
    }
}
