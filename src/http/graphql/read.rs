//! Reading a request from a body or a query string.

use std::pin::pin;

use async_graphql::Variables;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode, Uri};
use http_body_util::BodyExt;
use serde::Deserialize;

use crate::graphql::request::{GraphqlRequest, RequestExtensions};
use crate::http::body::RequestBody;
use crate::http::limits::HttpLimits;
use crate::http::lines::{Line, Lines};
use crate::http::negotiate::is_json;
use crate::http::time_limit::within;

/// Values that a body's JSON may hold. A megabyte of the shortest ones is half a million, and takes longer to be put
/// into variables than any operation that uses them.
const MAX_VALUES: usize = 50_000;

/// What was sent.
pub enum Read {
    One(GraphqlRequest),
    Batch(Vec<GraphqlRequest>),
}

/// Why nothing of a request is looked at.
#[derive(Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub message: String,
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

/// Reads a POST: JSON and nothing else. No browser sends JSON across origins without asking first, which is the guard
/// against forged requests.
pub async fn from_body(
    headers: &HeaderMap,
    lines: Lines,
    body: impl RequestBody,
    limits: &HttpLimits,
) -> Result<Read, Refusal> {
    if !is_json(headers) {
        let message = "Send the request as `content-type: application/json`, in UTF-8.";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let is_packed = lines
        .text(headers, Line::ContentEncoding)
        .is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"));
    if is_packed {
        let message = "Send the body as it is, without `content-encoding`.";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let Some(read) = within(limits.body_timeout, pin!(whole(body, limits.body_bytes))).await else {
        let message = format!("The body did not arrive within {} seconds.", limits.body_timeout.as_secs());
        return Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, message));
    };
    from_json(&read?, limits)
}

/// All bytes of a body. Most come in one piece, which is then all that there is: nothing is put together.
async fn whole(mut body: impl RequestBody, most: usize) -> Result<Bytes, Refusal> {
    let (mut first, mut rest) = (Bytes::new(), Vec::new());
    while !body.is_end_stream() {
        let Some(frame) = body.frame().await else { break };
        // What follows a body is not asked for.
        let Ok(piece) = frame.map_err(|_| Refusal::bad("The body broke off."))?.into_data() else { continue };
        if first.len() + rest.len() + piece.len() > most {
            let message = format!("The body is longer than {most} bytes.");
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message));
        }
        if first.is_empty() && rest.is_empty() {
            first = piece;
            continue;
        }
        if rest.is_empty() {
            rest = std::mem::take(&mut first).into();
        }
        rest.extend_from_slice(&piece);
    }
    Ok(if rest.is_empty() { first } else { rest.into() })
}

fn from_json(bytes: &[u8], limits: &HttpLimits) -> Result<Read, Refusal> {
    let wrong = |error: serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        Refusal::bad(if error.is_data() {
            format!(
                "The body is no GraphQL request: it must be a JSON object with the text `query`, and if need be the \
                 text `operationName` and the objects `variables` and `extensions`; it is not at line {line}, \
                 column {column}."
            )
        } else {
            format!("The body is not JSON: line {line}, column {column}.")
        })
    };
    // Each takes a byte at the least.
    if bytes.len() > MAX_VALUES && values(bytes) > MAX_VALUES {
        let message = format!("The body holds more than {MAX_VALUES} values.");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message));
    }
    // serde would take an array for the struct.
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => serde_json::from_slice(bytes).map(Read::One).map_err(wrong),
        Some(b'[') if limits.batch == 0 => {
            Err(Refusal::bad("Batches are switched off here; send one request at a time."))
        }
        Some(b'[') => {
            let requests: Vec<Object> = serde_json::from_slice(bytes).map_err(wrong)?;
            match requests.len() {
                0 => Err(Refusal::bad("The batch holds no request.")),
                count if count > limits.batch => Err(Refusal::bad(format!(
                    "The batch holds {count} requests; at most {} are taken.",
                    limits.batch
                ))),
                _ => Ok(Read::Batch(requests.into_iter().map(|Object(request)| request).collect())),
            }
        }
        _ => Err(Refusal::bad("The body must be a JSON object with `query`.")),
    }
}

/// How many values a JSON text holds, about: counted by what comes before each of them, outside of texts.
fn values(bytes: &[u8]) -> usize {
    let (mut count, mut in_text, mut is_escaped) = (0, false, false);
    for byte in bytes {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}

/// A request in an object: serde would take an array for the struct.
struct Object(GraphqlRequest);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = serde_json::Map::deserialize(deserializer)?;
        let request = GraphqlRequest::deserialize(serde_json::Value::Object(object));
        request.map(Self).map_err(serde::de::Error::custom)
    }
}

/// A request in the query string, by the very names of the specification.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UrlRequest {
    query: Option<String>,
    #[serde(alias = "doc_id")]
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// Reads a GET.
pub fn from_url(uri: &Uri) -> Result<GraphqlRequest, Refusal> {
    let Ok(Query(url)) = Query::<UrlRequest>::try_from_uri(uri) else {
        return Err(Refusal::bad("The query string is no GraphQL request, or names something twice."));
    };
    Ok(GraphqlRequest {
        query: url.query,
        document_id: url.document_id,
        operation_name: url.operation_name,
        variables: object::<Variables>("variables", url.variables)?,
        extensions: object::<RequestExtensions>("extensions", url.extensions)?,
    })
}

