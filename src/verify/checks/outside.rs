//! Checks of what is seen without the token, through the public address.

use super::keys_of;
use super::redirects::{allows, nearest};
use crate::model::day;
use crate::model::differs::{Differs, differs};
use crate::model::web::ServerUrl;
use crate::verify::check::Said;
use crate::verify::picture::{Answer, Noted, Picture};
use serde_json::Value;

/// For how many days a noted mistake is told.
const RECENT_DAYS: i64 = 7;

/// Whether the application's addresses answer at all.
pub(super) fn discovery(picture: &Picture) -> Option<Said> {
    picture.oauth2()?;
    let endpoints = picture.endpoints()?;
    Some(match &picture.outside.discovery {
        Ok(_) => Said::ok(endpoints.discovery),
        Err(why) if picture.outside.is_looked => {
            Said::failed(why.clone(), "the application learns authentik's addresses there, and finds nothing").mend(
                "look whether the application has this provider, and whether the reverse proxy lets everything below \
                 /application/o/ through",
            )
        }
        Err(why) => Said::not_checked(why.clone()),
    })
}

/// The discovery document, or why it is not there.
fn document(picture: &Picture) -> Option<Result<&Value, Said>> {
    picture.oauth2()?;
    Some(picture.outside.discovery.as_ref().map_err(|_| Said::not_checked("there is no discovery document")))
}

fn text<'a>(document: &'a Value, field: &str) -> &'a str {
    document.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The issuer, letter by letter.
pub(super) fn issuer(picture: &Picture) -> Option<Said> {
    let document = match document(picture)? {
        Ok(document) => document,
        Err(said) => return Some(said),
    };
    let (seen, expected) = (text(document, "issuer"), picture.issuer()?);
    if seen == expected {
        return Some(Said::ok(seen));
    }
    let means = format!("applications that compare the issuer letter by letter expect {expected} and refuse the login");
    Some(Said::failed(seen, means).mend(reason(seen, &expected)))
}

/// What most likely makes two addresses of authentik differ, and what to do about it.
pub(super) fn reason(seen: &str, expected: &str) -> &'static str {
    match differs(seen, expected) {
        Differs::Host => {
            "let the reverse proxy before authentik forward the host name (header Host or X-Forwarded-Host)"
        }
        Differs::Scheme => {
            "let the reverse proxy before authentik forward the scheme (header X-Forwarded-Proto), and let authentik \
             trust it"
        }
        Differs::Path => "look at the provider's issuer mode, and whether --public-url names the right path",
    }
}

/// The fields of a discovery document that hold addresses which applications call.
const ADDRESSES: [&str; 5] =
    ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"];

/// Inner host names and `http` in the addresses that applications are told.
pub(super) fn endpoints(picture: &Picture) -> Option<Said> {
    let document = match document(picture)? {
        Ok(document) => document,
        Err(said) => return Some(said),
    };
    let public = picture.server.public.join("/");
    let is_wrong = |url: &&str| !url.is_empty() && !url.starts_with(&public);
    let wrong: Vec<&str> = ADDRESSES.iter().map(|field| text(document, field)).filter(is_wrong).collect();
    let Some(first) = wrong.first() else {
        return Some(Said::ok("all are below the public address"));
    };
    let origin = |url: &str| url.parse::<ServerUrl>().is_ok_and(|url| !url.is_https());
    let means = if picture.server.public.is_https() && origin(first) {
        "applications are sent to http: they refuse it, or codes and secrets travel without encryption"
    } else {
        "applications are sent to an address that is not the public one, and may not reach it"
    };
    Some(Said::failed(wrong.join(", "), means).mend(reason(first, &public)))
}

