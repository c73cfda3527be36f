//! Web addresses: of applications, and of authentik.

use std::fmt;
use std::str::FromStr;
use url::{Host, Url};

/// Why a text cannot be a web address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotAnAddress {
    /// Not an address at all.
    #[error("{text:?} is not a web address: {reason}")]
    Malformed {
        /// What was given.
        text: String,
        /// What the parser says.
        reason: String,
    },
    /// Neither `http` nor `https`.
    #[error("{0:?} is not a web address: it must begin with https:// or http://")]
    Scheme(String),
    /// A user name or password inside the address.
    #[error("the address of `{0}` must not hold a user name or password")]
    Credentials(String),
    /// A query or fragment.
    #[error("{0:?} must be an address without `?` and `#`")]
    Extra(String),
}

/// Reads an `http` or `https` address without credentials, query and fragment.
fn parse(text: &str) -> Result<Url, NotAnAddress> {
    let trimmed = text.trim();
    let malformed =
        |reason: &dyn fmt::Display| NotAnAddress::Malformed { text: text.to_owned(), reason: reason.to_string() };
    if !trimmed.contains("://") {
        return Err(NotAnAddress::Scheme(text.to_owned()));
    }
    if let Some(c) = trimmed.chars().find(|c| c.is_whitespace() || c.is_control() || *c == '\\') {
        return Err(malformed(&format_args!("{c:?} must not stand in it")));
    }
    let url = Url::parse(trimmed).map_err(|error| malformed(&error))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(NotAnAddress::Scheme(text.to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(NotAnAddress::Credentials(url.host_str().unwrap_or_default().to_owned()));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(NotAnAddress::Extra(text.to_owned()));
    }
    Ok(url)
}

/// Whether a text is an `http` or `https` address to which something can be sent: without credentials
/// and fragment. A query may be part of it.
pub fn check_address(text: &str) -> Result<(), NotAnAddress> {
    match parse(text) {
        Err(NotAnAddress::Extra(_)) if !text.contains('#') => Ok(()),
        other => other.map(drop),
    }
}

/// Writes an address without its final slashes; the port stays unless it is the scheme's own.
fn without_final_slash(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// The address under which people open an application. Kept without a final slash: sub-paths and
/// ports stay, a scheme's own port (443, 80) is dropped because browsers drop it too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppUrl(Url);

impl AppUrl {
    /// Host and, where it is not the scheme's own, port.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

impl FromStr for AppUrl {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        parse(text).map(Self)
    }
}

impl fmt::Display for AppUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_final_slash(&self.0))
    }
}

/// The address of an authentik, without `/api/v3` and without a final slash; a sub-path stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl(Url);

impl ServerUrl {
    /// An absolute address below this one; `path` begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", without_final_slash(&self.0))
    }

    /// Whether requests to it are encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it can only be this machine: `localhost`, `127.0.0.0/8`, `::1`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// The host name or IP address.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl FromStr for ServerUrl {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let mut url = parse(text)?;
        let path = url.path().trim_end_matches('/').to_owned();
        let path = path.strip_suffix("/api/v3").unwrap_or(&path).trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_final_slash(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(text: &str) -> String {
        text.parse::<AppUrl>().expect("an address").to_string()
    }

    fn server(text: &str) -> String {
        text.parse::<ServerUrl>().expect("an address").to_string()
    }

    #[test]
    fn an_application_keeps_its_port_and_sub_path_and_loses_final_slashes() {
        assert_eq!(app("https://app.company"), "https://app.company");
        assert_eq!(app("https://app.company///"), "https://app.company");
        assert_eq!(app("HTTPS://App.Company:443/sub/"), "https://app.company/sub");
        assert_eq!(app("http://app.company:9000/a/b"), "http://app.company:9000/a/b");
        assert_eq!(app("https://[::1]:9443/"), "https://[::1]:9443");
        assert_eq!(app("https://bücher.example"), "https://xn--bcher-kva.example");
    }

    #[test]
    fn a_server_may_be_given_with_its_api_path() {
        for text in [
            "https://auth.company",
            "https://auth.company/",
            "https://auth.company/api/v3",
            "https://auth.company/api/v3/",
        ] {
            assert_eq!(server(text), "https://auth.company");
        }
        assert_eq!(server("https://company/auth/api/v3/"), "https://company/auth");
        assert_eq!(
            "https://company/auth".parse::<ServerUrl>().expect("an address").join("/api/v3/x/"),
            "https://company/auth/api/v3/x/"
        );
    }

    #[test]
    fn loopback_is_told_from_other_hosts() {
        let loopback = |text: &str| text.parse::<ServerUrl>().expect("an address").is_loopback();
        for text in ["http://localhost:9000", "http://127.0.0.1", "http://127.8.8.8", "http://[::1]:9000"] {
            assert!(loopback(text), "{text}");
        }
        for text in ["http://auth.company", "http://10.0.0.1", "http://localhost.company"] {
            assert!(!loopback(text), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_plain_web_address() {
        for text in ["", "app.company", "ftp://app.company", "https://", "https://a b", "javascript://x"] {
            assert!(text.parse::<AppUrl>().is_err(), "{text:?}");
        }
        assert!(matches!("https://u:p@app.company".parse::<AppUrl>(), Err(NotAnAddress::Credentials(_))));
        assert!(matches!("https://app.company/?a=b".parse::<AppUrl>(), Err(NotAnAddress::Extra(_))));
        assert!(matches!("https://app.company/#x".parse::<AppUrl>(), Err(NotAnAddress::Extra(_))));
    }
}
