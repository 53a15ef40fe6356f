//! Addresses, as settings spell them.

use std::net::SocketAddr;

use url::Url;

/// Where to listen: numbers only, for a name may be several addresses.
pub(super) fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        let port = text.rsplit(':').next().filter(|port| port.parse::<u16>().is_ok()).unwrap_or("8080");
        format!(
            "it must be an IP address and a port: 127.0.0.1:{port} for this machine alone, 0.0.0.0:{port} or [::]:{port} for others"
        )
    })
}

/// The address of a site, to which paths are added.
pub(super) fn site(text: &str) -> Result<String, String> {
    let url = on_the_web(text, "https://blog.example.org")?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("paths are added to it, so it can't have a query or a fragment (? or #)".to_owned());
    }
    Ok(text.to_owned())
}

/// Bytes of an address that goes along with every error, of which a refusal may have ten.
const MAX_DOCS: usize = 1_000;

/// The address of a page, to which an anchor is added.
pub(super) fn docs(text: &str) -> Result<String, String> {
    if on_the_web(text, "https://blog.example.org/errors")?.fragment().is_some() {
        return Err("the error's code is added to it as a fragment, so it can't have one (#)".to_owned());
    }
    if text.len() > MAX_DOCS {
        return Err(format!("it goes along with every error, and may have {MAX_DOCS} bytes at most"));
    }
    Ok(text.to_owned())
}

fn on_the_web(text: &str, example: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| format!("it must begin with http:// or https://, such as {example}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_right_is_said() {
        assert_eq!(listen("[::1]:80").unwrap().port(), 80);
        assert!(listen("localhost:9090").unwrap_err().contains("127.0.0.1:9090"));
        assert!(listen("nowhere").unwrap_err().contains("127.0.0.1:8080"));
    }

    #[test]
    fn a_site_is_on_the_web_and_takes_paths() {
        for right in ["https://blog.example.org", "http://localhost:3000/", "https://example.org/blog/"] {
            assert_eq!(site(right).unwrap(), right);
        }
        for wrong in [
            "javascript:alert(1)",
            "ftp://example.org",
            "example.org",
            "",
            "https://",
            "https://x/?q#f",
            "https://x/#",
        ] {
            assert!(site(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_page_of_errors_is_on_the_web_short_and_takes_an_anchor() {
        let long = |length: usize| format!("https://example.org/{}", "a".repeat(length - 20));
        for right in ["https://example.org/errors", "http://localhost/?page=errors", &long(1_000)] {
            assert_eq!(docs(right).unwrap(), right);
        }
        for wrong in ["javascript:alert(1)", "errors.md", "https://example.org/#errors", &long(1_001)] {
            assert!(docs(wrong).is_err(), "{wrong}");
        }
    }
}
