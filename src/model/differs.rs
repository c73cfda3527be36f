//! In what two addresses of the same server differ: mostly a reverse proxy is to blame.

/// The first thing in which two addresses differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// The host or the port.
    Host,
    /// The scheme.
    Scheme,
    /// Something else, or nothing.
    Path,
}

/// In what an address that was seen differs from the expected one.
#[must_use]
pub fn differs(seen: &str, expected: &str) -> Differs {
    let parts = |text: &str| {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let host = rest.split_once('/').map_or(rest, |(host, _)| host);
        (scheme.to_owned(), host.to_owned())
    };
    let (seen, expected) = (parts(seen), parts(expected));
    if seen.1 != expected.1 {
        Differs::Host
    } else if seen.0 != expected.0 {
        Differs::Scheme
    } else {
        Differs::Path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_comes_before_the_scheme_and_the_scheme_before_the_path() {
        let expected = "https://auth.company/application/o/wiki/";
        assert_eq!(differs("http://auth.company/application/o/wiki/", expected), Differs::Scheme);
        assert_eq!(differs("http://authentik-server:9000/application/o/wiki/", expected), Differs::Host);
        assert_eq!(differs("https://auth.company/", expected), Differs::Path);
    }
}
