//! The way of a code: the address that a browser is sent to, and what it brings back.

use crate::model::text::printable;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use url::{Host, Url, form_urlencoded};

/// The path of the redirect address of a login test. `akctl verify` finds addresses of this form that
/// were left over.
pub const REDIRECT_PATH: &str = "/akctl-login-test";

/// The redirect address of a login test that listens on this port. Each test has a port, and so an
/// address, of its own.
#[must_use]
pub fn redirect_uri(port: u16) -> String {
    format!("http://127.0.0.1:{port}{REDIRECT_PATH}")
}

/// Whether an address is that of a login test, on whichever port.
#[must_use]
pub fn is_of_a_test(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let is_here = matches!(url.host(), Some(Host::Ipv4(host)) if host.is_loopback());
        is_here && url.scheme() == "http" && url.path() == REDIRECT_PATH
    })
}

/// What a browser is sent to authentik with. The verifier is not part of it.
#[derive(Debug, Clone)]
pub struct Request {
    /// The authorize endpoint.
    pub endpoint: String,
    /// The client's id.
    pub client_id: String,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// The scopes, with spaces.
    pub scope: String,
    /// What only this browser's answer can hold.
    pub state: String,
    /// What only this login's ID token can hold.
    pub nonce: String,
    /// The digest of the verifier.
    pub challenge: String,
    /// The name that the login form is to begin with.
    pub hint: Option<String>,
}

impl Request {
    /// The address to open.
    #[must_use]
    pub fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", &self.scope)
            .append_pair("state", &self.state)
            .append_pair("nonce", &self.nonce)
            .append_pair("code_challenge", &self.challenge)
            .append_pair("code_challenge_method", "S256");
        if let Some(hint) = &self.hint {
            query.append_pair("login_hint", hint);
        }
        format!("{}?{}", self.endpoint, query.finish())
    }
}

/// The challenge of a PKCE verifier, by the method S256 (RFC 7636).
#[must_use]
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// What a browser brought to the redirect address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The code, and the state with which it came.
    Code(String),
    /// authentik's refusal, in one line that is safe to show.
    Refused(String),
    /// Nothing that belongs to this login, and why.
    Stray(&'static str),
}

/// Reads the query of the address to which the browser was sent back.
#[must_use]
pub fn answer(query: &str, state: &str) -> Answer {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let one = |name: &str| pairs.iter().find(|(known, value)| known == name && !value.is_empty());
    let one = |name: &str| one(name).map(|(_, value)| value.clone());
    let count = |name: &str| pairs.iter().filter(|(known, _)| known == name).count();
    if ["state", "code", "error"].into_iter().any(|name| count(name) > 1) {
        return Answer::Stray("a parameter came twice");
    }
    match one("state") {
        None => return Answer::Stray("it had no state"),
        Some(seen) if seen != state => return Answer::Stray("its state was another one"),
        Some(_) => {}
    }
    if let Some(error) = one("error") {
        let said = one("error_description").map(|text| format!(": {text}")).unwrap_or_default();
        return Answer::Refused(printable(&format!("{error}{said}")).into_owned());
    }
    one("code").map_or(Answer::Stray("it had neither a code nor an error"), Answer::Code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_test_is_known_again_on_every_port_and_others_are_not() {
        assert_eq!(redirect_uri(4711), "http://127.0.0.1:4711/akctl-login-test");
        for address in [redirect_uri(1), redirect_uri(65535), "http://127.0.0.1/akctl-login-test".to_owned()] {
            assert!(is_of_a_test(&address), "{address}");
        }
        for address in [
            "https://127.0.0.1:1/akctl-login-test",
            "http://app.company/akctl-login-test",
            "http://127.0.0.1:1/akctl-login-test/",
            "http://127.0.0.1:1/callback",
            "no address",
        ] {
            assert!(!is_of_a_test(address), "{address}");
        }
    }

    #[test]
    fn the_challenge_is_that_of_the_specification() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn an_answer_counts_only_with_the_state_of_this_login() {
        assert_eq!(answer("code=c%2Fd&state=s", "s"), Answer::Code("c/d".to_owned()));
        let refused = "error=access_denied&error_description=no%1B%5B31m&state=s";
        assert_eq!(answer(refused, "s"), Answer::Refused("access_denied: no\\u{1b}[31m".to_owned()));
        for query in [
            "",
            "code=c",
            "code=c&state=t",
            "code=c&state=",
            "state=s",
            "code=a&code=b&state=s",
            "state=s&state=s&code=c",
        ] {
            assert!(matches!(answer(query, "s"), Answer::Stray(_)), "{query}");
        }
    }

    #[test]
    fn the_address_to_open_holds_everything_encoded() {
        let request = Request {
            endpoint: "https://auth.company/application/o/authorize/".to_owned(),
            client_id: "a&b".to_owned(),
            redirect_uri: redirect_uri(7),
            scope: "openid email".to_owned(),
            state: "s".to_owned(),
            nonce: "n".to_owned(),
            challenge: "c".to_owned(),
            hint: Some("anna".to_owned()),
        };
        let expected = "https://auth.company/application/o/authorize/?response_type=code&client_id=a%26b\
            &redirect_uri=http%3A%2F%2F127.0.0.1%3A7%2Fakctl-login-test&scope=openid+email&state=s&nonce=n\
            &code_challenge=c&code_challenge_method=S256&login_hint=anna";
        assert_eq!(request.address(), expected);
    }
}
