//! What a client understands, by its `Accept` (RFC 9110, section 12.5.1).

use axum::http::{HeaderMap, header};

use super::client::text;

const JSON: &str = "application/json";
const GRAPHQL: &str = "application/graphql-response+json";
const EVENTS: &str = "text/event-stream";

/// The media type of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// Answers 200 to whatever is a GraphQL request, for clients that drop errors of another status.
    Json,
    /// Says by its status whether the request was run.
    GraphqlResponse,
}

/// What a client understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// For an answer that is one text.
    pub media_type: MediaType,
    /// Whether a stream of events is understood at all.
    pub events: bool,
    /// Whether nothing but a stream of events is.
    pub events_only: bool,
}

impl Accepted {
    /// The newer media type of an answer where the client names it, and does not like the older one better.
    pub fn read(headers: &HeaderMap) -> Self {
        let mut lines = headers.get_all(header::ACCEPT).iter();
        let first = lines.next().map_or(&b""[..], |value| value.as_bytes());
        // What most clients send.
        if lines.next().is_none() && [b"", &b"*/*"[..], JSON.as_bytes()].contains(&first) {
            return Self { media_type: MediaType::Json, events: false, events_only: false };
        }
        let lines = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let accept = lines.collect::<Vec<_>>().join(",");
        let named = |wanted: &str| quality(&accept, |range| range.eq_ignore_ascii_case(wanted));
        let (json, graphql, events) = (named(JSON), named(GRAPHQL), named(EVENTS));
        let any = quality(&accept, |range| range == "*/*" || range.eq_ignore_ascii_case("application/*"));
        let is_newer = graphql > 0.0 && graphql >= json;
        Self {
            media_type: if is_newer { MediaType::GraphqlResponse } else { MediaType::Json },
            events: events > 0.0,
            events_only: events > 0.0 && json == 0.0 && graphql == 0.0 && any == 0.0,
        }
    }
}

/// How much the first range that `is_wanted` is liked, from 0 to 1; 0 when there is none.
fn quality(accept: &str, is_wanted: impl Fn(&str) -> bool) -> f32 {
    accept
        .split(',')
        .find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().filter(|name| is_wanted(name))?;
            let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse);
            Some(if name.is_empty() { 0.0 } else { quality.unwrap_or(1.0) })
        })
        .unwrap_or(0.0)
}

/// Whether a body is JSON by its content type, in the one encoding that JSON has (RFC 8259, section 8.1).
pub fn is_json(headers: &HeaderMap) -> bool {
    let content_type = text(headers, &header::CONTENT_TYPE).unwrap_or_default();
    // What most clients send.
    if content_type == JSON {
        return true;
    }
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(JSON));
    is_json
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn read(accept: &str) -> Accepted {
        let mut headers = HeaderMap::new();
        headers.insert("accept", HeaderValue::from_str(accept).unwrap());
        Accepted::read(&headers)
    }

    #[test]
    fn the_newer_type_where_it_is_liked_as_well() {
        use MediaType::{GraphqlResponse, Json};
        for (accept, media_type) in [
            ("application/graphql-response+json", GraphqlResponse),
            ("application/json, application/graphql-response+json", GraphqlResponse),
            (
                "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
                GraphqlResponse,
            ),
            ("application/graphql-response+json;q=0.8, application/json", Json),
            ("application/graphql-response+json;q=0", Json),
            ("*/*", Json),
            ("", Json),
            ("text/html", Json),
        ] {
            assert_eq!(read(accept).media_type, media_type, "{accept}");
        }
    }

    #[test]
    fn events_are_for_whom_they_are_all_there_is() {
        let urql = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed";
        assert!(read(urql).events && !read(urql).events_only);
        assert!(read("text/event-stream").events_only);
        assert!(!read("text/event-stream, */*").events_only);
        assert!(!read("application/json").events);
    }

    #[test]
    fn json_is_in_utf_8() {
        for (content_type, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json; charset=\"utf-8\"; x=y", true),
            ("application/json; charset=latin1", false),
            ("application/jsonp", false),
            ("text/plain", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", HeaderValue::from_static(content_type));
            assert_eq!(is_json(&headers), expected, "{content_type}");
        }
    }
}
