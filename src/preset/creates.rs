//! What a preset would create, in words: for people who judge a preset of somebody else.

use super::format::{ClientType, Line};
use super::format::{Condition, Oauth2, Preset, Saml, Template, Word};

/// One line for each thing that it makes in authentik or gives to the person, as it stands in the file:
/// templates are not filled in.
#[must_use]
pub fn creates(preset: &Preset) -> Vec<String> {
    let mut lines = what_stands_for_it(preset);
    let provider = &preset.authentik.provider;
    provider.oauth2.iter().for_each(|oauth2| lines.extend(of_oauth2(oauth2)));
    provider.saml.iter().for_each(|saml| lines.extend(of_saml(saml)));
    lines.extend(mappings(preset));
    lines.extend(access(preset));
    lines.extend(handed_over(preset));
    lines
}

fn what_stands_for_it(preset: &Preset) -> Vec<String> {
    let authentik = &preset.authentik;
    let name = authentik.name().unwrap_or("a name that is asked for");
    let slug = authentik.slug().map(Template::as_str).unwrap_or_default();
    let kind = if authentik.source.is_some() { "a SCIM source" } else { "an application" };
    let mut lines = vec![format!("{kind}: {name} (slug {slug})")];
    let launch = authentik.application.as_ref().and_then(|application| application.launch_url.as_ref());
    lines.extend(launch.map(|url| format!("a tile that leads to {}", url.as_str())));
    let scim = authentik.backchannel.as_ref().and_then(|backchannel| backchannel.scim.as_ref());
    lines.extend(scim.map(|scim| {
        let groups: Vec<&str> = scim.groups.iter().map(|line| line.text.as_str()).collect();
        let whom = if groups.is_empty() { "everybody".to_owned() } else { format!("members of {}", groups.join(", ")) };
        format!("a SCIM provider that sends {whom} to {}{}", scim.url.as_str(), only(scim.when.as_ref(), None))
    }));
    lines
}

fn of_oauth2(oauth2: &Oauth2) -> Vec<String> {
    let kind = match oauth2.client_type {
        Word::Known(ClientType::Public) => "public, without a secret",
        Word::Known(ClientType::Confidential) => "confidential",
        Word::Template(_) => "public or confidential, as is asked for",
    };
    let mut lines = vec![format!("an OAuth2 provider: {kind}; grants: {}", texts(&oauth2.grant_types))];
    for uri in &oauth2.redirect_uris {
        let (how, address) = match (&uri.strict, &uri.regex) {
            (Some(strict), _) => ("to exactly", strict.as_str()),
            (None, Some(regex)) => ("to every address that fits", regex.as_str()),
            (None, None) => continue,
        };
        lines.push(format!(
            "people are sent back {how} {address} ({}){}",
            uri.kind.as_str(),
            only(uri.when.as_ref(), uri.each.as_deref())
        ));
    }
    lines.push(format!("scopes: {}", texts(&oauth2.scopes)));
    lines.extend(oauth2.certificate.as_ref().map(|own| format!("a key pair for {}", own.common_name.as_str())));
    lines
}

fn of_saml(saml: &Saml) -> Vec<String> {
    let mut lines = vec![format!("a SAML provider: answers go to {}", saml.acs_url.as_str())];
    lines.push(format!("attributes: {}", texts(&saml.attributes)));
    lines.extend(saml.certificate.as_ref().map(|own| format!("a key pair for {}", own.common_name.as_str())));
    lines
}

fn mappings(preset: &Preset) -> Vec<String> {
    let mut lines = Vec::new();
    for mapping in &preset.authentik.scope_mappings {
        let claims: Vec<&str> = mapping.claims.iter().map(|claim| claim.claim.as_str()).collect();
        let (name, scope) = (mapping.name.as_str(), mapping.scope.as_str());
        let only = only(mapping.when.as_ref(), None);
        lines.push(format!(
            "a scope mapping: {name}, for the scope {scope}, with the claims {}{only}",
            claims.join(", ")
        ));
    }
    for mapping in &preset.authentik.saml_mappings {
        let (name, attribute) = (mapping.name.as_str(), mapping.attribute.as_str());
        lines.push(format!(
            "a property mapping: {name}, for the attribute {attribute}{}",
            only(mapping.when.as_ref(), None)
        ));
    }
    lines
}

fn access(preset: &Preset) -> Vec<String> {
    let mut lines = Vec::new();
    for group in &preset.authentik.groups {
        let only = only(group.when.as_ref(), group.each.as_deref());
        lines.push(format!("a group, where it is missing: {}{only}", group.name.as_str()));
    }
    for binding in &preset.authentik.bindings {
        let only = only(binding.when.as_ref(), binding.each.as_deref());
        lines.push(format!("a binding: members of {} may open the application{only}", binding.group.as_str()));
    }
    lines
}

/// What the person gets. akctl runs none of it.
fn handed_over(preset: &Preset) -> Vec<String> {
    let client = &preset.client;
    let mut lines: Vec<String> =
        client.files.iter().map(|file| format!("a file for you, with --out-dir: {}", file.name)).collect();
    if !client.commands.is_empty() {
        lines.push(format!("commands for you to run: {}", client.commands.len()));
    }
    lines
}

fn texts(lines: &[Line]) -> String {
    let text = |line: &Line| format!("{}{}", line.text.as_str(), only(line.when.as_ref(), line.each.as_deref()));
    lines.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// When something is there, and how often.
fn only(when: Option<&Condition>, each: Option<&str>) -> String {
    let when = when.map(|when| format!("if {}", when.as_str()));
    let each = each.map(|list| format!("for each of `{list}`"));
    let parts: Vec<String> = when.into_iter().chain(each).collect();
    if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(", ")) }
}
