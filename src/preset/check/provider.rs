//! Checks of what goes to authentik: what cannot be, and what is dangerous.

use super::inputs::is_name;
use super::judged::{is_absent, rendered, word};
use super::sample::Samples;
use super::{proxy, redirects, saml};
use crate::model::Slug;
use crate::preset::format::{
    Claim, ClientType, Condition, Data, GrantType, InputKind, Line, Oauth2, Preset, Protocol, ScopeMapping, SigningKey,
    Template, Vocabulary, Word,
};
use crate::preset::position::Path;
use crate::preset::problem::{Problem, did_you_mean};
use crate::preset::template::{CLIENT_SECRET, mentions};
use crate::preset::value::is_duration;
use std::collections::BTreeSet;

/// The scopes of authentik's default mappings (authentik 2024.8 to 2026.8, blueprint
/// `system/providers-oauth2.yaml`).
pub const DEFAULT_SCOPES: [&str; 5] = ["openid", "email", "profile", "offline_access", "entitlements"];

/// Checks provider and mappings.
pub(super) fn check(preset: &Preset, samples: &Samples, problems: &mut Vec<Problem>) {
    let path = Path::root().key("authentik");
    mappings(&preset.authentik.scope_mappings, &path.key("scope_mappings"), problems);
    if let Some(oauth2) = &preset.authentik.provider.oauth2 {
        let path = path.key("provider").key("oauth2");
        scopes(oauth2, &path, problems);
        grants(oauth2, &path, samples, problems);
        problems.extend(redirects::check(preset, oauth2, &path, samples));
        signing_key(oauth2, &path, samples, problems);
        settings(oauth2, &path, problems);
        secret_of_a_public_client(preset, oauth2, problems);
        if let Some(name) = &oauth2.client_secret {
            secret_input(preset, name, &path.key("client_secret"), problems);
        }
    }
    if let Some(saml) = &preset.authentik.provider.saml {
        saml::check(saml, &path.key("provider").key("saml"), samples, problems);
    }
    if let Some(declared) = &preset.authentik.provider.proxy {
        proxy::check(declared, &path.key("provider").key("proxy"), samples, problems);
    }
    saml::mappings(&preset.authentik.saml_mappings, &path.key("saml_mappings"), problems);
    of_one_kind(preset, &path, problems);
    scim(preset, &path, problems);
}

/// What belongs to one kind of provider, and at most one of them.
fn of_one_kind(preset: &Preset, path: &Path, problems: &mut Vec<Problem>) {
    let authentik = &preset.authentik;
    let (oauth2, saml) = (authentik.provider.oauth2.is_some(), authentik.provider.saml.is_some());
    let proxy = authentik.provider.proxy.is_some();
    if [oauth2, saml, proxy].iter().filter(|is_there| **is_there).count() > 1 {
        let message = "an application has one provider: oauth2, saml or proxy";
        problems.push(Problem::error(path.key("provider"), message));
    }
    let misplaced = [
        (
            "scope_mappings",
            !authentik.scope_mappings.is_empty() && !oauth2 && preset.protocol != Protocol::Oidc,
            "belong to an oauth2 provider",
        ),
        (
            "saml_mappings",
            !authentik.saml_mappings.is_empty() && !saml && preset.protocol != Protocol::Saml,
            "belong to a saml provider",
        ),
        ("provider", authentik.application.is_none() && authentik.provider.signs_in(), "needs an application"),
        ("backchannel", authentik.application.is_none() && authentik.backchannel.is_some(), "needs an application"),
        ("bindings", authentik.application.is_none() && !authentik.bindings.is_empty(), "need an application"),
    ];
    for (key, _, why) in misplaced.iter().filter(|(_, is_wrong, _)| *is_wrong) {
        problems.push(Problem::error(path.key(key), format!("`{key}` {why}")));
    }
}

/// A secret comes from an input that is one.
fn secret_input(preset: &Preset, name: &str, path: &Path, problems: &mut Vec<Problem>) {
    if preset.inputs.get(name).map(|input| input.kind) != Some(InputKind::Secret) {
        let message = format!("`{name}` is not an input of the type secret");
        problems.push(Problem::error(path.clone(), message));
    }
}

