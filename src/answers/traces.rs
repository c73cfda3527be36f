//! What an integration left in authentik, and which inputs may have made it so. Whoever takes them makes
//! sure by compiling with them.

mod lists;

use super::inverse::inverted;
use super::recover::Made;
use crate::model::resource::Found;
use crate::preset::format::{Authentik, InputKind, Literal, Preset, Template, Word};
use serde_json::Value;
use std::collections::BTreeMap;

/// Inputs by their names.
pub type Inputs = BTreeMap<String, Literal>;

/// What authentik has of an integration, with the names of what its objects refer to.
#[derive(Debug, Clone, Default)]
pub struct Traces<'a> {
    /// The application and its providers.
    pub made: Made<'a>,
    /// The source, where there is one in place of an application.
    pub source: Option<&'a Found>,
    /// The slug.
    pub slug: &'a str,
    /// The name.
    pub name: &'a str,
    /// The scopes of authentik's own mappings that the provider has.
    pub scopes: Vec<String>,
    /// The attributes of authentik's own mappings that the provider has.
    pub attributes: Vec<String>,
    /// The name of the certificate that encrypts.
    pub encryption_key: Option<String>,
    /// The names of the providers whose tokens are taken.
    pub trusted_providers: Vec<String>,
    /// The names of the groups that limit what is pushed.
    pub pushed_groups: Vec<String>,
    /// The mappings of akctl's own that the provider has.
    pub mappings: Vec<Trace<'a>>,
}

/// A mapping of akctl's own.
#[derive(Debug, Clone, Copy)]
pub struct Trace<'a> {
    /// Its name, without the mark.
    pub name: &'a str,
    /// Its scope, or the attribute.
    pub of: &'a str,
    /// Its expression.
    pub expression: &'a str,
}

/// Inputs that may have been given together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggestion {
    /// The inputs.
    pub inputs: Inputs,
    /// What of them left no trace, so that something else stands for it.
    pub unknown: Vec<Unknown>,
}

/// A field of the records of a list that left no trace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The input.
    pub input: String,
    /// The field.
    pub field: String,
    /// Whether what stands for it would mean something: nobody may take it for what was given.
    pub is_a_guess: bool,
}

/// What stands for a text that left no trace.
pub const UNKNOWN: &str = "unknown";

/// What may have been given, those that are most likely first.
#[must_use]
pub fn suggestions(preset: &Preset, traces: &Traces) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    let mut put = |suggestion: Suggestion| {
        if !suggestion.inputs.is_empty() && !found.contains(&suggestion) {
            found.push(suggestion);
        }
    };
    let known = [("slug", traces.slug), ("name", traces.name)];
    for (template, value) in texts(&preset.authentik, traces) {
        for way in inverted(template, &value, &known) {
            put(Suggestion { inputs: single(preset, way), ..Suggestion::default() });
        }
    }
    lists::suggestions(preset, traces, &mut put);
    found
}

/// Values of inputs that take one, with empty ones and unknown names left out.
fn single(preset: &Preset, way: BTreeMap<String, String>) -> Inputs {
    let is_one = |name: &str| {
        preset.inputs.get(name).is_some_and(|input| {
            !input.many && !input.is_read() && !matches!(input.kind, InputKind::Flag | InputKind::Record)
        })
    };
    way.into_iter().filter(|(name, _)| is_one(name)).map(|(name, value)| (name, Literal::Text(value))).collect()
}

