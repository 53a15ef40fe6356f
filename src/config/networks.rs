//! Networks of IP addresses, as settings spell them.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// A list such as `10.0.0.0/8, 2001:db8::/32, 192.0.2.7`; an address alone is a network of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Networks(pub Vec<IpNet>);

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(network).collect::<Result<_, _>>().map(Self)
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    let network = network.ok_or_else(|| {
        format!("{text:?} is no network; write one as 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7")
    })?;
    match network.addr() {
        // Addresses of clients are compared as IPv4, so this one would never be met.
        IpAddr::V6(address) if address.to_ipv4_mapped().is_some() => {
            Err(format!("{text:?} is IPv4 within IPv6; write the IPv4 network"))
        }
        _ => Ok(network),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_single_addresses() {
        let networks: Networks = "10.0.0.0/8, 2001:db8::/32,192.0.2.7,".parse().unwrap();
        let texts: Vec<_> = networks.0.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32"]);
        assert_eq!("".parse(), Ok(Networks(Vec::new())));
        for wrong in ["proxy.example.org", "10.0.0.0/33", "10.0.0.0-10.0.0.9", "::ffff:10.0.0.0/104"] {
            let error = Networks::from_str(wrong).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
    }
}
