//! Checks of SAML providers.

use super::others::plain;
use super::outside::reason;
use super::provider_page;
use crate::model::differs::{Differs, differs as differ};
use crate::saml::identity_provider::IdentityProvider;
use crate::verify::check::Said;
use crate::verify::expect::SamlExpect;
use crate::verify::picture::Picture;
use crate::verify::provider::{Kind, Provider};

/// What the preset says about the SAML provider.
fn expected(picture: &Picture) -> Option<&SamlExpect> {
    picture.expect.as_ref()?.saml.as_ref()
}

/// The application's name, for people.
fn name(picture: &Picture) -> &str {
    picture.expect.as_ref().map_or("the application", |expect| &expect.name)
}

/// What differs from what the preset says; nothing if it does not, or if the preset says nothing.
fn differs(picture: &Picture, provider: &Provider, setting: &Setting) -> Option<Said> {
    let Setting { seen, wanted, means, label } = setting;
    let wanted = wanted.as_deref().filter(|wanted| wanted != seen)?;
    let shown = if seen.is_empty() { "none" } else { seen };
    let by_hand = format!("enter {wanted} as \"{label}\" of {}", provider_page(provider));
    let said = Said::failed(format!("{shown}; {} needs {wanted}", name(picture)), *means);
    Some(said.mend(picture.mend(&by_hand)))
}

/// A setting that is compared with what the preset says.
struct Setting<'a> {
    seen: &'a str,
    wanted: Option<String>,
    means: &'a str,
    label: &'a str,
}

/// Where SAML answers go.
pub(super) fn acs(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let seen = provider.text("acs_url");
    let wanted = expected(picture).and_then(|expect| expect.acs_url.clone());
    let means = "answers go to an address where the application does not wait for them";
    differs(picture, provider, &Setting { seen, wanted, means, label: "ACS URL" }).or_else(|| {
        Some(plain(
            seen,
            "answers with people's names and groups travel without encryption",
            "put the service provider behind https, and enter its new address as \"ACS URL\"",
        ))
    })
}

/// For whom SAML answers are.
pub(super) fn audience(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let seen = provider.text("audience");
    let wanted = expected(picture).and_then(|expect| expect.audience.clone());
    let means = "service providers refuse an answer that is not for them (\"Audience is invalid\")";
    differs(picture, provider, &Setting { seen, wanted, means, label: "Audience" }).or_else(|| {
        let remedy =
            || format!("enter the service provider's entity ID as \"Audience\" of {}", provider_page(provider));
        Some(match seen {
            "" => Said::warning("none", format!("most {means}")).mend(remedy()),
            seen => Said::ok(seen),
        })
    })
}

/// What authentik calls itself in SAML answers. Up to authentik 2026.2 the field is `issuer`; 2026.5
/// has `issuer_override` as well, which counts more, and 2026.8 has that alone.
pub(super) fn issuer(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let fields = ["issuer_override", "issuer"].map(|field| provider.text(field));
    let seen = fields.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let wanted = picture.saml_metadata();
    if expected(picture).is_none() || seen == wanted {
        return Some(if seen.is_empty() { Said::ok("authentik's own") } else { Said::ok(seen) });
    }
    let means = "the application was told another issuer, and refuses answers of one that it does not know";
    let by_hand = format!("enter {wanted} as \"Issuer\" of {}", provider_page(provider));
    Some(Said::warning(format!("{seen:?}; akctl makes it {wanted}"), means).mend(picture.mend(&by_hand)))
}

/// How SAML answers travel.
pub(super) fn binding(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let seen = provider.text("sp_binding");
    let wanted = expected(picture).and_then(|expect| expect.binding.clone());
    let means = "the application waits for the answer in another form, and finds none";
    let said = differs(picture, provider, &Setting { seen, wanted, means, label: "Service Provider Binding" });
    Some(said.unwrap_or_else(|| Said::ok(seen)))
}

