//! The values of `extensions.code`. docs/errors.md has a section for each; a test holds the two equal.

macro_rules! codes {
    ($($code:ident)*) => {
        $(pub const $code: &str = stringify!($code);)*

        /// All of them.
        pub const ALL: &[&str] = &[$($code),*];
    };
}

codes! {
    GRAPHQL_PARSE_FAILED
    GRAPHQL_VALIDATION_FAILED
    BAD_REQUEST
    BAD_USER_INPUT
    OPERATION_RESOLUTION_FAILURE
    PERSISTED_QUERY_NOT_FOUND
    PERSISTED_QUERY_NOT_SUPPORTED
    UNAUTHENTICATED
    FORBIDDEN
    RATE_LIMITED
    DEPTH_LIMIT_EXCEEDED
    COMPLEXITY_LIMIT_EXCEEDED
    DOCUMENT_TOO_LARGE
    TIMEOUT
    SERVICE_UNAVAILABLE
    CURSOR_INVALID
    CURSOR_EXPIRED
    INTERNAL_SERVER_ERROR
}
