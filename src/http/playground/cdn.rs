//! The page of a binary without the built playground: it loads GraphiQL from a CDN, pinned by version and hash.

use axum::http::HeaderMap;
use axum::response::Response;

use super::answer;

/// As the built page's, and the CDN. Inline styles are those of the page itself and of GraphiQL's editor.
const POLICY: &str = "default-src 'none'; script-src 'self' https://unpkg.com; connect-src 'self'; \
     style-src 'unsafe-inline' https://unpkg.com; font-src data:; img-src 'self' data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = include_str!("cdn.html");

pub(super) fn page(headers: &HeaderMap) -> Response {
    answer::page(POLICY, PAGE, headers)
}

/// The page's own scripts: no policy has to make room for inline ones.
pub(super) fn script(name: &str) -> Option<Response> {
    let text = match name {
        "cdn.js" => include_str!("cdn.js"),
        "storage.js" => include_str!("../../../playground/src/storage.js"),
        "tabs.js" => include_str!("../../../playground/src/tabs.js"),
        _ => return None,
    };
    Some(answer::file(POLICY, name, "no-cache", text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    #[test]
    fn whatever_comes_from_elsewhere_is_pinned_by_version_and_hash() {
        let foreign: Vec<&str> = PAGE.lines().filter(|line| line.contains("=\"https://")).collect();
        assert_eq!(foreign.len(), 4);
        for line in foreign {
            assert!(line.contains("=\"https://unpkg.com/"), "{line}");
            assert!(line.contains("integrity=\"sha384-") && line.contains("crossorigin"), "{line}");
            assert!(
                line.split('@').nth(1).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            );
        }
    }

    #[test]
    fn no_script_is_inline() {
        for script in PAGE.split("<script").skip(1) {
            assert!(script.split('>').next().is_some_and(|tag| tag.contains("src=")), "{script}");
            assert!(script.split('>').nth(1).is_some_and(|rest| rest.starts_with("</script")), "{script}");
        }
    }

    #[test]
    fn the_page_finds_its_scripts() {
        let response = page(&HeaderMap::new());
        assert_eq!(response.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
        assert!(PAGE.contains("src=\"playground/cdn.js\""));
        for name in ["cdn.js", "storage.js", "tabs.js"] {
            let response = script(name).unwrap();
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
        }
        assert!(script("index.html").is_none());
    }
}
