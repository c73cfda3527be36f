//! Networks from which people come.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network as Python's `ip_network` takes it: the address without host bits. The text may be a
/// single address.
pub fn parse(text: &str) -> Result<String, String> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let wrong = || format!("{text:?} is not a network such as 10.0.0.0/8 or 2001:db8::/32");
    let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let prefix = match prefix {
        None => most,
        Some(prefix) => prefix.trim().parse::<u32>().ok().filter(|prefix| *prefix <= most).ok_or_else(wrong)?,
    };
    let first: IpAddr = match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - prefix).unwrap_or(0);
            Ipv4Addr::from(u32::from(address) & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
            Ipv6Addr::from(u128::from(address) & mask).into()
        }
    };
    Ok(format!("{first}/{prefix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_lose_their_host_bits() {
        assert_eq!(parse("10.1.2.3/8"), Ok("10.0.0.0/8".to_owned()));
        assert_eq!(parse("192.0.2.7"), Ok("192.0.2.7/32".to_owned()));
        assert_eq!(parse("0.0.0.0/0"), Ok("0.0.0.0/0".to_owned()));
        assert_eq!(parse("2001:db8::1/32"), Ok("2001:db8::/32".to_owned()));
        assert_eq!(parse("::/0"), Ok("::/0".to_owned()));
        for text in ["", "10.0.0.0/33", "10.0.0/8", "office", "::/129", "10.0.0.0/-1", "10.0.0.0/8/8"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
