//! Checks of providers of other kinds.

use super::provider_page;
use super::redirects::is_plain;
use crate::verify::check::Said;
use crate::verify::picture::{Answer, Picture};
use crate::verify::provider::{Kind, Provider};

/// What signs SAML answers.
pub(super) fn saml_signing(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let page = provider_page(provider);
    let certificate = match picture.certificate(provider, "signing_kp") {
        None => {
            let means = "answers are not signed; service providers refuse them, or let anybody in";
            let remedy = format!("choose a certificate as \"Signing Certificate\" of {page}");
            return Some(Said::failed("no signing certificate", means).mend(remedy));
        }
        Some(Err(why)) => return Some(Said::not_checked(why)),
        Some(Ok(certificate)) => certificate,
    };
    if !certificate.key_available {
        let seen = format!("the certificate `{}` has no private key in authentik", certificate.name);
        let remedy = format!("choose one with a private key in {page}");
        return Some(Said::failed(seen, "authentik cannot sign with it").mend(remedy));
    }
    // Servers before 2024.10 do not know the switches and sign assertions.
    let signs = |field: &str| provider.is_on(field).unwrap_or(field == "sign_assertion");
    Some(match (signs("sign_assertion"), signs("sign_response")) {
        (false, false) => Said::failed("neither assertions nor answers are signed", "service providers refuse them")
            .mend(format!("switch on \"Sign assertions\" in {page}")),
        (true, false) => Said::ok(format!("{}; assertions", certificate.name)),
        (false, true) => Said::ok(format!("{}; answers", certificate.name)),
        (true, true) => Said::ok(format!("{}; assertions and answers", certificate.name)),
    })
}

/// Where SAML answers go.
pub(super) fn saml_acs(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    Some(plain(
        provider.text("acs_url"),
        "answers with people's names and groups travel without encryption",
        "put the service provider behind https, and enter its new address as \"ACS URL\"",
    ))
}

fn plain(address: &str, means: &str, remedy: &str) -> Said {
    if is_plain(address) { Said::warning(address, means).mend(remedy) } else { Said::ok(address) }
}

/// For whom SAML answers are.
pub(super) fn saml_audience(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let audience = provider.text("audience");
    Some(if audience.is_empty() {
        let means = "most service providers refuse an answer that is not for them (\"Audience is invalid\")";
        let remedy = format!("enter the service provider's entity ID as \"Audience\" of {}", provider_page(provider));
        Said::warning("none", means).mend(remedy)
    } else {
        Said::ok(audience)
    })
}

/// SAML attributes.
pub(super) fn property_mappings(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let count = provider.texts("property_mappings").unwrap_or_default().len();
    Some(if count == 0 {
        let remedy = format!("choose authentik's default mappings in {}", provider_page(provider));
        Said::warning("none", "the service provider learns nothing of the user but the NameID").mend(remedy)
    } else {
        Said::ok(count.to_string())
    })
}

/// The outpost that serves a proxy or LDAP provider.
pub(super) fn outpost(picture: &Picture) -> Option<Said> {
    let provider = picture.any_provider().filter(|one| matches!(one.kind, Kind::Proxy | Kind::Ldap))?;
    let Some(outposts) = provider.texts("outpost_set") else {
        return Some(Said::not_checked("authentik does not say which outposts serve it"));
    };
    if !outposts.is_empty() {
        return Some(Said::ok(outposts.join(", ")));
    }
    let means = if provider.kind == Kind::Proxy {
        "nothing answers for the application: everything below /outpost.goauthentik.io/ is 404"
    } else {
        "no LDAP server answers for it"
    };
    Some(Said::failed("no outpost serves it", means).mend("add the provider to an outpost (Applications > Outposts)"))
}

/// Whether an outpost answers where people open what a proxy provider protects.
pub(super) fn outpost_ping(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Proxy)?;
    let host = provider.text("external_host");
    Some(match &picture.outside.ping {
        Ok(Answer::Came { status: 200..=299, .. }) => Said::ok("it answers"),
        Ok(Answer::Came { status, .. }) => Said::failed(
            format!("{host} answers {status} below /outpost.goauthentik.io/"),
            "the reverse proxy before the application does not send these paths to the outpost, or with \
             another host name",
        )
        .mend("send everything below /outpost.goauthentik.io/ to the outpost, with the header Host as it came"),
        Ok(Answer::Silent(why) | Answer::NotTrusted(why)) | Err(why) => Said::not_checked(why.clone()),
    })
}

/// Under which address people reach what a proxy provider protects.
pub(super) fn external_host(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Proxy)?;
    Some(plain(
        provider.text("external_host"),
        "the session's cookie travels without encryption",
        "put it behind https, and enter the new address as \"External host\"",
    ))
}

/// What pushes users to an application.
pub(super) fn scim(picture: &Picture) -> Option<Said> {
    let own = picture.of_kind(Kind::Scim).into_iter();
    let all = own.chain(picture.backchannel.iter().filter(|provider| provider.kind == Kind::Scim));
    all.map(provisioning).min_by_key(|said| said.verdict)
}

fn provisioning(provider: &Provider) -> Said {
    let count = |field: &str| provider.texts(field).unwrap_or_default().len();
    let page = provider_page(provider);
    if count("property_mappings") == 0 {
        let remedy = format!("choose authentik's default mappings in {page}");
        return Said::failed("no mapping for users", "nobody is pushed to the application").mend(remedy);
    }
    if provider.is_on("dry_run") == Some(true) {
        let remedy = format!("switch \"Enable dry-run mode\" off in {page}");
        return Said::warning("it only tries", "nothing is written to the application").mend(remedy);
    }
    if is_plain(provider.text("url")) {
        let means = "users and the token travel without encryption";
        return Said::warning(provider.text("url"), means).mend(format!("enter an address with https in {page}"));
    }
    if provider.is_on("verify_certificates") == Some(false) {
        let means = "anybody in between can read the token and write users";
        return Said::warning("any TLS certificate is accepted", means)
            .mend(format!("switch on \"Verify SCIM server's certificates\" in {page}"));
    }
    Said::ok(provider.text("url"))
}
