//! Checks of what pushes people to an application.

use super::provider_page;
use super::redirects::is_plain;
use crate::verify::check::Said;
use crate::verify::picture::Picture;
use crate::verify::provider::{Kind, Provider};
use crate::verify::push::Push;

/// What pushes users to an application.
pub(super) fn provisioned(picture: &Picture) -> Option<Said> {
    let own = picture.of_kind(Kind::Scim).into_iter();
    let all = own.chain(picture.backchannel.iter().filter(|provider| provider.kind == Kind::Scim));
    let expect = picture.expect.as_ref().and_then(|expect| expect.push.as_ref());
    let worst = all.map(|provider| provisioning(picture, provider)).min_by_key(|said| said.verdict);
    worst.or_else(|| {
        expect?;
        let means = "authentik pushes nobody to the application";
        let by_hand =
            "attach a SCIM provider to the application in authentik's admin interface (Backchannel Providers)";
        let remedy = picture.expect.as_ref().map_or(by_hand.to_owned(), |expect| picture.again(expect, ""));
        Some(Said::failed("no SCIM provider is attached", means).mend(remedy))
    })
}

fn provisioning(picture: &Picture, provider: &Provider) -> Said {
    let count = |field: &str| provider.texts(field).unwrap_or_default().len();
    let page = provider_page(provider);
    if count("property_mappings") == 0 {
        let remedy = picture.mend(&format!("choose authentik's default mappings in {page}"));
        return Said::failed("no mapping for users", "nobody is pushed to the application").mend(remedy);
    }
    let expect = picture.expect.as_ref().and_then(|expect| expect.push.as_ref());
    if expect.is_some() && count("property_mappings_group") == 0 {
        let remedy = picture.mend(&format!("choose authentik's default mapping for groups in {page}"));
        return Said::failed("no mapping for groups", "no group is pushed to the application").mend(remedy);
    }
    if let Some(url) = expect.and_then(|expect| expect.url.as_deref()).filter(|url| *url != provider.text("url")) {
        let seen = format!("it pushes to {}; the application takes it at {url}", provider.text("url"));
        let remedy = picture.mend(&format!("enter {url} as \"URL\" in {page}"));
        return Said::failed(seen, "nobody reaches the application, or people reach another one").mend(remedy);
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

/// How the last push of people ended.
pub(super) fn pushed(picture: &Picture) -> Option<Said> {
    let own = picture.of_kind(Kind::Scim).into_iter();
    let all = own.chain(picture.backchannel.iter().filter(|provider| provider.kind == Kind::Scim));
    let said = all.filter_map(|provider| {
        Some(match picture.pushes.get(&provider.pk)? {
            Ok(push) => ended(push, provider),
            Err(why) => Said::not_checked(why.clone()),
        })
    });
    said.min_by_key(|said| said.verdict)
}

fn ended(push: &Push, provider: &Provider) -> Said {
    let page = provider_page(provider);
    match push {
        Push::Running => Said::ok("one is under way"),
        Push::Well { when: None } => Said::ok("it ended well"),
        Push::Well { when: Some(when) } => Said::ok(format!("it ended well, on {when}")),
        Push::Never => Said::warning("none has ended yet", "nobody was pushed to the application so far").mend(format!(
            "authentik pushes some seconds after the provider is made or changed, and every few hours: wait, then look \
             whether its worker runs, and start one in {page}"
        )),
        Push::Badly { word, well } => {
            let last = well.as_ref().map_or(String::new(), |when| format!("; the last that ended well was on {when}"));
            let means = "some people or groups are not in the application, or not as they are in authentik";
            Said::warning(format!("it ended with `{word}`{last}"), means).mend(format!(
                "{page} shows what went wrong: mostly the token or the address is not the application's any more; start \
                 another there when that is mended"
            ))
        }
    }
}