fn object<T: Default + for<'de> Deserialize<'de>>(name: &str, text: Option<String>) -> Result<T, Refusal> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(T::default()) };
    let value: Option<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&text).map_err(|_| Refusal::bad(format!("`{name}` is not a JSON object.")))?;
    let Some(value) = value else { return Ok(T::default()) };
    T::deserialize(serde_json::Value::Object(value))
        .map_err(|_| Refusal::bad(format!("`{name}` does not hold what belongs there.")))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Body;
    use futures_util::stream;
    use http_body_util::StreamBody;
    use hyper::body::Frame;

    use super::*;

    fn refused(body: &str, batch: usize) -> bool {
        from_json(body.as_bytes(), &HttpLimits { batch, ..HttpLimits::default() }).is_err()
    }

    #[test]
    fn a_request_is_an_object_with_the_right_members() {
        for good in [
            r#"{"query":"{a}"}"#,
            r#" {"query":"{a}","variables":null,"operationName":null,"extensions":null} "#,
            r#"{"query":"{a}","unknown":1,"extensions":{"other":[1]}}"#,
            r#"{"documentId":"x"}"#,
        ] {
            assert!(!refused(good, 0), "{good}");
        }
        for bad in [
            "",
            "null",
            "1",
            "\"{a}\"",
            "[\"{a}\"]",
            "{",
            r#"{"query":1}"#,
            r#"{"query":"{a}","variables":[]}"#,
            r#"{"query":"{a}","variables":"x"}"#,
            r#"{"query":"{a}","operationName":{}}"#,
            r#"{"query":"{a}","extensions":1}"#,
            "\u{0}",
        ] {
            assert!(refused(bad, 0), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_body_is_read_whole_in_however_many_pieces_it_comes() {
        let read = async |pieces: &'static [&'static str], most| {
            let pieces = pieces.iter().map(|piece| Ok::<_, Infallible>(Bytes::from_static(piece.as_bytes())));
            whole(Body::from_stream(stream::iter(pieces)), most).await.map_err(|refusal| refusal.status)
        };
        assert_eq!(read(&[], 4).await, Ok(Bytes::new()));
        assert_eq!(read(&["abcd"], 4).await, Ok(Bytes::from_static(b"abcd")));
        assert_eq!(read(&["", "a", "", "bc", "d"], 4).await, Ok(Bytes::from_static(b"abcd")));
        for pieces in [&["abcde"][..], &["abcd", "e"], &["a", "bc", "de"]] {
            assert_eq!(read(pieces, 4).await, Err(StatusCode::PAYLOAD_TOO_LARGE));
        }
        // The length of this one is known beforehand.
        assert_eq!(whole(Body::from("abcd"), 4).await.ok(), Some(Bytes::from_static(b"abcd")));
        assert!(whole(Body::from("abcd"), 3).await.is_err());
        let frames = [Frame::data(Bytes::from_static(b"ab")), Frame::trailers(HeaderMap::new())];
        let trailed = StreamBody::new(stream::iter(frames.map(Ok::<_, Infallible>)));
        assert_eq!(whole(Body::new(trailed), 4).await.ok(), Some(Bytes::from_static(b"ab")));
        let broken = stream::iter([Ok(Bytes::from_static(b"a")), Err(std::io::Error::other("cut"))]);
        let refusal = whole(Body::from_stream(broken), 4).await.err().map(|refusal| refusal.status);
        assert_eq!(refusal, Some(StatusCode::BAD_REQUEST));
    }

    #[test]
    fn a_body_holds_so_many_values_and_no_more() {
        let list = |count: usize| {
            format!(r#"{{"query":"{{a}}","variables":{{"a":[{}]}}}}"#, vec!["0"; count].join(","))
        };
        // Two objects, the list itself, and a comma before the second member.
        assert!(!refused(&list(MAX_VALUES - 3), 0) && refused(&list(MAX_VALUES - 2), 0));
        // What stands in a text is none, whatever is escaped there.
        let text = format!(r#"{{"query":"{{a}}","variables":{{"a":"\"{}\\"}}}}"#, ",[{".repeat(MAX_VALUES));
        assert!(!refused(&text, 0));
        assert_eq!(values(br#"{"a":"\\","b":[1,2]}"#), 4);
    }

    #[test]
    fn a_batch_where_batches_are_on() {
        assert!(refused(r#"[{"query":"{a}"}]"#, 0) && !refused(r#"[{"query":"{a}"}]"#, 1));
        assert!(refused(r#"[{"query":"{a}"},{"query":"{a}"}]"#, 1));
        assert!(refused("[]", 1) && refused(r#"[["{a}"]]"#, 1) && refused(r#"[{"query":1}]"#, 1));
    }

    #[test]
    fn a_query_string_goes_by_the_names_of_the_specification() {
        let read = |url: &str| from_url(&url.parse().unwrap());
        let request = read("/graphql?query=%7Ba%7D&operationName=A&variables=%7B%22b%22%3A1%7D").unwrap();
        assert_eq!((request.query.as_deref(), request.operation_name.as_deref()), (Some("{a}"), Some("A")));
        assert_eq!(request.variables.len(), 1);
        assert!(read("/graphql?query=%7Ba%7D&variables=null&extensions=").is_ok());
        assert!(
            read("/graphql?query=a&variables=[]").is_err() && read("/graphql?query=a&variables=x").is_err()
        );
        assert!(read("/graphql?query=a&extensions=1").is_err() && read("/graphql?query=a&query=b").is_err());
    }
}
