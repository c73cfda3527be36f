//! Checks of what signs and what encrypts.

use super::{oauth2, provider_page};
use crate::model::day;
use crate::model::objects::Certificate;
use crate::verify::check::{Said, Verdict};
use crate::verify::picture::{Look, Picture};
use crate::verify::provider::{Kind, Provider};

/// How many days before the end of a certificate the warning begins.
const WARN_DAYS: i64 = 30;

/// No key, or one that cannot sign.
pub(super) fn signing_key(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| match picture.certificate(provider, "signing_key") {
        None => unsigned(picture, provider),
        Some(Err(why)) => Said::not_checked(why),
        Some(Ok(certificate)) if !certificate.key_available => Said::failed(
            format!("the certificate `{}` has no private key in authentik", certificate.name),
            "authentik cannot sign with it",
        )
        .mend(mend_key(picture, provider)),
        Some(Ok(certificate)) => Said::ok(certificate.name.clone()),
    })
}

fn unsigned(picture: &Picture, provider: &Provider) -> Said {
    let means = "tokens are signed with the client secret (HS256) and no key is published: most applications \
                 expect RS256 and refuse the login";
    let said = Said::failed("no signing key", means).mend(mend_key(picture, provider));
    let must = provider.text("client_type") == "public" || picture.expect.as_ref().is_some_and(|expect| expect.rsa);
    if must { said } else { said.as_verdict(Verdict::Warning) }
}

/// How to give the provider a key that applications take.
pub(in crate::verify) fn mend_key(picture: &Picture, provider: &Provider) -> String {
    picture.mend(&format!("choose an RSA certificate as \"Signing Key\" of {}", provider_page(provider)))
}

/// A key of a kind that the application does not take.
pub(super) fn key_type(picture: &Picture) -> Option<Said> {
    let provider = picture.oauth2()?;
    let certificate = match picture.certificate(provider, "signing_key")? {
        Ok(certificate) => certificate,
        Err(why) => return Some(Said::not_checked(why)),
    };
    let Some(kind) = certificate.key_type.as_deref() else {
        return Some(Said::not_checked("authentik does not say of what kind the key is"));
    };
    if kind == "rsa" {
        return Some(Said::ok(kind));
    }
    let seen = format!("the key of `{}` is of the kind {kind}", certificate.name);
    Some(match &picture.expect {
        Some(expect) if expect.rsa => {
            Said::failed(seen, format!("{} needs an RSA key (RS256)", expect.name)).mend(mend_key(picture, provider))
        }
        _ => Said::warning(seen, "many applications take tokens only if they are signed with an RSA key (RS256)")
            .mend(mend_key(picture, provider)),
    })
}

/// Tokens that the application would have to decrypt.
pub(super) fn encryption_key(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        if provider.id("encryption_key").is_none() {
            return Said::ok("tokens are not encrypted");
        }
        let name = match picture.certificate(provider, "encryption_key") {
            Some(Ok(certificate)) => format!("tokens are encrypted with `{}`", certificate.name),
            _ => "tokens are encrypted".to_owned(),
        };
        let remedy = picture.fix(&format!("empty \"Encryption Key\" of {}", provider_page(provider)));
        let said = Said::failed(name, "few applications can decrypt tokens; the others cannot read them").mend(remedy);
        if picture.expect.is_some() { said } else { said.as_verdict(Verdict::Warning) }
    })
}

/// Certificates that have ended, or will soon.
pub(super) fn certificate(picture: &Picture) -> Option<Said> {
    let provider = picture.any_provider()?;
    let fields: &[&str] = match provider.kind {
        Kind::OAuth2 => &["signing_key"],
        Kind::Saml => &["signing_kp", "encryption_kp", "verification_kp"],
        Kind::Proxy | Kind::Ldap => &["certificate"],
        Kind::Scim | Kind::Other => return None,
    };
    let named: Vec<Look<&Certificate>> =
        fields.iter().filter_map(|field| picture.certificate(provider, field)).collect();
    let ends = named.into_iter().map(|certificate| certificate.and_then(|found| end(found, picture.server.today)));
    let mut ends = ends.collect::<Result<Vec<_>, _>>();
    if let Ok(ends) = &mut ends {
        ends.sort_by_key(|(left, _)| *left);
    }
    match ends.as_ref().map(|ends| ends.first()) {
        Err(why) => Some(Said::not_checked(why.clone())),
        Ok(None) => None,
        Ok(Some((left, seen))) => Some(ending(*left, seen, provider.kind)),
    }
}

/// How many days a certificate has left, and in words.
fn end(certificate: &Certificate, today: i64) -> Look<(i64, String)> {
    let expiry = certificate.expiry.as_deref().ok_or("authentik does not say when the certificate ends")?;
    let day = day::of(expiry).ok_or("the certificate's end is no date")?;
    let word = if day < today { "ended" } else { "ends" };
    Ok((day - today, format!("`{}` {word} on {expiry}", certificate.name)))
}

fn ending(left: i64, seen: &str, kind: Kind) -> Said {
    let remedy = "make a new certificate in authentik (System > Certificates) and choose it in the provider; \
                  applications that were given the old one need the new one";
    match (left, kind) {
        (..0, Kind::Saml) => {
            Said::failed(seen, "service providers refuse what is signed with an ended certificate").mend(remedy)
        }
        (..0, _) => Said::warning(seen, "applications that look at the certificate refuse the login").mend(remedy),
        (0..=WARN_DAYS, _) => Said::warning(seen, format!("that is in {left} days")).mend(remedy),
        _ => Said::ok(seen),
    }
}
