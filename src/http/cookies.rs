//! Tokens in cookies, for browsers: no script of a page reads them, and no other site's page has them sent along.

use std::borrow::Cow;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::Response;
use cookie::{Cookie, SameSite};

use super::client::text;
use super::lines::{Line, Lines};
use crate::graphql::browser::{Browser, CookieChange};

/// `__Host-`: of this very host, over TLS, for all of its paths
/// (<https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis>, section 4.1.3.2).
const ACCESS: &str = "__Host-tribune-access";
const REFRESH: &str = "__Host-tribune-refresh";

/// Seconds that both are kept: as long as a session may idle. An access token that has ended is still sent, so that
/// the client is told to refresh it, rather than being taken for nobody.
const KEPT: i64 = 30 * 24 * 60 * 60;

/// Headers that no page of another site sends without asking first.
const APOLLO: [HeaderName; 2] =
    [HeaderName::from_static("apollo-require-preflight"), HeaderName::from_static("x-apollo-operation-name")];

/// What `Authorization` says, or would say of the access token in the cookie. A request that another site's page could
/// have sent without asking is not somebody's because of their cookies.
pub fn authorization(parts: &Parts, lines: Lines) -> Option<Cow<'_, str>> {
    if let Some(value) = lines.get(&parts.headers, Line::Authorization) {
        return Some(match value.to_str() {
            Ok(text) => Cow::Borrowed(text),
            // What is no text is no token of ours, and not nothing either.
            Err(_) => String::from_utf8_lossy(value.as_bytes()),
        });
    }
    if !lines.has(Line::Cookie) || !is_asked_for(parts) {
        return None;
    }
    find(&parts.headers, ACCESS).map(|token| format!("Bearer {token}").into())
}

/// The browser behind a request, if it keeps cookies or wants to.
pub fn browser(parts: &Parts, lines: Lines) -> Option<Browser> {
    let has_any = lines.has(Line::Cookie) || lines.has(Line::Session);
    if !has_any || !is_asked_for(parts) {
        return None;
    }
    let wishes =
        lines.text(&parts.headers, Line::Session).is_some_and(|wish| wish.eq_ignore_ascii_case("cookie"));
    // Who brings a token of their own lives without cookies.
    let brings_none = || !lines.has(Line::Authorization);
    let refresh_token = find(&parts.headers, REFRESH).filter(|_| brings_none());
    (wishes || refresh_token.is_some()).then(|| Browser::new(refresh_token))
}

/// Tells the browser what to keep.
pub fn set(response: &mut Response, change: &CookieChange) {
    let (access, refresh, seconds) = match change {
        CookieChange::Keep { access_token, refresh_token } => {
            (access_token.as_str(), refresh_token.as_str(), KEPT)
        }
        CookieChange::Forget => ("", "", 0),
    };
    for (name, value) in [(ACCESS, access), (REFRESH, refresh)] {
        let cookie = Cookie::build((name, value))
            .path("/")
            .secure(true)
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(cookie::time::Duration::seconds(seconds));
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// A POST is JSON, which no page of another site sends without asking first; a GET carries one of Apollo's headers.
fn is_asked_for(parts: &Parts) -> bool {
    parts.method == Method::POST
        || APOLLO.iter().any(|name| text(&parts.headers, name).is_some_and(|value| !value.is_empty()))
}

/// What `Authorization` would say, for the handshake of a socket: browsers send cookies along whoever's page it is, so
/// the page must be one of ours.
pub fn authorization_of_socket(headers: &HeaderMap, origins: &[String]) -> Option<String> {
    let origin = text(headers, &header::ORIGIN)?;
    let is_own = text(headers, &header::HOST).is_some_and(|host| {
        origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) == Some(host)
    });
    if !is_own && !origins.iter().any(|listed| listed == origin) {
        return None;
    }
    find(headers, ACCESS).map(|token| format!("Bearer {token}"))
}

fn find(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = values.flat_map(|value| Cookie::split_parse(value).filter_map(Result::ok));
    cookies.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}
