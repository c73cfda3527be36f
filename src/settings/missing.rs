//! What to say where an address or a token is missing, or the two do not belong together.

use crate::env::{AUTHENTIK_TOKEN, AUTHENTIK_URL};
use crate::error::{Failure, Kind};
use crate::model::ServerUrl;
use crate::profiles::{Content, ProfileName};

/// Nobody says where authentik is.
pub fn address(profiles: &Content) -> Failure {
    let mut failure = Failure::usage("akctl does not know where authentik is");
    let known: Vec<&str> = profiles.profiles.keys().map(ProfileName::as_str).collect();
    if !known.is_empty() {
        let choose = "no profile is chosen: `akctl profiles use NAME` chooses one, --profile NAME names one";
        failure = failure.hint(format!("{choose} (there are: {})", known.join(", ")));
    }
    failure
        .hint("`akctl login` asks for address and token, and keeps them")
        .hint(format!(
            "or set {AUTHENTIK_URL} (https://authentik.company) and {AUTHENTIK_TOKEN}, or give --url and --token-file"
        ))
        .hint("to try it without an authentik, add --sandbox")
}

/// The environment has a token and no address.
pub fn url_of_environment() -> Failure {
    Failure::usage(format!(
        "{AUTHENTIK_TOKEN} is set and {AUTHENTIK_URL} is not: akctl does not know where the token may go"
    ))
    .hint(format!("set {AUTHENTIK_URL} too (https://authentik.company), or give --url"))
    .hint(format!("to use a profile, give --profile or unset {AUTHENTIK_TOKEN}"))
}

/// The environment has an address and no token.
pub fn token_of_environment(url: &ServerUrl) -> Failure {
    let message = format!("{AUTHENTIK_URL} is set and {AUTHENTIK_TOKEN} is not: there is no token for {url}");
    Failure::new(Kind::NotAllowed, message)
        .hint(format!("set {AUTHENTIK_TOKEN} too, or give --token-file"))
        .hint(format!("to use a profile, give --profile or unset {AUTHENTIK_URL}"))
        .hint(CREATE)
}

const CREATE: &str =
    "create a token in authentik under Directory > Tokens and App passwords, with the intent API Token";

/// There is an address and no token for it.
pub fn token(url: &ServerUrl) -> Failure {
    let message = format!("there is no token for {url}: neither {AUTHENTIK_TOKEN} nor --token-file is given");
    Failure::new(Kind::NotAllowed, message).hint(CREATE)
}

/// A profile whose token was forgotten.
pub fn signed_out(profile: &ProfileName) -> Failure {
    Failure::new(Kind::NotAllowed, format!("the profile `{profile}` is signed out: it has no token"))
        .hint(format!("`akctl login --profile {profile}` asks for one"))
}

/// A token that does not belong to the address in use.
pub fn of_another_address(owner: &str, bound: &ServerUrl, url: &ServerUrl) -> Failure {
    Failure::usage(format!(
        "{owner} belongs to {bound}, and --url names {url}: a token goes only to the address that it was given with"
    ))
    .hint(format!("give the token for {url} with --token-file"))
}
