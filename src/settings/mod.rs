//! Where authentik is and how to reach it: flags over environment over profile, each value with its
//! origin.

mod missing;
mod origin;

pub use origin::{Origin, Origins};

use crate::env::{self, Environment};
use crate::error::Failure;
use crate::model::{Secret, ServerUrl};
use crate::profiles::store::StoreKind;
use crate::profiles::{Profile, ProfileName, Profiles};
use std::path::PathBuf;
use std::time::Duration;

/// What flags say about the connection.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--profile`.
    pub profile: Option<String>,
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
    /// A store keeps it for this profile.
    Stored(ProfileName, StoreKind),
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
    /// Where each of these values came from.
    pub origins: Origins,
}

/// An address and a token that belong together, and the profile whose they are.
struct Pair {
    url: (ServerUrl, Origin),
    token: (TokenSource, Origin),
    profile: Option<(ProfileName, Profile)>,
}

/// Puts flags, environment and profile together. A token goes only to the address that it was given
/// or stored with. The profiles are read only where they matter, so that a broken file does not stop
/// who does not use it.
pub fn connection(
    flags: &Flags,
    environment: &Environment,
    profiles: impl FnOnce() -> Result<Profiles, Failure>,
) -> Result<Connection, Failure> {
    let pair = pair(flags, environment, profiles)?;
    let of_profile = pair.profile.as_ref().filter(|(_, profile)| profile.url == pair.url.0);
    let from_profile = |name: &ProfileName| Origin::Profile(name.clone());
    let public_url = match (&flags.public_url, of_profile) {
        (Some(public), _) => (parse("--public-url", public)?, Origin::Flag("--public-url")),
        (None, Some((name, Profile { public_url: Some(public), .. }))) => (public.clone(), from_profile(name)),
        (None, _) => (pair.url.0.clone(), Origin::SameAsUrl),
    };
    let ca_file = match (named_ca_file(flags, environment), of_profile) {
        (Some(named), _) => Some(named),
        (None, Some((name, Profile { ca_file: Some(file), .. }))) => Some((file.clone(), from_profile(name))),
        (None, _) => None,
    };
    let (ca_file, ca_origin) = ca_file.unzip();
    Ok(Connection {
        origins: Origins {
            profile: of_profile.map(|(name, _)| name.clone()),
            url: pair.url.1,
            public_url: public_url.1,
            token: pair.token.1,
            ca_file: ca_origin,
        },
        url: pair.url.0,
        public_url: public_url.0,
        token: pair.token.0,
        ca_file,
        insecure: insecure(environment)?,
        allow_plain_http: flags.allow_plain_http,
        connect_timeout: Duration::from_secs(flags.connect_timeout),
        request_timeout: Duration::from_secs(flags.request_timeout),
    })
}

fn pair(
    flags: &Flags,
    environment: &Environment,
    profiles: impl FnOnce() -> Result<Profiles, Failure>,
) -> Result<Pair, Failure> {
    if flags.profile.is_none() {
        let both = (environment.get(env::AUTHENTIK_URL), environment.get(env::AUTHENTIK_TOKEN));
        if both != (None, None) {
            return of_environment(flags, both.0, both.1);
        }
        if let (Some(url), Some(file)) = (&flags.url, &flags.token_file) {
            let token = (TokenSource::File(file.clone()), Origin::Flag("--token-file"));
            return Ok(Pair { url: (parse("--url", url)?, Origin::Flag("--url")), token, profile: None });
        }
    }
    of_profile(flags, environment, &profiles()?)
}