/// Templates, each with the text that it made.
fn texts<'a>(declared: &'a Authentik, traces: &Traces) -> Vec<(&'a Template, String)> {
    let Made { application, provider, pushing } = traces.made;
    let mut all = Vec::new();
    let mut put = |found: Option<&Found>, field: &str, template: Option<&'a Template>| {
        let value = found.and_then(|found| found.text(field)).filter(|value| !value.is_empty());
        all.extend(template.zip(value).map(|(template, value)| (template, value.to_owned())));
    };
    if let Some(tile) = &declared.application {
        put(application, "meta_launch_url", tile.launch_url.as_ref());
        put(application, "group", tile.group.as_ref());
        put(application, "meta_description", tile.description.as_ref());
        put(application, "meta_publisher", tile.publisher.as_ref());
        put(application, "meta_icon", tile.icon.as_ref());
    }
    if let Some(scim) = declared.backchannel.as_ref().and_then(|backchannel| backchannel.scim.as_ref()) {
        put(pushing, "url", Some(&scim.url));
        put(pushing, "compatibility_mode", scim.compatibility.as_ref().and_then(Word::template));
    }
    if let Some(scim) = declared.source.as_ref().and_then(|source| source.scim.as_ref()) {
        put(traces.source, "user_path_template", scim.user_path.as_ref());
    }
    for (field, template) in fields(declared) {
        put(provider, field, Some(template));
    }
    let oauth2 = declared.provider.oauth2.as_ref();
    let encryption = oauth2.and_then(|oauth2| oauth2.encryption_key.as_ref()).zip(traces.encryption_key.clone());
    all.extend(encryption);
    for redirect in oauth2.into_iter().flat_map(|oauth2| &oauth2.redirect_uris).filter(|one| one.each.is_none()) {
        let template = redirect.strict.as_ref().or(redirect.regex.as_ref());
        let made = redirects(provider, redirect.regex.is_some(), redirect.kind.as_str());
        all.extend(template.into_iter().flat_map(|template| made.iter().map(move |url| (template, url.clone()))));
    }
    all
}

/// The fields of the provider through which people sign in, each with its template.
fn fields(declared: &Authentik) -> Vec<(&'static str, &Template)> {
    let provider = &declared.provider;
    let mut all: Vec<(&'static str, Option<&Template>)> = Vec::new();
    if let Some(oauth2) = &provider.oauth2 {
        all.extend([
            ("client_type", oauth2.client_type.template()),
            ("sub_mode", oauth2.sub_mode.as_ref().and_then(Word::template)),
            ("issuer_mode", oauth2.issuer_mode.as_ref().and_then(Word::template)),
            ("access_code_validity", oauth2.access_code_validity.as_ref()),
            ("access_token_validity", oauth2.access_token_validity.as_ref()),
            ("refresh_token_validity", oauth2.refresh_token_validity.as_ref()),
            ("refresh_token_threshold", oauth2.refresh_token_threshold.as_ref()),
            ("logout_uri", oauth2.logout_uri.as_ref()),
            ("logout_method", oauth2.logout_method.as_ref().and_then(Word::template)),
        ]);
    }
    if let Some(saml) = &provider.saml {
        all.extend([
            ("acs_url", Some(&saml.acs_url)),
            ("audience", Some(&saml.audience)),
            ("sp_binding", saml.binding.as_ref().and_then(Word::template)),
            ("default_relay_state", saml.relay_state.as_ref()),
            ("assertion_valid_not_before", saml.assertion_valid_not_before.as_ref()),
            ("assertion_valid_not_on_or_after", saml.assertion_valid_not_on_or_after.as_ref()),
            ("session_valid_not_on_or_after", saml.session_valid_not_on_or_after.as_ref()),
            ("sls_url", saml.logout_url.as_ref()),
            ("sls_binding", saml.logout_binding.as_ref().and_then(Word::template)),
            ("logout_method", saml.logout_method.as_ref().and_then(Word::template)),
        ]);
    }
    if let Some(proxy) = &provider.proxy {
        all.extend([
            ("mode", proxy.mode.template()),
            ("external_host", Some(&proxy.external_host)),
            ("internal_host", proxy.internal_host.as_ref()),
            ("cookie_domain", proxy.cookie_domain.as_ref()),
            ("access_token_validity", proxy.access_token_validity.as_ref()),
            ("basic_auth_user_attribute", proxy.basic_auth.as_ref().map(|sent| &sent.user_attribute)),
            ("basic_auth_password_attribute", proxy.basic_auth.as_ref().map(|sent| &sent.password_attribute)),
        ]);
    }
    all.into_iter().filter_map(|(field, template)| Some((field, template?))).collect()
}

/// The redirect addresses of a kind that the provider has.
fn redirects(provider: Option<&Found>, is_regex: bool, purpose: &str) -> Vec<String> {
    let mode = if is_regex { "regex" } else { "strict" };
    let entries = provider.and_then(|provider| provider.fields.get("redirect_uris")).and_then(Value::as_array);
    let url = |entry: &Value| {
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        let is_it =
            text("matching_mode") == Some(mode) && text("redirect_uri_type").unwrap_or("authorization") == purpose;
        text("url").filter(|_| is_it).map(str::to_owned)
    };
    entries.into_iter().flatten().filter_map(url).collect()
}
