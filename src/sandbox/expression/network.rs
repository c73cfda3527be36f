//! `ip_network`, as Python has it: an address with host bits set raises.

use std::net::IpAddr;

/// Whether a network, written as `10.0.0.0/8`, holds an address.
pub fn contains(network: &str, address: IpAddr) -> Result<bool, String> {
    let wrong = || format!("builtins.ValueError: '{network}' does not appear to be an IPv4 or IPv6 network");
    let (base, prefix) = network.split_once('/').map_or((network, None), |(base, prefix)| (base, Some(prefix)));
    let base: IpAddr = base.parse().map_err(|_| wrong())?;
    let width = if base.is_ipv4() { 32 } else { 128 };
    let prefix: u32 = prefix.map_or(Ok(width), str::parse).map_err(|_| wrong())?;
    if prefix > width {
        return Err(wrong());
    }
    let rest = width - prefix;
    let network_of = |address: IpAddr| bits(address).checked_shr(rest).unwrap_or(0);
    if network_of(base).checked_shl(rest).unwrap_or(0) != bits(base) {
        return Err(format!("builtins.ValueError: {network} has host bits set"));
    }
    Ok(base.is_ipv4() == address.is_ipv4() && network_of(base) == network_of(address))
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        let holds = |network: &str, address: &str| contains(network, address.parse().expect("an address"));
        assert_eq!(holds("10.0.0.0/8", "10.9.8.7"), Ok(true));
        assert_eq!(holds("10.0.0.0/8", "11.0.0.1"), Ok(false));
        assert_eq!(holds("0.0.0.0/0", "255.255.255.255"), Ok(true));
        assert_eq!(holds("::/0", "10.0.0.1"), Ok(false));
        assert_eq!(holds("fd00::/8", "fd12::1"), Ok(true));
        assert!(holds("10.0.0.1/8", "10.0.0.1").is_err(), "host bits raise");
        assert!(holds("ten", "10.0.0.1").is_err());
    }
}
