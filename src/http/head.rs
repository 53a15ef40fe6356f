//! The head of an answer: what all carry, and what is known of the request that it answers.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::negotiate::MediaType;
use super::rate_limit::Told;

/// What an answer of GraphQL's goes by; the origin, for a browser may read it or not, and what clients can unpack, too.
pub const VARY: &str = "accept, accept-encoding, authorization, cookie, origin";
/// Lines that most answers have; two more are the server's that sends them.
const LINES: usize = 12;
/// What is filled in for each request, in the order in which it stands in a form. The first are of what it was charged.
static FILLED_IN: [HeaderName; CHARGED + 2] = [
    HeaderName::from_static("ratelimit-limit"),
    HeaderName::from_static("ratelimit-remaining"),
    HeaderName::from_static("ratelimit-reset"),
    HeaderName::from_static("x-ratelimit-limit"),
    HeaderName::from_static("x-ratelimit-remaining"),
    HeaderName::from_static("x-ratelimit-used"),
    HeaderName::from_static("x-ratelimit-reset"),
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("traceparent"),
];
const CHARGED: usize = 7;
const NO_SNIFFING: HeaderValue = HeaderValue::from_static("nosniff");
/// What keeps a browser from making more of an answer than it is.
const SAFE: [(HeaderName, &str); 3] = [
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-site"),
];

static JSON: LazyLock<HeaderMap> = LazyLock::new(|| form("application/json; charset=utf-8"));
static GRAPHQL: LazyLock<HeaderMap> =
    LazyLock::new(|| form("application/graphql-response+json; charset=utf-8"));

/// What completes a head: what is known of a request when it is answered.
pub struct Completion<'a> {
    pub request_id: &'a str,
    /// As a header's value.
    pub trace: &'a [u8],
    /// What is told of its charge, if there was one.
    pub told: Option<Told>,
    /// Whether a browser may have asked. Others heed nothing of what keeps one from harm, a third of the head; and nobody
    /// keeps what they were answered, so that it need not be said what it goes by.
    pub is_browsers: bool,
}

/// The head of an answer of GraphQL's, to be completed: a form, for each line that is put in by its name costs as much
/// as several that are copied.
pub fn begin(media_type: MediaType) -> HeaderMap {
    match media_type {
        MediaType::Json => JSON.clone(),
        MediaType::GraphqlResponse => GRAPHQL.clone(),
    }
}

/// The lines that all such heads have; those that the request fills in are empty.
fn form(content_type: &'static str) -> HeaderMap {
    let mut head = HeaderMap::with_capacity(LINES);
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    // Nobody but the one who asked is to keep it: it may be personal.
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    head.insert(header::X_CONTENT_TYPE_OPTIONS, NO_SNIFFING);
    for name in &FILLED_IN {
        head.insert(name, HeaderValue::from_static(""));
    }
    head
}

/// Completes the head of whatever answer.
pub fn complete(response: &mut Response, known: &Completion<'_>) {
    let is_kept = response.status() == StatusCode::NOT_MODIFIED;
    let head = response.headers_mut();
    // A form alone has a place for the request's id.
    let is_form = head.contains_key(&FILLED_IN[CHARGED]);
    if is_form && known.is_browsers {
        head.insert(header::VARY, HeaderValue::from_static(VARY));
    }
    // What a browser has kept goes by the headers it came with, unless this answer changes them.
    if !is_kept && (known.is_browsers || !is_form) {
        secure(head);
    }
    fill_in(head, known);
}

