//! From where somebody asks.

use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, Ipv6Addr};

/// From where somebody asks.
#[derive(Clone, Debug, Default)]
pub struct Client {
    pub ip_address: Option<IpAddr>,
    pub user_agent: Option<String>,
}

impl Client {
    /// The network that one customer of a provider holds, by which requests are counted: an IPv4 address, or 64 bits of
    /// an IPv6 address, of which everybody has a whole /64 at least (RFC 6177). IPv4 within IPv6 is IPv4.
    pub fn network(&self) -> Network {
        Network(self.ip_address.map(|address| match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        }))
    }
}

/// A network that one customer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(Option<IpAddr>);

impl Network {
    /// Its name behind something else. IPv4 as it writes itself, in a fraction of the time: this is done for every request.
    pub fn name(self, mut before: String) -> String {
        match self.0 {
            None => before.push_str("unknown"),
            Some(IpAddr::V4(address)) => {
                for (at, octet) in address.octets().into_iter().enumerate() {
                    if at > 0 {
                        before.push('.');
                    }
                    before.push_str(itoa::Buffer::new().format(octet));
                }
            }
            Some(IpAddr::V6(network)) => before.push_str(&format!("{network}/64")),
        }
        before
    }
}

impl Display for Network {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name(String::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_a_network_is_one_client() {
        for (address, network) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2::3", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::3", "2001:db8:1:3::/64"),
        ] {
            let client = Client { ip_address: Some(address.parse().unwrap()), user_agent: None };
            assert_eq!(client.network().to_string(), network);
        }
    }
}