/// The published keys: none, or of another kind than the application takes.
pub(super) fn jwks(picture: &Picture) -> Option<Said> {
    let provider = picture.oauth2()?;
    let document = match &picture.outside.jwks {
        Ok(document) => document,
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    let keys = document.get("keys").and_then(Value::as_array).cloned().unwrap_or_default();
    let signing: Vec<&Value> = keys.iter().filter(|key| text(key, "use") != "enc").collect();
    if signing.is_empty() {
        let means = "applications cannot look at a signature, and many cannot even read such a document";
        return Some(Said::failed("no key is published", means).mend(keys_of(picture, provider)));
    }
    let seen: Vec<String> = signing.iter().map(|key| format!("{} ({})", text(key, "alg"), text(key, "kty"))).collect();
    let is_rsa = signing.iter().any(|key| text(key, "kty") == "RSA");
    Some(match &picture.expect {
        Some(expect) if expect.rsa && !is_rsa => {
            Said::failed(seen.join(", "), format!("{} needs an RSA key (RS256)", expect.name))
                .mend(keys_of(picture, provider))
        }
        _ => Said::ok(seen.join(", ")),
    })
}

/// Whether authentik takes a login with each registered address.
pub(super) fn authorize(picture: &Picture) -> Option<Said> {
    picture.oauth2()?;
    let answers = match &picture.outside.authorize {
        Ok(answers) => answers,
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    let mut refused = Vec::new();
    for (url, answer) in answers {
        match answer {
            Answer::Came { status: 300..=399, error, .. } if error.is_empty() => {}
            Answer::Came { status, error, .. } if error.is_empty() => refused.push(format!("{url}: {status}")),
            Answer::Came { error, .. } => refused.push(format!("{url}: {error}")),
            Answer::Silent(why) | Answer::NotTrusted(why) => return Some(Said::not_checked(why.clone())),
        }
    }
    if refused.is_empty() {
        return Some(Said::ok("authentik goes on to its login for every strict redirect address"));
    }
    let means = "authentik refuses a login before it asks for a name: 400 means client or redirect address, \
                 invalid_request mostly the grants, unsupported_response_type what is asked for";
    Some(Said::failed(refused.join("; "), means).mend("look at the checks grant-types and redirect-uris"))
}

/// Whether the secret that the application has is the right one.
pub(super) fn client_secret(picture: &Picture) -> Option<Said> {
    picture.oauth2()?;
    let answer = match &picture.outside.token {
        Ok(answer) => answer,
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    Some(match answer {
        Answer::Came { error, .. } if error == "invalid_grant" => Said::ok("authentik takes it"),
        Answer::Came { error, .. } if error == "invalid_client" => Said::failed(
            "authentik refuses it",
            "the application cannot redeem a code: people come back from authentik to an error",
        )
        .mend(copied(picture)),
        Answer::Came { status, error, .. } => Said::not_checked(format!("the token endpoint answers {status} {error}")),
        Answer::Silent(why) | Answer::NotTrusted(why) => Said::not_checked(why.clone()),
    })
}

/// How the right secret gets into the application.
fn copied(picture: &Picture) -> String {
    let again = "copy the provider's client secret into the application again, without white space around it";
    if picture.is_ours() {
        format!("{again}: akctl show {} --show-secrets prints it", picture.slug())
    } else {
        again.into()
    }
}

/// Mistakes of the last days that are not mended yet, as far as that shows.
pub(super) fn noted(picture: &Picture) -> Option<Said> {
    let provider = picture.any_provider()?;
    let noted = match &picture.noted {
        Ok(noted) => noted,
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    let redirects = provider.sign_in_redirects();
    let is_open = |one: &&Noted| {
        let is_recent = day::of(&one.when).is_some_and(|day| picture.server.today - day <= RECENT_DAYS);
        is_recent && !one.redirect_uri.as_ref().is_some_and(|url| allows(&redirects, url))
    };
    let open: Vec<&Noted> = noted.iter().filter(is_open).collect();
    let Some(latest) = open.first() else { return Some(Said::ok("none in the last days")) };
    let seen = format!("{} in {RECENT_DAYS} days, the latest on {}: {}", open.len(), latest.when, latest.message);
    let means = latest.redirect_uri.as_ref().map_or_else(
        || "somebody's login failed".to_owned(),
        |url| format!("somebody's login failed: {}", nearest(url, &redirects)),
    );
    Some(Said::warning(seen, means).mend("authentik shows them under Events > Logs; they are told for a week"))
}