/// The token of a SCIM service is a secret input.
fn scim(preset: &Preset, path: &Path, problems: &mut Vec<Problem>) {
    if let Some(backchannel) = &preset.authentik.backchannel {
        let path = path.key("backchannel");
        let Some(scim) = &backchannel.scim else {
            problems.push(Problem::error(path, "it must be of the kind `scim`"));
            return;
        };
        secret_input(preset, &scim.token, &path.key("scim").key("token"), problems);
    }
    if let Some(source) = &preset.authentik.source
        && source.scim.is_none()
    {
        problems.push(Problem::error(path.key("source"), "it must be of the kind `scim`"));
    }
}

fn mappings(mappings: &[ScopeMapping], path: &Path, problems: &mut Vec<Problem>) {
    let mut keys = BTreeSet::new();
    for (at, mapping) in mappings.iter().enumerate() {
        let path = path.index(at);
        if !is_name(&mapping.key) {
            let message = format!("`{}` is not made of lower-case letters, digits and underscores", mapping.key);
            problems.push(Problem::error(path.key("key"), message));
        } else if !keys.insert(&mapping.key) {
            problems.push(Problem::error(path.key("key"), format!("the key `{}` is there twice", mapping.key)));
        }
        if mapping.scope.as_str().chars().any(char::is_whitespace) && !mapping.scope.as_str().contains("{{") {
            problems.push(Problem::error(path.key("scope"), "a scope holds no space"));
        }
        if mapping.claims.is_empty() {
            problems.push(Problem::error(path.key("claims"), "the mapping emits no claim"));
        }
        for (number, claim) in mapping.claims.iter().enumerate() {
            let path = path.key("claims").index(number);
            claim_has_one_content(claim, &path, problems);
            if claim.claim.as_str() == "groups" {
                let message = "the claim `groups` holds the names of all groups already, and lists of one claim add up";
                let advice = "take a claim of your own, so that no other group can give a value".to_owned();
                problems.push(Problem::warning(path.key("claim"), message).advice(advice));
            }
        }
    }
}

/// What is in a claim is said once, and a value for everybody is one value.
fn claim_has_one_content(claim: &Claim, path: &Path, problems: &mut Vec<Problem>) {
    let attributes = [&claim.attribute, &claim.group_attribute].into_iter().flatten().count();
    let of_user = if attributes > 0 { attributes } else { usize::from(claim.user.is_some()) };
    let Claim { group_values, group_value, group_names, value, .. } = claim;
    let others = [group_values.is_some(), group_value.is_some(), group_names.is_some(), value.is_some()];
    if of_user + others.into_iter().filter(|is_there| *is_there).count() != 1 {
        let message = "exactly one of `group_values`, `group_value`, `group_names`, `value`, `user`, `attribute` \
                       and `group_attribute` must say what is in it; only `user` may stand beside an attribute";
        problems.push(Problem::error(path.clone(), message));
    }
    if !matches!(value, None | Some(Data::Flag(_) | Data::Number(_) | Data::Text(_))) {
        let message = "it must be a text, a whole number, true or false";
        problems.push(Problem::error(path.key("value"), message));
    }
}

/// The lines that stand for themselves, with their places; of the others one can only be sure that
/// they are there.
pub(super) fn plain<'a>(lines: &'a [Line], path: &Path) -> Vec<(&'a Line, Path)> {
    let all = lines.iter().enumerate().map(|(at, line)| (line, path.index(at)));
    all.filter(|(line, _)| line.text.is_plain()).collect()
}

pub(super) fn refuse_repeated(lines: &[(&Line, Path)], what: &str, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (line, path) in lines {
        let text = line.text.as_str();
        if !seen.insert((text, line.when.as_ref().map(Condition::as_str))) {
            problems.push(Problem::error(path.clone(), format!("{what}`{text}` is there twice")));
        }
    }
}

fn scopes(oauth2: &Oauth2, path: &Path, problems: &mut Vec<Problem>) {
    let path = path.key("scopes");
    let lines = plain(&oauth2.scopes, &path);
    refuse_repeated(&lines, "the scope ", problems);
    for (line, path) in &lines {
        let scope = line.text.as_str();
        if !DEFAULT_SCOPES.contains(&scope) {
            let advice = did_you_mean(scope, DEFAULT_SCOPES)
                .unwrap_or_else(|| "a scope of your own is made by `scope_mappings`".to_owned());
            let message = format!("authentik has no default mapping for the scope `{scope}`");
            problems.push(Problem::error(path.clone(), message).advice(advice));
        }
    }
    if !lines.iter().any(|(line, _)| line.text.as_str() == "openid" && line.when.is_none()) {
        problems.push(Problem::error(path, "the scope `openid` is missing: without it there is no ID token"));
    }
}

