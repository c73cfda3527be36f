//! Where the application's own button for signing in leads.

use super::Expect;
use url::Url;

impl Expect {
    /// The address to open for what somebody gave as the application's: the login's, where it is the bare
    /// address and the preset knows the way on. `launch_url` is where the tile leads.
    #[must_use]
    pub fn login_address(&self, given: &str, launch_url: &str) -> String {
        match &self.login_path {
            Some(path) if is_bare(given, launch_url) => format!("{}{path}", given.trim_end_matches('/')),
            _ => given.to_owned(),
        }
    }
}

/// Whether an address has no path, or is that of the tile or one above it.
fn is_bare(given: &str, launch_url: &str) -> bool {
    let Ok(url) = Url::parse(given) else { return false };
    if url.query().is_some() || url.fragment().is_some() {
        return false;
    }
    let below = launch_url.strip_prefix(given.trim_end_matches('/'));
    url.path() == "/" || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bare_address_is_led_on() {
        let expect = Expect { login_path: Some("/sign-in?with=sso".to_owned()), ..Expect::default() };
        let tile = "https://a.company/sub/admin/";
        for (given, opened) in [
            ("https://a.company", "https://a.company/sign-in?with=sso"),
            ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/sign-in?with=sso"),
            ("https://a.company/sub", "https://a.company/sub/sign-in?with=sso"),
            ("https://a.company/sub/", "https://a.company/sub/sign-in?with=sso"),
            ("https://a.company/su", "https://a.company/su"),
            ("https://a.company/sub/login", "https://a.company/sub/login"),
            ("https://a.company/?x=1", "https://a.company/?x=1"),
        ] {
            assert_eq!(expect.login_address(given, tile), opened);
        }
        assert_eq!(Expect::default().login_address("https://a.company", tile), "https://a.company");
    }
}
