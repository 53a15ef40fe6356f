//! The table of limits, and the codes with which a socket is closed.

/// One limit.
pub struct LimitRow {
    pub what: &'static str,
    /// The options that set it, with their defaults.
    pub options: &'static [(&'static str, u64)],
    /// What becomes of who goes over it.
    #[expect(dead_code, reason = "it is for who reads the table")]
    pub over: &'static str,
    /// Which go one under and one over.
    pub tests: &'static [&'static str],
}

const fn limit(
    what: &'static str,
    options: &'static [(&'static str, u64)],
    over: &'static str,
    tests: &'static [&'static str],
) -> LimitRow {
    LimitRow { what, options, over, tests }
}

pub const LIMITS: &[LimitRow] = &[
    limit(
        "a document's bytes and nesting",
        &[("max-document-bytes", 16_384), ("max-nesting", 64)],
        "DOCUMENT_TOO_LARGE, before it is parsed",
        &["limits::document_bytes_and_nesting", "attack::nesting::whatever_is_nested_too_deep_is_refused"],
    ),
    limit(
        "a document's tokens, spreads and expanded fields",
        &[("max-tokens", 1_500), ("max-spreads", 300), ("max-selections", 5_000)],
        "DOCUMENT_TOO_LARGE, before it is parsed",
        &["limits::what_a_document_holds", "attack::fragments::bombs_of_fragments_are_refused"],
    ),
    limit("depth", &[("max-depth", 15)], "DEPTH_LIMIT_EXCEEDED", &["limits::depth"]),
    limit(
        "complexity",
        &[("max-complexity-anonymous", 5_000), ("max-complexity", 10_000)],
        "COMPLEXITY_LIMIT_EXCEEDED",
        &["limits::complexity_for_nobody_and_for_somebody", "limits::what_frontends_ask_fits_with_room"],
    ),
    limit(
        "aliases, root fields, directives",
        &[("max-aliases", 30), ("max-root-fields", 20), ("max-directives", 50)],
        "GRAPHQL_VALIDATION_FAILED",
        &["limits::what_a_document_holds"],
    ),
    limit(
        "credential mutations: one a request",
        &[],
        "BAD_REQUEST",
        &[
            "rate_limits::credentials::aliases_carry_no_second_attempt",
            "rate_limits::socket::one_credential_mutation_an_operation_over_a_socket_too",
        ],
    ),
    limit(
        "batches: ten at the most, where they are on",
        &[("max-batch", 0)],
        "400",
        &["http::requests::batches_are_off_and_bounded_where_they_are_on"],
    ),
    limit(
        "a page: 1 to 100",
        &[],
        "BAD_USER_INPUT",
        &["limits::page_sizes_and_numbers_of_ids", "bad_input::pages::of_a_wrong_size"],
    ),
    limit("a body", &[("max-body-bytes", 1_048_576)], "413", &["limits::body_bytes"]),
    limit(
        "headers: 32 KiB, 100 lines",
        &[],
        "431",
        &["process::connections::too_many_and_too_long_headers_are_told_431"],
    ),
    limit(
        "the time of a head and of a body",
        &[("head-timeout-ms", 10_000), ("body-timeout-ms", 10_000)],
        "408",
        &[
            "process::connections::a_head_that_does_not_end_is_told_408",
            "process::connections::a_body_that_does_not_end_is_told_408",
            "process::connections::who_says_nothing_is_told_nothing_and_may_still_ask",
        ],
    ),
    limit(
        "the time of an answer",
        &[("answer-timeout-ms", 10_000)],
        "503, TIMEOUT",
        &["http::answers::an_answer_that_takes_too_long_is_given_up"],
    ),
    limit(
        "the time of a statement",
        &[("database-statement-ms", 5_000)],
        "503, TIMEOUT; SERVICE_UNAVAILABLE on SQLite",
        &["conformance::overload::a_statement_that_takes_too_long_is_given_up_and_its_connection_lives"],
    ),
    limit(
        "connections to the database, and the wait for one",
        &[("database-connections", 10), ("database-wait-ms", 2_000)],
        "503, SERVICE_UNAVAILABLE",
        &["conformance::overload::who_waits_too_long_for_a_connection_is_told_to_come_back"],
    ),
    limit(
        "requests in flight",
        &[("max-in-flight", 512)],
        "503, SERVICE_UNAVAILABLE",
        &["conformance::overload::a_request_too_many_at_once_is_told_to_come_back"],
    ),
    limit(
        "introspection and the playground in production",
        &[],
        "UNAUTHENTICATED; 404",
        &["limits::introspection_is_for_explorers", "playground::in_production_there_is_none"],
    ),
    limit(
        "points of an address and of a person",
        &[("rate-limit-anonymous", 300), ("rate-limit-signed-in", 5_000)],
        "429, RATE_LIMITED",
        &[
            "rate_limits::budget::an_address_has_300_points_in_5_minutes",
            "rate_limits::budget::somebody_signed_in_has_5_000_points_an_hour_from_wherever",
            "rate_limits::budget::a_point_for_every_hundred_begun",
            "rate_limits::budget::what_is_no_operation_is_charged_too",
        ],
    ),
    limit(
        "sizes of texts and lists",
        &[],
        "userErrors with min and max",
        &["bad_input::lengths::at_the_limit_and_one_over", "bad_input::lengths::five_tags_and_six"],
    ),
    limit(
        "failed sign-ins",
        &[("max-login-failures", 5), ("max-login-failures-per-address", 25)],
        "RATE_LIMITED",
        &[
            "rate_limits::throttle::five_failures_in_15_minutes_to_an_account_from_an_address",
            "rate_limits::throttle::twenty_five_failures_in_5_minutes_from_an_address",
        ],
    ),
    limit(
        "registrations",
        &[("max-registrations", 5)],
        "RATE_LIMITED",
        &[
            "rate_limits::throttle::five_registrations_in_30_minutes_from_an_address",
            "rate_limits::throttle::five_registrations_in_30_minutes_with_an_email_address",
        ],
    ),
    limit(
        "an access token: 15 minutes and a leeway of 30 seconds",
        &[],
        "UNAUTHENTICATED",
        &[
            "identity::tokens::an_access_token_lives_fifteen_minutes_and_a_leeway",
            "identity::tokens::tampered_foreign_and_unsigned_tokens_are_nobodys",
            "identity::sessions::signing_out_ends_the_session_at_once",
        ],
    ),
    limit(
        "a refresh token: 30 days idle, 90 in all, 10 seconds for a retry",
        &[],
        "userErrors, and the family ends",
        &[
            "identity::sessions::a_session_ends_after_thirty_idle_days",
            "identity::sessions::a_session_ends_after_ninety_days_used_or_not",
            "identity::sessions::within_ten_seconds_a_spent_token_gets_the_same_successor",
            "identity::sessions::a_token_used_again_later_ends_its_session",
        ],
    ),
    limit(
        "passwords at once",
        &[("password-queue", 64)],
        "503, SERVICE_UNAVAILABLE",
        &["conformance::overload::passwords_past_the_queue_are_told_to_come_back"],
    ),
    limit(
        "the least that a password's hash costs",
        &[("password-memory-kib", 19_456), ("password-passes", 2)],
        "the program does not start",
        &["process::settings::a_value_out_of_its_range_is_not_understood"],
    ),
    limit(
        "a password: 12 to 128 characters, none of the common ones",
        &[],
        "userErrors",
        &["bad_input::lengths::at_the_limit_and_one_over", "identity::accounts::weak_passwords_are_refused"],
    ),
    limit(
        "a message on a socket",
        &[("max-message-bytes", 262_144)],
        "closed 4400",
        &["websocket::limits::an_oversized_message_closes_the_socket_and_no_other"],
    ),
    limit(
        "messages a second",
        &[("max-messages-per-second", 100)],
        "they wait",
        &[
            "websocket::pace::two_seconds_worth_is_heard_at_once_and_what_is_beyond_a_little_later",
            "websocket::pace::two_hundred_at_once_are_heard_at_once",
        ],
    ),
    limit(
        "operations on a socket, and streams of a person",
        &[("max-subscriptions", 50)],
        "RATE_LIMITED",
        &[
            "websocket::limits::the_fifty_first_operation_is_refused_and_the_socket_lives",
            "http::streams::one_stream_more_than_a_person_may_hold_is_refused",
        ],
    ),
    limit(
        "sockets of a person",
        &[("max-sockets", 10)],
        "closed 1013",
        &["websocket::limits::the_eleventh_socket_of_a_person_closes_1013"],
    ),
    limit(
        "silence: twice as long as between two pings",
        &[("ping-seconds", 15)],
        "closed 1001",
        &["websocket::limits::who_does_not_answer_pings_is_let_go"],
    ),
    limit(
        "the time that a reader takes",
        &[("send-seconds", 10)],
        "closed",
        &["websocket::limits::a_reader_that_stalls_is_closed_and_not_skipped"],
    ),
    limit(
        "jobs at once",
        &[("worker-jobs", 4)],
        "they wait",
        &["jobs::workers::no_more_are_done_at_once_than_there_is_room_for"],
    ),
];

/// The codes of closes, and the tests that are closed with them.
pub const CLOSES: &[(u16, &[&str])] = &[
    (1000, &["websocket::closes::who_closes_is_answered_1000"]),
    (
        1001,
        &[
            "websocket::closes::a_server_that_stops_closes_1001",
            "process::signals::sockets_are_told_1001_before_the_process_ends",
        ],
    ),
    (1013, &["websocket::limits::the_eleventh_socket_of_a_person_closes_1013"]),
    (4400, &["websocket::closes::what_is_no_message_of_the_protocol_closes_4400"]),
    (4401, &["websocket::closes::a_subscription_before_the_acknowledgement_closes_4401"]),
    (
        4403,
        &[
            "websocket::authentication::a_bad_token_closes_4403",
            "websocket::authentication::a_session_that_is_ended_closes_its_sockets_4403_within_a_second",
        ],
    ),
    (4406, &["websocket::closes::another_subprotocol_closes_4406"]),
    (4408, &["websocket::closes::silence_for_five_seconds_closes_4408"]),
    (4409, &["websocket::closes::an_id_that_runs_closes_4409_and_a_second_beginning_4429"]),
    (4429, &["websocket::closes::an_id_that_runs_closes_4409_and_a_second_beginning_4429"]),
];
