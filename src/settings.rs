//! Where authentik is and how to reach it: flags over environment, each value with its origin.

use crate::env::{self, Environment};
use crate::error::Failure;
use crate::model::{Secret, ServerUrl};
use std::path::PathBuf;
use std::time::Duration;

/// What flags say about the connection.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--url`.
    pub url: Option<String>,
    /// `--public-url`.
    pub public_url: Option<String>,
    /// `--token-file`; `-` is standard input.
    pub token_file: Option<PathBuf>,
    /// `--ca-file`.
    pub ca_file: Option<PathBuf>,
    /// `--allow-plain-http-token`.
    pub allow_plain_http: bool,
    /// `--connect-timeout`, in seconds.
    pub connect_timeout: u64,
    /// `--timeout`, in seconds.
    pub request_timeout: u64,
}

/// Where the token comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenSource {
    /// The text is known.
    Known(Secret),
    /// It stands in this file; `-` is standard input.
    File(PathBuf),
}

/// A connection to one authentik.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The address that the API is reached by.
    pub url: ServerUrl,
    /// The address that people and applications use.
    pub public_url: ServerUrl,
    /// Where the token comes from.
    pub token: TokenSource,
    /// Certificate authorities to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Whether any TLS certificate is accepted.
    pub insecure: bool,
    /// Whether the token may go over an unencrypted connection.
    pub allow_plain_http: bool,
    /// How long making a connection may take.
    pub connect_timeout: Duration,
    /// How long one whole request may take.
    pub request_timeout: Duration,
}

/// Puts flags and environment together. A token goes only to the address that it was given with.
pub fn connection(flags: &Flags, environment: &Environment) -> Result<Connection, Failure> {
    let from_environment = environment.get(env::AUTHENTIK_URL);
    let url = match (&flags.url, from_environment) {
        (Some(url), _) => parse("--url", url)?,
        (None, Some(url)) => parse(env::AUTHENTIK_URL, url)?,
        (None, None) => return Err(no_address(environment)),
    };
    let token = match (&flags.token_file, environment.get(env::AUTHENTIK_TOKEN)) {
        (Some(file), _) => TokenSource::File(file.clone()),
        (None, Some(token)) => {
            if let Some(bound) = from_environment
                && parse(env::AUTHENTIK_URL, bound)? != url
            {
                return Err(Failure::usage(format!(
                    "the token in {} belongs to {bound}, and --url names {url}: a token goes only to the address that it was given with",
                    env::AUTHENTIK_TOKEN
                ))
                .hint(format!("give the token for {url} with --token-file, or set {} to it", env::AUTHENTIK_URL)));
            }
            TokenSource::Known(Secret::new(token.trim().to_owned()))
        }
        (None, None) => return Err(no_token(&url)),
    };
    let public_url = match &flags.public_url {
        Some(public) => parse("--public-url", public)?,
        None => url.clone(),
    };
    Ok(Connection {
        public_url,
        token,
        url,
        ca_file: ca_file(flags, environment),
        insecure: insecure(environment)?,
        allow_plain_http: flags.allow_plain_http,
        connect_timeout: Duration::from_secs(flags.connect_timeout),
        request_timeout: Duration::from_secs(flags.request_timeout),
    })
}

/// The file of authorities to trust besides the system's, where one is named.
#[must_use]
pub fn ca_file(flags: &Flags, environment: &Environment) -> Option<PathBuf> {
    flags.ca_file.clone().or_else(|| environment.get(env::AKCTL_CA_FILE).map(PathBuf::from))
}

fn parse(origin: &str, text: &str) -> Result<ServerUrl, Failure> {
    text.parse::<ServerUrl>().map_err(|error| {
        Failure::usage(format!("{origin}: {error}"))
            .hint("the address of authentik looks like https://authentik.company")
    })
}

fn insecure(environment: &Environment) -> Result<bool, Failure> {
    match environment.get(env::AUTHENTIK_INSECURE).map(str::trim) {
        None | Some("0" | "false" | "no") => Ok(false),
        Some("1" | "true" | "yes") => Ok(true),
        Some(other) => Err(Failure::usage(format!("{}={other:?} is neither true nor false", env::AUTHENTIK_INSECURE))),
    }
}

fn no_address(environment: &Environment) -> Failure {
    let message = if environment.get(env::AUTHENTIK_TOKEN).is_some() {
        format!(
            "{} is set and {} is not: akctl does not know where authentik is",
            env::AUTHENTIK_TOKEN,
            env::AUTHENTIK_URL
        )
    } else {
        "akctl does not know where authentik is".to_owned()
    };
    Failure::usage(message)
        .hint(format!(
            "set {} (https://authentik.company) and {}, or give --url and --token-file",
            env::AUTHENTIK_URL,
            env::AUTHENTIK_TOKEN
        ))
        .hint("to try it without an authentik, add --sandbox")
}

fn no_token(url: &ServerUrl) -> Failure {
    Failure::new(
        crate::error::Kind::NotAllowed,
        format!("there is no token for {url}: neither {} nor --token-file is given", env::AUTHENTIK_TOKEN),
    )
    .hint("create one in authentik under Directory > Tokens and App passwords, with the intent API Token")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(url: Option<&str>, token_file: Option<&str>) -> Flags {
        Flags { url: url.map(str::to_owned), token_file: token_file.map(PathBuf::from), ..Flags::default() }
    }

    fn environment(url: Option<&str>, token: Option<&str>) -> Environment {
        let pairs = [(env::AUTHENTIK_URL, url), (env::AUTHENTIK_TOKEN, token)];
        Environment::of(pairs.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned()))))
    }

    #[test]
    fn flags_win_over_the_environment() {
        let both = environment(Some("https://a.company"), Some("t"));
        let with_file =
            connection(&flags(Some("https://b.company/api/v3/"), Some("file")), &both).expect("a connection");
        assert_eq!(with_file.url.to_string(), "https://b.company");
        assert_eq!(with_file.token, TokenSource::File("file".into()));
        let plain = connection(&Flags::default(), &both).expect("a connection");
        assert_eq!(plain.public_url.to_string(), "https://a.company");
    }

    #[test]
    fn a_token_does_not_go_to_another_address() {
        let both = environment(Some("https://a.company/"), Some("t"));
        let other = connection(&flags(Some("https://b.company"), None), &both).expect_err("refused");
        assert_eq!(other.kind.exit_code(), 2);
        assert!(connection(&flags(Some("https://a.company/api/v3"), None), &both).is_ok());
        assert!(connection(&flags(Some("https://b.company"), None), &environment(None, Some("t"))).is_ok());
    }

    #[test]
    fn one_variable_without_the_other_is_an_error_that_says_so() {
        let token_only = connection(&Flags::default(), &environment(None, Some("t"))).expect_err("no address");
        assert!(token_only.message.contains("AUTHENTIK_TOKEN is set and AUTHENTIK_URL is not"), "{token_only}");
        let url_only =
            connection(&Flags::default(), &environment(Some("https://a.company"), None)).expect_err("no token");
        assert_eq!(url_only.kind.exit_code(), 5);
        assert!(url_only.message.contains("AUTHENTIK_TOKEN"), "{url_only}");
    }

    #[test]
    fn the_insecure_switch_takes_only_what_is_clear() {
        for (text, expected) in [("1", true), ("true", true), ("false", false), ("0", false)] {
            let set = Environment::of([(env::AUTHENTIK_INSECURE, text.to_owned())]);
            assert_eq!(insecure(&set).expect("clear"), expected);
        }
        assert!(insecure(&Environment::of([(env::AUTHENTIK_INSECURE, "maybe".to_owned())])).is_err());
    }
}
