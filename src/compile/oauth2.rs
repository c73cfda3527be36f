//! The provider's own fields: words and lists of the preset, rendered and found right.

use super::certificate::signing_key;
use super::flows::with_flows;
use super::prepare::{Prepared, names};
use super::resolve::default_mappings;
use super::settle::Settle;
use crate::error::{Failure, Problems};
use crate::model::capabilities::Knows;
use crate::model::facts::Facts;
use crate::model::objects::Certificate;
use crate::model::python::{first_by_group, names_of_all_groups, single, values_by_group};
use crate::model::resource::{Address, Field, Kind, Reference, Resource};
use crate::model::{Capabilities, Secret};
use crate::preset::check::DEFAULT_SCOPES;
use crate::preset::format::{
    ClientType, GrantType, IssuerMode, LogoutMethod, Oauth2, RedirectType, SigningKey, SubMode,
};
use crate::preset::template::{Context, render_lines};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A provider's fields without templates. A field that is absent is not ours.
#[derive(Debug, Clone)]
pub struct Settled {
    /// Whether the application can keep a secret.
    pub client_type: ClientType,
    /// The client's id; authentik's choice, if absent.
    pub client_id: Option<String>,
    /// The client's secret; authentik's choice, if absent.
    pub client_secret: Option<Secret>,
    /// The name of the certificate that encrypts ID tokens.
    pub encryption_key: Option<String>,
    /// The names of the providers whose tokens are taken in place of the client's secret.
    pub trusted_providers: Vec<String>,
    /// The grants that the application uses.
    pub grant_types: Vec<GrantType>,
    /// What signs the tokens.
    pub signing_key: Option<SigningKey>,
    /// The scopes of authentik's default mappings.
    pub scopes: Vec<String>,
    /// What stands in the claim `sub`.
    pub sub_mode: Option<SubMode>,
    /// What stands in the claim `iss`.
    pub issuer_mode: Option<IssuerMode>,
    /// Whether the ID token holds the claims that userinfo gives.
    pub include_claims_in_id_token: Option<bool>,
    /// How long a code is good.
    pub access_code_validity: Option<String>,
    /// How long an access token is good.
    pub access_token_validity: Option<String>,
    /// How long a refresh token is good.
    pub refresh_token_validity: Option<String>,
    /// For how long it must be good still, or it is renewed when it is used.
    pub refresh_token_threshold: Option<String>,
    /// Where authentik tells the application that somebody signed out.
    pub logout_uri: Option<String>,
    /// How it tells.
    pub logout_method: Option<LogoutMethod>,
    /// Redirect entries as authentik takes them.
    pub redirect_uris: Vec<Value>,
    /// Redirect entries for after signing out; only for servers that know them.
    pub logout_uris: Vec<Value>,
}

/// Renders a provider's fields; what is wrong with them is told to `problems`.
pub(super) fn settle(
    declared: &Oauth2,
    context: &Context,
    secrets: &BTreeMap<String, Secret>,
    problems: &mut Problems,
) -> Result<Settled, Failure> {
    let (redirect_uris, logout_uris) = redirects(declared, context, problems)?;
    let mut settle = Settle { context, problems };
    if redirect_uris.is_empty() {
        settle.problems.add("there is no redirect address: authentik would store the first one that anybody uses");
    }
    let client_type = settle.word("client_type", Some(&declared.client_type))?;
    if client_type.is_none() {
        settle.problems.add("the provider's client_type is empty");
    }
    let client_secret = declared.client_secret.as_ref().and_then(|name| secrets.get(name)).cloned();
    if client_type == Some(ClientType::Public) && client_secret.is_some() {
        settle.problems.add("a public application has no secret, and one was given for it");
    }
    Ok(Settled {
        client_id: settle.text(declared.client_id.as_ref())?,
        client_secret,
        encryption_key: settle.text(declared.encryption_key.as_ref())?,
        trusted_providers: render_lines(&declared.trusted_providers, context)?,
        client_type: client_type.unwrap_or(ClientType::Confidential),
        grant_types: grant_types(&mut settle, declared)?,
        signing_key: settle.word("signing_key", declared.signing_key.as_ref())?,
        scopes: settle.among(&declared.scopes, "the scope", &DEFAULT_SCOPES)?,
        sub_mode: settle.word("sub_mode", declared.sub_mode.as_ref())?,
        issuer_mode: settle.word("issuer_mode", declared.issuer_mode.as_ref())?,
        include_claims_in_id_token: settle
            .word("include_claims_in_id_token", declared.include_claims_in_id_token.as_ref())?,
        access_code_validity: settle.duration("access_code_validity", declared.access_code_validity.as_ref())?,
        access_token_validity: settle.duration("access_token_validity", declared.access_token_validity.as_ref())?,
        refresh_token_validity: settle.duration("refresh_token_validity", declared.refresh_token_validity.as_ref())?,
        refresh_token_threshold: settle
            .duration("refresh_token_threshold", declared.refresh_token_threshold.as_ref())?,
        logout_uri: settle.text(declared.logout_uri.as_ref())?,
        logout_method: settle.word("logout_method", declared.logout_method.as_ref())?,
        redirect_uris,
        logout_uris,
    })
}