/// The pair where the environment names at least one of the two.
fn of_environment(flags: &Flags, url: Option<&str>, token: Option<&str>) -> Result<Pair, Failure> {
    let bound = url.map(|url| parse(env::AUTHENTIK_URL, url)).transpose()?;
    let url = match (&flags.url, &bound) {
        (Some(url), _) => (parse("--url", url)?, Origin::Flag("--url")),
        (None, Some(bound)) => (bound.clone(), Origin::Environment(env::AUTHENTIK_URL)),
        (None, None) => return Err(missing::url_of_environment()),
    };
    let token = match (&flags.token_file, token) {
        (Some(file), _) => (TokenSource::File(file.clone()), Origin::Flag("--token-file")),
        (None, Some(token)) => {
            if let Some(bound) = bound.filter(|bound| *bound != url.0) {
                let owner = format!("the token in {}", env::AUTHENTIK_TOKEN);
                return Err(missing::of_another_address(&owner, &bound, &url.0)
                    .hint(format!("or set {} to it", env::AUTHENTIK_URL)));
            }
            let token = TokenSource::Known(Secret::new(token.trim().to_owned()));
            (token, Origin::Environment(env::AUTHENTIK_TOKEN))
        }
        (None, None) => return Err(missing::token_of_environment(&url.0)),
    };
    Ok(Pair { url, token, profile: None })
}

/// The pair of a profile, unless flags give another address or another token.
fn of_profile(flags: &Flags, environment: &Environment, profiles: &Profiles) -> Result<Pair, Failure> {
    let url = flags.url.as_deref().map(|url| parse("--url", url)).transpose()?;
    let named = named_profile(flags, environment)?;
    let Some(name) = named.or_else(|| profiles.content.current.clone()) else {
        return Err(url.map_or_else(|| missing::address(&profiles.content), |url| missing::token(&url)));
    };
    let profile = profiles.get(&name)?;
    let from_profile = || Origin::Profile(name.clone());
    let url = match url {
        Some(url) => (url, Origin::Flag("--url")),
        None => (profile.url.clone(), from_profile()),
    };
    let token = match (&flags.token_file, profile.store) {
        (Some(file), _) => (TokenSource::File(file.clone()), Origin::Flag("--token-file")),
        (None, _) if profile.url != url.0 => {
            let owner = format!("the token of the profile `{name}`");
            return Err(missing::of_another_address(&owner, &profile.url, &url.0));
        }
        (None, Some(store)) => (TokenSource::Stored(name.clone(), store), from_profile()),
        (None, None) => return Err(missing::signed_out(&name)),
    };
    Ok(Pair { url, token, profile: Some((name, profile.clone())) })
}

/// The name of the profile that flags or the environment give, where one of them does.
pub fn named_profile(flags: &Flags, environment: &Environment) -> Result<Option<ProfileName>, Failure> {
    let (origin, text) = match (&flags.profile, environment.get(env::AKCTL_PROFILE)) {
        (Some(name), _) => ("--profile", name.as_str()),
        (None, Some(name)) => (env::AKCTL_PROFILE, name),
        (None, None) => return Ok(None),
    };
    text.trim().parse().map(Some).map_err(|error| Failure::usage(format!("{origin}: {error}")))
}

/// The same with where it was named.
#[must_use]
pub fn named_ca_file(flags: &Flags, environment: &Environment) -> Option<(PathBuf, Origin)> {
    let flag = flags.ca_file.clone().map(|file| (file, Origin::Flag("--ca-file")));
    let variable = || environment.get(env::AKCTL_CA_FILE).map(PathBuf::from);
    flag.or_else(|| Some((variable()?, Origin::Environment(env::AKCTL_CA_FILE))))
}

/// The file of authorities to trust besides the system's, where flags or the environment name one.
#[must_use]
pub fn ca_file(flags: &Flags, environment: &Environment) -> Option<PathBuf> {
    named_ca_file(flags, environment).map(|(file, _)| file)
}

/// Reads an address that `origin` gave.
pub fn parse(origin: &str, text: &str) -> Result<ServerUrl, Failure> {
    text.parse::<ServerUrl>().map_err(|error| {
        Failure::usage(format!("{origin}: {error}"))
            .hint("the address of authentik looks like https://authentik.company")
    })
}

/// Whether any TLS certificate is accepted.
pub fn insecure(environment: &Environment) -> Result<bool, Failure> {
    match environment.get(env::AUTHENTIK_INSECURE).map(str::trim) {
        None | Some("0" | "false" | "no") => Ok(false),
        Some("1" | "true" | "yes") => Ok(true),
        Some(other) => Err(Failure::usage(format!("{}={other:?} is neither true nor false", env::AUTHENTIK_INSECURE))),
    }
}

#[cfg(test)]
mod tests;
