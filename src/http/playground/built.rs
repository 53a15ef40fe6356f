//! The playground as Vite built it.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

use super::answer;

/// Nothing but this server: its scripts, workers, fonts, and the API by HTTP and (which 'self' allows as well) by
/// WebSocket. Inline styles are Monaco's, the editor's: it places each line by a `style` attribute and makes `<style>`
/// elements for its theme, and knows no nonce.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
     style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A name holds the hash of what it names.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What `playground/dist` held when the crate was compiled.
pub(super) static BUILT: Option<Built> = include!(concat!(env!("OUT_DIR"), "/playground.rs"));

pub(super) struct Built {
    page: &'static str,
    /// By name, each compressed with gzip.
    assets: &'static [(&'static str, &'static [u8])],
}

impl Built {
    pub(super) fn page(&self, headers: &HeaderMap) -> Response {
        answer::page(POLICY, self.page, headers)
    }

    /// Always compressed: what loads it is a browser, and every browser takes gzip.
    pub(super) fn asset(&self, name: &str) -> Option<Response> {
        let (_, bytes) = self.assets.iter().find(|(known, _)| *known == name)?;
        let mut response = answer::file(POLICY, name, FOR_EVER, bytes);
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        Some(response)
    }
}
