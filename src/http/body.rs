//! The body of a request, as it comes from the connection or from the router.

use axum::BoxError;
use axum::body::{Bytes, HttpBody};

/// The body of a request, whatever its type: boxed, as the router has it, is one more thing to make and to ask through.
pub trait RequestBody: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}

impl<B> RequestBody for B where B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static {}
