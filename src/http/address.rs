//! The client's address, behind proxies too.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::header::FORWARDED;
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use tracing::warn;

use super::lines::{Line, Lines};

const X_FORWARDED_FOR: HeaderName = Line::XForwardedFor.name();

/// The networks of the proxies whose word is taken for whom they ask; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies {
    networks: Arc<[IpNet]>,
    /// Whether it was said already that a proxy seems to be missing here.
    told: Arc<AtomicBool>,
}

impl TrustedProxies {
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self { networks: networks.into(), told: Arc::default() }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }

    /// The nearest address that is no trusted proxy's. Each proxy adds at the right end whom it was asked by, so the list
    /// is read from there, for as long as those who wrote it are trusted; what stands further left, the client may have
    /// written itself. `X-Forwarded-For` goes before `Forwarded`: proxies set it far more often, and pass the other one
    /// on as it came.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut address = peer.to_canonical();
        let name = if headers.contains_key(X_FORWARDED_FOR) { X_FORWARDED_FOR } else { FORWARDED };
        let lines = headers.get_all(&name).iter().map(|line| line.to_str().unwrap_or_default());
        let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
        for hop in hops.into_iter().rev() {
            if !self.trusts(address) {
                break;
            }
            let hop = if name == FORWARDED { forwarded_for(hop) } else { Some(hop) };
            match hop.and_then(read) {
                Some(before) => address = before,
                // Whoever is behind it, the proxy is the last one that is known.
                None => break,
            }
        }
        address
    }

    /// From where a request comes that came by this peer.
    pub fn find_client(&self, peer: IpAddr, headers: &HeaderMap, lines: Lines) -> IpAddr {
        if !lines.has(Line::XForwardedFor) && !lines.has(Line::Forwarded) {
            return peer.to_canonical();
        }
        self.tell_of_missing_proxy();
        self.client(peer, headers)
    }

    fn tell_of_missing_proxy(&self) {
        if self.networks.is_empty() && !self.told.swap(true, Ordering::Relaxed) {
            warn!(
                "a request came with X-Forwarded-For or Forwarded, and no proxy is trusted: behind a proxy all clients \
                 share one rate limit until --trusted-proxies (TRIBUNE_TRUSTED_PROXIES) names its network"
            );
        }
    }
}

/// The address in an element of `Forwarded` (RFC 7239, section 4), e.g. `for="[2001:db8::1]:4711";proto=https`.
fn forwarded_for(element: &str) -> Option<&str> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))
        .map(|(_, value)| value.trim().trim_matches('"'))
}

/// An address, with a port or without.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, headers: &[(HeaderName, &str)]) -> String {
        let networks = ["10.0.0.0/8", "2001:db8:ffff::/48"].map(|network| network.parse().unwrap());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value.parse().unwrap());
        }
        TrustedProxies::new(networks.into()).client(peer.parse().unwrap(), &map).to_string()
    }

    #[test]
    fn whom_nobody_vouches_for_is_taken_for_themselves() {
        assert_eq!(client("192.0.2.1", &[(X_FORWARDED_FOR, "198.51.100.7")]), "192.0.2.1");
        assert_eq!(client("192.0.2.1", &[(FORWARDED, "for=198.51.100.7")]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("::ffff:192.0.2.1", &[]), "192.0.2.1");
    }

    #[test]
    fn the_nearest_address_that_is_no_proxys() {
        for (list, expected) in [
            ("198.51.100.7", "198.51.100.7"),
            ("1.2.3.4, 198.51.100.7", "198.51.100.7"),
            ("1.2.3.4, 198.51.100.7, 10.9.9.9", "198.51.100.7"),
            // Proxies all the way.
            ("10.1.1.1,10.2.2.2", "10.1.1.1"),
            ("198.51.100.7:4711", "198.51.100.7"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
            // Nobody knows what the proxy saw.
            ("198.51.100.7, unknown", "10.0.0.1"),
            ("", "10.0.0.1"),
        ] {
            assert_eq!(client("10.0.0.1", &[(X_FORWARDED_FOR, list)]), expected, "{list}");
        }
        assert_eq!(client("::ffff:10.0.0.1", &[(X_FORWARDED_FOR, "198.51.100.7")]), "198.51.100.7");
        assert_eq!(client("2001:db8:ffff::1", &[(X_FORWARDED_FOR, "198.51.100.7")]), "198.51.100.7");
        let lines = [(X_FORWARDED_FOR, "1.2.3.4"), (X_FORWARDED_FOR, "198.51.100.7")];
        assert_eq!(client("10.0.0.1", &lines), "198.51.100.7");
    }

    #[test]
    fn the_newer_header_where_the_older_is_not_there() {
        for (list, expected) in [
            ("for=198.51.100.7;proto=https;by=10.0.0.1", "198.51.100.7"),
            ("For=\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("for=1.2.3.4, proto=https; for=\"198.51.100.7:80\"", "198.51.100.7"),
            ("for=_hidden", "10.0.0.1"),
            ("for=\"1.2.3.4, for=198.51.100.7", "198.51.100.7"),
        ] {
            assert_eq!(client("10.0.0.1", &[(FORWARDED, list)]), expected, "{list}");
        }
        let both = [(FORWARDED, "for=1.2.3.4"), (X_FORWARDED_FOR, "198.51.100.7")];
        assert_eq!(client("10.0.0.1", &both), "198.51.100.7");
    }
}