fn grant_types(settle: &mut Settle, declared: &Oauth2) -> Result<Vec<GrantType>, Failure> {
    let mut grants = Vec::new();
    for word in render_lines(&declared.grant_types, settle.context)? {
        if let Some(grant) = settle.known("grant_types", &word)
            && !grants.contains(&grant)
        {
            grants.push(grant);
        }
    }
    if grants.is_empty() {
        settle.problems.add("the provider's grant_types: without a grant nobody can sign in");
    }
    Ok(grants)
}

/// Whether authentik can take a regular expression. It reads them as Python does; what only Python
/// knows (looking ahead and back, references) is left to it.
fn check_pattern(pattern: &str) -> Result<(), String> {
    let of_python = ["(?=", "(?!", "(?<=", "(?<!", "(?P=", "(?("].iter().any(|mark| pattern.contains(mark))
        || (1..=9).any(|group| pattern.contains(&format!("\\{group}")));
    if of_python {
        return Ok(());
    }
    let first_line = |error: regex::Error| error.to_string().lines().last().unwrap_or_default().to_owned();
    regex::Regex::new(pattern).map(drop).map_err(first_line)
}

/// Redirect entries for signing in, and those for after signing out.
fn redirects(oauth2: &Oauth2, context: &Context, problems: &mut Problems) -> Result<(Vec<Value>, Vec<Value>), Failure> {
    let (mut sign_in, mut sign_out) = (Vec::new(), Vec::new());
    for entry in &oauth2.redirect_uris {
        let (mode, template) = match (&entry.strict, &entry.regex) {
            (Some(template), _) => ("strict", template),
            (None, Some(template)) => ("regex", template),
            (None, None) => continue,
        };
        for url in names(template, entry.when.as_ref(), entry.each.as_deref(), context)? {
            if mode == "regex"
                && let Err(reason) = check_pattern(&url)
            {
                problems.add(format!("the expression for redirect addresses {url:?}: {reason}"));
            }
            let (list, value) = match entry.kind {
                RedirectType::Authorization => (&mut sign_in, json!({"matching_mode": mode, "url": url})),
                RedirectType::Logout => {
                    (&mut sign_out, json!({"matching_mode": mode, "url": url, "redirect_uri_type": "logout"}))
                }
            };
            if !list.contains(&value) {
                list.push(value);
            }
        }
    }
    Ok((sign_in, sign_out))
}

/// The provider as it must be in this authentik.
pub(super) fn provider(
    address: Address,
    prepared: &Prepared,
    oauth2: &Settled,
    (facts, can): (&Facts, &Capabilities),
    problems: &mut Problems,
) -> Resource {
    let mut redirects = oauth2.redirect_uris.clone();
    if can.redirect_uri_type == Knows::Yes {
        redirects.extend(oauth2.logout_uris.iter().cloned());
    }
    let word = |word: Option<&'static str>| word.map(Field::text);
    let text = |text: &Option<String>| text.as_ref().map(Field::text);
    let known = |known: bool, field: Option<Field>| field.filter(|_| known);
    let grants: Value = oauth2.grant_types.iter().map(|grant| Value::from(grant.as_str())).collect();
    let own = prepared.own_certificate.is_some();
    let resource =
        with_flows(Resource::new(address), &prepared.flows, prepared.second_factor.as_ref(), facts, can, problems);
    let key = prepared.signs_with(facts).and_then(|name| signing_key(name, own, facts, problems));
    let encryption = encryption_key(oauth2, facts, can, problems);
    let trusted = trusted_providers(oauth2, facts, can, problems);
    resource
        .with("name", Field::text(&prepared.provider))
        .with("client_type", Field::text(oauth2.client_type.as_str()))
        .with("redirect_uris", Field::Value(Value::Array(redirects)))
        .with("property_mappings", Field::References(mappings(prepared, oauth2, (facts, can), problems)))
        .with("issuer_mode", Field::text(oauth2.issuer_mode.map_or("per_provider", |mode| mode.as_str())))
        .with("signing_key", key.map_or(Field::Value(Value::Null), Field::Reference))
        .with_some("client_id", oauth2.client_id.as_ref().map(Field::text))
        .with_some("client_secret", oauth2.client_secret.clone().map(Field::Secret))
        .with_some("encryption_key", known(can.encryption_key, Some(encryption)))
        .with_some("jwt_federation_providers", trusted)
        .with_some("grant_types", known(can.grant_types, Some(Field::Value(grants))))
        .with_some("sub_mode", word(oauth2.sub_mode.map(SubMode::as_str)))
        .with_some("include_claims_in_id_token", oauth2.include_claims_in_id_token.map(|on| Field::Value(json!(on))))
        .with_some("access_code_validity", text(&oauth2.access_code_validity))
        .with_some("access_token_validity", text(&oauth2.access_token_validity))
        .with_some("refresh_token_validity", text(&oauth2.refresh_token_validity))
        .with_some("refresh_token_threshold", known(can.refresh_token_threshold, text(&oauth2.refresh_token_threshold)))
        .with_some("logout_uri", known(can.logout_uri, text(&oauth2.logout_uri)))
        .with_some("logout_method", known(can.logout_uri, word(oauth2.logout_method.map(LogoutMethod::as_str))))
}

