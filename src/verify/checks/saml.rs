//! Checks of SAML providers.

use super::others::plain;
use super::provider_page;
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
    let wanted = picture.server.public.join(&format!("/application/saml/{}/metadata/", picture.slug()));
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
