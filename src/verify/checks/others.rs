//! Checks of providers of other kinds.

use super::redirects::is_plain;
use crate::verify::check::Said;
use crate::verify::picture::{Answer, Picture};
use crate::verify::provider::Kind;

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
    let by_hand = "add the provider to an outpost (Applications > Outposts)";
    let remedy = if provider.kind == Kind::Proxy { picture.fix(by_hand) } else { by_hand.to_owned() };
    Some(Said::failed("no outpost serves it", means).mend(remedy))
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

/// An address, with a warning if what goes there is not encrypted.
pub(super) fn plain(address: &str, means: &str, remedy: &str) -> Said {
    if is_plain(address) { Said::warning(address, means).mend(remedy) } else { Said::ok(address) }
}

/// Under which address people reach what a proxy provider protects.
pub(super) fn external_host(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Proxy)?;
    let seen = provider.text("external_host");
    let wanted = picture.expect.as_ref().and_then(|expect| expect.external_host.as_deref());
    if let Some(wanted) = wanted.filter(|wanted| *wanted != seen.trim_end_matches('/')) {
        let means = "the outpost knows the application by its host, and answers 404 at another one";
        let by_hand = format!("enter {wanted} as \"External host\" of {}", super::provider_page(provider));
        return Some(Said::failed(format!("{seen}; the preset says {wanted}"), means).mend(picture.mend(&by_hand)));
    }
    Some(plain(
        seen,
        "the session's cookie travels without encryption",
        "put it behind https, and enter the new address as \"External host\"",
    ))
}