/// The certificate that encrypts ID tokens; none of them are, unless it is asked for.
fn encryption_key(oauth2: &Settled, facts: &Facts, can: &Capabilities, problems: &mut Problems) -> Field {
    let Some(name) = &oauth2.encryption_key else { return Field::Value(Value::Null) };
    if !can.encryption_key {
        problems.add(format!("authentik {} cannot encrypt ID tokens; 2024.10 and later can", can.version));
    }
    let found = facts.certificates.iter().find(|certificate| certificate.name == *name);
    if found.is_none() {
        problems.add_with_hint(
            format!("authentik has no certificate called `{name}`, with which ID tokens were to be encrypted"),
            "upload the application's certificate in authentik under System > Certificates; its private key is not needed there",
        );
    }
    let existing = |found: &Certificate| {
        Field::Reference(Reference::Existing { id: Value::from(found.pk.as_str()), name: found.name.clone() })
    };
    found.map_or(Field::Value(Value::Null), existing)
}

/// The providers whose tokens are taken in place of the client's secret, by their names.
fn trusted_providers(oauth2: &Settled, facts: &Facts, can: &Capabilities, problems: &mut Problems) -> Option<Field> {
    if oauth2.trusted_providers.is_empty() {
        return None;
    }
    if !can.jwt_federation {
        problems.add(format!("authentik {} takes no tokens of other providers; 2024.12 and later do", can.version));
    }
    let mut references = Vec::new();
    for name in &oauth2.trusted_providers {
        if let Some(found) = facts.objects.get(&Address::new(Kind::OAuth2Provider, name)) {
            references.push(Reference::Existing { id: found.id.clone(), name: name.clone() });
        } else {
            problems.add(format!("authentik has no OAuth2 provider called `{name}`, whose tokens were to be taken"));
        }
    }
    Some(Field::References(references))
}

impl Settled {
    /// The providers that must be there already.
    pub(super) fn providers(&self) -> impl Iterator<Item = Address> {
        self.trusted_providers.iter().map(|name| Address::new(Kind::OAuth2Provider, name))
    }
}

/// The default mappings by their stable ids, then our own.
fn mappings(
    prepared: &Prepared,
    oauth2: &Settled,
    (facts, can): (&Facts, &Capabilities),
    problems: &mut Problems,
) -> Vec<Reference> {
    let managed = |scope: &String| format!("goauthentik.io/providers/oauth2/scope-{scope}");
    let is_known = |scope: &&String| can.entitlements || scope.as_str() != "entitlements";
    if !oauth2.scopes.iter().all(|scope| is_known(&scope)) {
        problems.add(format!("authentik {} does not know the scope `entitlements`; 2024.12 and later do", can.version));
    }
    let ids: Vec<String> = oauth2.scopes.iter().filter(is_known).map(managed).collect();
    let mut references = default_mappings(&ids, &facts.scope_mappings, "System - OAuth2 Provider - Scopes", problems);
    let ours =
        prepared.mappings.iter().map(|mapping| Reference::Planned(Address::new(Kind::ScopeMapping, &mapping.name)));
    references.extend(ours);
    references
}

/// The scope mappings of our own.
pub(super) fn mapping_resources(prepared: &Prepared) -> impl Iterator<Item = Resource> {
    prepared.mappings.iter().map(|mapping| {
        let expression = match &mapping.single {
            Some(value) => single(&mapping.claim, value),
            None if mapping.first => first_by_group(&mapping.claim, &mapping.values),
            None if mapping.all_groups => names_of_all_groups(&mapping.claim),
            None => values_by_group(&mapping.claim, &mapping.values),
        };
        Resource::new(Address::new(Kind::ScopeMapping, &mapping.name))
            .with("name", Field::text(&mapping.name))
            .with("scope_name", Field::text(&mapping.scope))
            .with("expression", Field::text(expression))
            .with_some("description", mapping.description.as_ref().map(Field::text))
    })
}