/// What stands in the `NameID`, where the preset settles it.
pub(super) fn name_id(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let wanted = expected(picture)?.name_id.as_deref()?;
    let attributes = match &picture.attributes {
        Ok(attributes) => attributes,
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    let mapping =
        provider.id("name_id_mapping").map(|pk| attributes.get(&pk).map_or("another mapping", String::as_str));
    let seen = mapping.map_or("what the application asks for", |id| id.rsplit('/').next().unwrap_or(id));
    if seen == wanted {
        return Some(Said::ok(seen));
    }
    let means = "the application takes its users for other people, or refuses them";
    let by_hand =
        format!("choose the mapping for {wanted} as \"NameID Property Mapping\" of {}", provider_page(provider));
    let said = Said::failed(format!("{seen}; {} needs {wanted}", name(picture)), means);
    Some(said.mend(picture.mend_with(" --force", &by_hand)))
}

/// What signs SAML answers.
pub(super) fn signing(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let page = provider_page(provider);
    let certificate = match picture.certificate(provider, "signing_kp") {
        None => {
            let means = "answers are not signed; service providers refuse them, or let anybody in";
            let remedy = picture.mend(&format!("choose a certificate as \"Signing Certificate\" of {page}"));
            return Some(Said::failed("no signing certificate", means).mend(remedy));
        }
        Some(Err(why)) => return Some(Said::not_checked(why)),
        Some(Ok(certificate)) => certificate,
    };
    if !certificate.key_available {
        let seen = format!("the certificate `{}` has no private key in authentik", certificate.name);
        let remedy = picture.mend(&format!("choose one with a private key in {page}"));
        return Some(Said::failed(seen, "authentik cannot sign with it").mend(remedy));
    }
    // Servers before 2024.10 do not know the switches and sign assertions.
    let signs = |field: &str| provider.is_on(field).unwrap_or(field == "sign_assertion");
    if let Some(said) = unsigned(picture, provider, &signs) {
        return Some(said);
    }
    Some(match (signs("sign_assertion"), signs("sign_response")) {
        (false, false) => Said::failed("neither assertions nor answers are signed", "service providers refuse them")
            .mend(picture.mend(&format!("switch on \"Sign assertions\" in {page}"))),
        (true, false) => Said::ok(format!("{}; assertions", certificate.name)),
        (false, true) => Said::ok(format!("{}; answers", certificate.name)),
        (true, true) => Said::ok(format!("{}; assertions and answers", certificate.name)),
    })
}

/// What the preset has signed and the provider does not sign.
fn unsigned(picture: &Picture, provider: &Provider, signs: &impl Fn(&str) -> bool) -> Option<Said> {
    let expect = expected(picture)?;
    let parts =
        [("sign_assertion", expect.sign_assertion, "assertions"), ("sign_response", expect.sign_response, "answers")];
    let (_, _, what) = parts.into_iter().find(|(field, wanted, _)| *wanted == Some(true) && !signs(field))?;
    let seen = format!("{what} are not signed; {} needs that", name(picture));
    let by_hand = format!("switch on \"Sign {what}\" in {}", provider_page(provider));
    Some(Said::failed(seen, "service providers refuse them").mend(picture.mend(&by_hand)))
}

/// SAML attributes.
pub(super) fn property_mappings(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    let count = provider.texts("property_mappings").unwrap_or_default().len();
    Some(if count == 0 {
        let remedy = picture.mend(&format!("choose authentik's default mappings in {}", provider_page(provider)));
        Said::warning("none", "the service provider learns nothing of the user but the NameID").mend(remedy)
    } else {
        Said::ok(count.to_string())
    })
}

/// authentik's metadata, through the public address: what it calls itself, and with what it signs.
pub(super) fn metadata(picture: &Picture) -> Option<Said> {
    let provider = picture.of_kind(Kind::Saml)?;
    picture.application.as_ref()?;
    let address = picture.saml_metadata();
    let read = match &picture.outside.metadata {
        Ok(read) => read,
        Err(why) if picture.outside.is_looked => {
            let means = "applications read authentik's name, addresses and certificate there, and find nothing";
            let remedy = "look whether the reverse proxy lets everything below /application/saml/ and \
                          /api/v3/providers/saml/ through";
            return Some(Said::failed(format!("{address}: {why}"), means).mend(remedy));
        }
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    let named = ["issuer_override", "issuer"].map(|field| provider.text(field));
    let named = named.into_iter().find(|text| !text.is_empty()).unwrap_or(&address);
    if read.entity_id != named {
        let means = format!("applications compare authentik's name letter by letter with {named}");
        let remedy = match differ(&read.entity_id, named) {
            Differs::Path => {
                "look whether something before authentik answers in its place, and whether --public-url is right"
            }
            _ => reason(&read.entity_id, named),
        };
        return Some(Said::failed(read.entity_id.clone(), means).mend(remedy));
    }
    Some(certificate(picture, provider, read).unwrap_or_else(|| Said::ok(address)))
}

/// What is wrong with the certificate in the metadata.
fn certificate(picture: &Picture, provider: &Provider, read: &IdentityProvider) -> Option<Said> {
    let signs = picture.certificate(provider, "signing_kp")?.ok()?;
    let wanted = signs.fingerprint_sha256.as_deref()?;
    let seen = read.certificate.as_ref().map(|certificate| certificate.sha256.as_str());
    if seen.is_some_and(|seen| seen.eq_ignore_ascii_case(wanted)) {
        return None;
    }
    let means = format!("the provider signs with `{}`, so applications refuse its answers", signs.name);
    let remedy = "look whether something before authentik keeps old answers (a cache), or answers in its place";
    let seen = seen.map_or("the metadata hold no certificate".to_owned(), |seen| {
        format!("the metadata hold another certificate (SHA-256 {seen})")
    });
    Some(Said::failed(seen, means).mend(remedy))
}

/// Inner host names and `http` in the addresses at which people sign in.
pub(super) fn endpoints(picture: &Picture) -> Option<Said> {
    picture.of_kind(Kind::Saml)?;
    picture.application.as_ref()?;
    let Ok(read) = &picture.outside.metadata else { return Some(Said::not_checked("there are no metadata")) };
    let public = picture.server.public.join("/");
    let wrong: Vec<&str> =
        read.sign_in.iter().map(String::as_str).filter(|address| !address.starts_with(&public)).collect();
    Some(match wrong.as_slice() {
        [] if read.sign_in.is_empty() => Said::failed("none", "applications do not know where to send people")
            .mend("look at the check saml-metadata"),
        [] => Said::ok("all are below the public address"),
        [first, ..] => {
            let means = "people are sent to an address that is not the public one: they do not reach it, or it is not \
                         encrypted";
            Said::failed(wrong.join(", "), means).mend(reason(first, &public))
        }
    })
}