fn grants(oauth2: &Oauth2, path: &Path, samples: &Samples, problems: &mut Vec<Problem>) {
    let path = path.key("grant_types");
    if oauth2.grant_types.is_empty() {
        problems.push(Problem::error(path.clone(), "without a grant nobody can sign in"));
    }
    let lines = plain(&oauth2.grant_types, &path);
    refuse_repeated(&lines, "", problems);
    for (line, path) in lines {
        let word = line.text.as_str();
        if GrantType::of(word).is_none() {
            let advice = did_you_mean(word, GrantType::WORDS.iter().copied())
                .unwrap_or_else(|| format!("known here: {}", GrantType::WORDS.join(", ")));
            let message = format!("`{word}` is not one of the words for this");
            problems.push(Problem::error(path, message).advice(advice));
        }
    }
    for (at, line) in oauth2.grant_types.iter().enumerate() {
        for word in rendered(&line.text, line.each.as_deref(), samples) {
            let danger = match GrantType::of(&word) {
                Some(GrantType::Implicit | GrantType::Hybrid) => "tokens travel in the browser's address",
                Some(GrantType::Password) => "the application sees people's passwords",
                Some(_) | None => continue,
            };
            problems.push(Problem::warning(path.index(at), format!("with the grant `{word}` {danger}")));
        }
    }
}

fn signing_key(oauth2: &Oauth2, path: &Path, samples: &Samples, problems: &mut Vec<Problem>) {
    let key = oauth2.signing_key.as_ref();
    let is_none = |sample| is_absent(key, sample) || word(key, sample) == Some(SigningKey::None);
    if samples.iter().any(is_none) {
        let message = "without a signing key tokens are signed with the client secret, which few applications take";
        let place = if oauth2.signing_key.is_some() { path.key("signing_key") } else { path.clone() };
        problems.push(Problem::warning(place, message).advice("add `signing_key: rsa`".to_owned()));
    }
}

fn settings(oauth2: &Oauth2, path: &Path, problems: &mut Vec<Problem>) {
    for (key, flow) in [
        ("authentication_flow", &oauth2.authentication_flow),
        ("authorization_flow", &oauth2.authorization_flow),
        ("invalidation_flow", &oauth2.invalidation_flow),
    ] {
        let flow = flow.as_ref().filter(|flow| flow.is_plain());
        if let Some(Err(reason)) = flow.map(|flow| flow.as_str().parse::<Slug>()) {
            problems.push(Problem::error(path.key(key), reason.to_string()));
        }
    }
    for (key, validity) in [
        ("access_code_validity", &oauth2.access_code_validity),
        ("access_token_validity", &oauth2.access_token_validity),
        ("refresh_token_validity", &oauth2.refresh_token_validity),
        ("refresh_token_threshold", &oauth2.refresh_token_threshold),
    ] {
        let plain = validity.as_ref().filter(|validity| validity.is_plain());
        if let Some(text) = plain.map(Template::as_str).filter(|text| !is_duration(text)) {
            let message = format!("`{text}` is not a time such as minutes=5 or hours=1;minutes=30");
            problems.push(Problem::error(path.key(key), message));
        }
    }
    if oauth2.logout_uri.is_some() != oauth2.logout_method.is_some() {
        problems.push(Problem::error(path.clone(), "`logout_uri` and `logout_method` belong together"));
    }
}

fn secret_of_a_public_client(preset: &Preset, oauth2: &Oauth2, problems: &mut Vec<Problem>) {
    if oauth2.client_type != Word::Known(ClientType::Public) {
        return;
    }
    for (at, section) in preset.client.settings.iter().enumerate() {
        for (number, field) in section.fields.iter().enumerate() {
            if mentions(field.value.as_str(), CLIENT_SECRET) {
                let path =
                    Path::root().key("client").key("settings").index(at).key("fields").index(number).key("value");
                problems.push(Problem::error(path, "a public client has no secret"));
            }
        }
    }
}