/// A handler that knows better has set its own.
fn secure(head: &mut HeaderMap) {
    head.insert(header::X_CONTENT_TYPE_OPTIONS, NO_SNIFFING);
    let names_origin =
        |names: &str| names.split(',').any(|name| name.trim().eq_ignore_ascii_case(header::ORIGIN.as_str()));
    let goes_by_origin = |value: &HeaderValue| value.to_str().is_ok_and(names_origin);
    if !head.get_all(header::VARY).iter().any(goes_by_origin) {
        head.append(header::VARY, HeaderValue::from_static("origin"));
    }
    for (name, value) in SAFE {
        head.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

fn fill_in(head: &mut HeaderMap, known: &Completion<'_>) {
    let mut values = values(known);
    let mut at = if known.told.is_some() { 0 } else { CHARGED };
    for (name, place) in head.iter_mut() {
        let Some(next) = FILLED_IN.get(at) else { break };
        if next == name {
            std::mem::swap(place, &mut values[at]);
            at += 1;
        }
    }
    // Where it is no form.
    if at < FILLED_IN.len() {
        for (name, value) in FILLED_IN.iter().zip(values).skip(at) {
            head.insert(name, value);
        }
    }
    let Some(told) = &known.told else {
        return FILLED_IN[..CHARGED].iter().for_each(|name| drop(head.remove(name)));
    };
    if let Some(seconds) = told.retry_after {
        head.insert(header::RETRY_AFTER, seconds.into());
    }
}

/// The values of what is filled in, all in one text: each of its own would be two pieces of memory.
fn values(known: &Completion<'_>) -> [HeaderValue; CHARGED + 2] {
    let (mut text, mut ends) = (Vec::with_capacity(192), [0; CHARGED + 2]);
    if let Some(Told { limit, remaining, used, reset_after, reset_at, .. }) = known.told {
        let numbers = [limit, remaining, reset_after, limit, remaining, used, reset_at];
        for (end, number) in ends.iter_mut().zip(numbers) {
            text.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
            *end = text.len();
        }
    }
    for (end, value) in ends[CHARGED..].iter_mut().zip([known.request_id.as_bytes(), known.trace]) {
        text.extend_from_slice(value);
        *end = text.len();
    }
    let (text, mut begin) = (Bytes::from(text), 0);
    ends.map(|end| {
        let value = HeaderValue::from_maybe_shared(text.slice(begin..end));
        begin = end;
        // All are of digits, letters, dots, dashes and underscores.
        value.unwrap_or_else(|_| HeaderValue::from_static(""))
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn completed(mut response: Response, told: Option<Told>) -> HeaderMap {
        complete(
            &mut response,
            &Completion { request_id: "id", trace: b"00-trace", told, is_browsers: true },
        );
        response.into_parts().0.headers
    }

    fn told() -> Told {
        Told {
            limit: 300,
            remaining: 7,
            used: 293,
            reset_after: 60,
            reset_at: 1_700_000_000,
            retry_after: None,
        }
    }

    fn of_graphql() -> Response {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = begin(MediaType::Json);
        response
    }

    #[test]
    fn whatever_it_was_begun_with_it_is_complete() {
        let form = completed(of_graphql(), Some(told()));
        let plain = completed(Response::new(Body::empty()), Some(told()));
        let mut out_of_order = of_graphql();
        out_of_order.headers_mut().remove("ratelimit-limit");
        out_of_order.headers_mut().remove(header::CONTENT_TYPE);
        let out_of_order = completed(out_of_order, Some(told()));
        for head in [&form, &plain, &out_of_order] {
            let said = |name: &str| {
                head.get_all(name).iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>()
            };
            let numbers = FILLED_IN.iter().map(|name| said(name.as_str()).join(", ")).collect::<Vec<_>>();
            let expected = ["300", "7", "60", "300", "7", "293", "1700000000", "id", "00-trace"];
            assert_eq!(numbers, expected);
            assert_eq!(said("x-content-type-options"), ["nosniff"]);
            assert_eq!(said("referrer-policy"), ["no-referrer"]);
            assert!(head.values().all(|value| !value.is_empty()));
        }
        assert_eq!(
            (&form[header::VARY], &plain[header::VARY]),
            (&HeaderValue::from_static(VARY), &"origin".parse().unwrap())
        );
    }

    #[test]
    fn a_handler_that_knows_better_is_given_the_rest() {
        let mut response = Response::new(Body::empty());
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("mine"));
        let head = completed(response, None);
        assert_eq!(
            (&head["content-security-policy"], &head["vary"]),
            (&"mine".parse().unwrap(), &"origin".parse().unwrap())
        );
        assert_eq!(head["cross-origin-resource-policy"], "same-site");
        assert_eq!(head["referrer-policy"], "no-referrer");
    }

    #[test]
    fn what_only_browsers_heed_is_told_to_what_may_be_one() {
        let told = |mut response: Response| {
            let known = Completion { request_id: "id", trace: b"00-trace", told: None, is_browsers: false };
            complete(&mut response, &known);
            response.into_parts().0.headers
        };
        let graphql = told(of_graphql());
        let names =
            ["content-type", "cache-control", "x-content-type-options", "x-request-id", "traceparent"];
        assert!(names.iter().all(|name| graphql.contains_key(*name)) && graphql.len() == names.len());
        // What is served to be looked at says it to everybody.
        assert!(told(Response::new(Body::empty())).contains_key("content-security-policy"));
        assert_eq!(completed(of_graphql(), None).len(), names.len() + 1 + SAFE.len());
    }

    #[test]
    fn what_was_not_charged_tells_of_no_charge() {
        let head = completed(of_graphql(), None);
        assert!(FILLED_IN[..CHARGED].iter().all(|name| !head.contains_key(name)));
        assert!(head.values().all(|value| !value.is_empty()));
        assert_eq!(head["x-request-id"], "id");
        assert_eq!(
            completed(of_graphql(), Some(Told { retry_after: Some(3), ..told() }))["retry-after"],
            "3"
        );
    }
}
