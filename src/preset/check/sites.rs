//! Every place of a preset where something is evaluated.

mod client;

use crate::preset::format::{
    Application, Certificate, Condition, Data, GroupValues, Input, Line, Literal, Preset, Template, Word,
};
use crate::preset::position::Path;
use crate::preset::template::mentions;

/// Which names are known at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// The inputs before this one, counted from 0.
    Before(usize),
    /// All inputs.
    Inputs,
    /// The slug: inputs and the name.
    Slug,
    /// What goes to authentik: inputs and public facts of the integration.
    Authentik,
    /// What people read about the application: also the scopes.
    Talk,
    /// What is entered in the application: also the client secret.
    Client,
}

/// What is evaluated at a place.
#[derive(Debug, Clone)]
pub(super) enum Text<'a> {
    Template(&'a Template),
    /// A default, which is a template although it is not written as one.
    Default(Template),
    Condition(&'a Condition),
    /// The name of a list.
    List(&'a str),
}

/// A place where something is evaluated.
#[derive(Debug, Clone)]
pub(super) struct Site<'a> {
    pub path: Path,
    pub text: Text<'a>,
    pub area: Area,
    /// The list whose item is known here.
    pub each: Option<&'a str>,
}

/// All places.
pub(super) fn sites(preset: &Preset) -> Vec<Site<'_>> {
    let mut walk = Walk { sites: Vec::new() };
    let root = Path::root();
    for (at, (name, input)) in preset.inputs.iter().enumerate() {
        walk.input(at, input, &root.key("inputs").key(name));
    }
    for (at, check) in preset.checks.iter().enumerate() {
        let path = root.key("checks").index(at);
        walk.gate(&path, check.when.as_ref(), None, Area::Inputs);
        walk.push(path.key("that"), Text::Condition(&check.that), Area::Inputs, None);
        walk.push(path.key("message"), Text::Template(&check.message), Area::Inputs, None);
    }
    walk.authentik(preset, &root.key("authentik"));
    walk.client(preset, &root.key("client"));
    walk.lines(&preset.warnings, &root.key("warnings"), Area::Talk);
    walk.sites
}

/// Whether anything of a preset names this variable.
#[must_use]
pub fn is_named(preset: &Preset, name: &str) -> bool {
    sites(preset).iter().any(|site| match &site.text {
        Text::Template(template) => mentions(template.as_str(), name),
        Text::Default(template) => mentions(template.as_str(), name),
        Text::Condition(condition) => mentions(condition.as_str(), name),
        Text::List(_) => false,
    })
}

struct Walk<'a> {
    sites: Vec<Site<'a>>,
}

impl<'a> Walk<'a> {
    fn push(&mut self, path: Path, text: Text<'a>, area: Area, each: Option<&'a str>) {
        self.sites.push(Site { path, text, area, each });
    }

    /// The `when` and `each` of an element; the condition knows what is known in the area.
    fn gate(&mut self, path: &Path, when: Option<&'a Condition>, each: Option<&'a str>, area: Area) {
        if let Some(when) = when {
            self.push(path.key("when"), Text::Condition(when), area, each);
        }
        if let Some(each) = each {
            self.push(path.key("each"), Text::List(each), Area::Inputs, None);
        }
    }

    fn input(&mut self, at: usize, input: &'a Input, path: &Path) {
        if let Some(when) = &input.when {
            self.push(path.key("when"), Text::Condition(when), Area::Before(at), None);
        }
        if let Some(Literal::Text(text)) = &input.default {
            let text = Text::Default(Template(text.clone()));
            self.push(path.key("default"), text, Area::Before(at), None);
        }
    }

    fn authentik(&mut self, preset: &'a Preset, path: &Path) {
        let authentik = &preset.authentik;
        if let Some(application) = &authentik.application {
            self.application(application, &path.key("application"));
        }
        if let Some(source) = &authentik.source {
            let path = path.key("source");
            self.push(path.key("slug"), Text::Template(&source.slug), Area::Slug, None);
            let user_path = source.scim.as_ref().and_then(|scim| scim.user_path.as_ref());
            self.optional(path.key("scim").key("user_path"), user_path, None);
        }
        for (at, group) in authentik.groups.iter().enumerate() {
            let path = path.key("groups").index(at);
            self.gate(&path, group.when.as_ref(), group.each.as_deref(), Area::Inputs);
            self.optional(path.key("name"), Some(&group.name), group.each.as_deref());
        }
        for (at, binding) in authentik.bindings.iter().enumerate() {
            let path = path.key("bindings").index(at);
            self.gate(&path, binding.when.as_ref(), binding.each.as_deref(), Area::Inputs);
            self.optional(path.key("group"), Some(&binding.group), binding.each.as_deref());
        }
        self.mappings(preset, &path.key("scope_mappings"));
        self.attributes(preset, &path.key("saml_mappings"));
        self.oauth2(preset, &path.key("provider").key("oauth2"));
        self.saml(preset, &path.key("provider").key("saml"));
        self.proxy(preset, &path.key("provider").key("proxy"));
        self.scim(preset, &path.key("backchannel").key("scim"));
    }

    fn application(&mut self, application: &'a Application, path: &Path) {
        self.push(path.key("slug"), Text::Template(&application.slug), Area::Slug, None);
        let texts = [
            ("launch_url", &application.launch_url),
            ("group", &application.group),
            ("description", &application.description),
            ("publisher", &application.publisher),
            ("icon", &application.icon),
        ];
        for (key, text) in texts {
            self.optional(path.key(key), text.as_ref(), None);
        }
    }

    fn attributes(&mut self, preset: &'a Preset, path: &Path) {
        for (at, mapping) in preset.authentik.saml_mappings.iter().enumerate() {
            let path = path.index(at);
            self.gate(&path, mapping.when.as_ref(), None, Area::Inputs);
            self.optional(path.key("name"), Some(&mapping.name), None);
            self.optional(path.key("attribute"), Some(&mapping.attribute), None);
            self.optional(path.key("friendly_name"), mapping.friendly_name.as_ref(), None);
            self.group_values(mapping.group_values.as_ref(), &path.key("group_values"));
        }
    }

    fn group_values(&mut self, values: Option<&'a GroupValues>, path: &Path) {
        let Some(values) = values else { return };
        self.gate(path, None, Some(&values.each), Area::Inputs);
        self.optional(path.key("group"), Some(&values.group), Some(&values.each));
        self.optional(path.key("value"), Some(&values.value), Some(&values.each));
    }

    fn certificate(&mut self, certificate: Option<&'a Certificate>, path: &Path) {
        let Some(certificate) = certificate else { return };
        self.optional(path.key("common_name"), Some(&certificate.common_name), None);
        for (at, name) in certificate.alternative_names.iter().enumerate() {
            let path = path.key("alternative_names").index(at);
            self.gate(&path, name.when.as_ref(), name.each.as_deref(), Area::Inputs);
            self.optional(path.key("name"), Some(&name.name), name.each.as_deref());
        }
    }

    fn saml(&mut self, preset: &'a Preset, path: &Path) {
        let Some(provider) = &preset.authentik.provider.saml else { return };
        self.certificate(provider.certificate.as_ref(), &path.key("certificate"));
        self.lines(&provider.attributes, &path.key("attributes"), Area::Authentik);
        let texts = [
            ("acs_url", Some(&provider.acs_url)),
            ("audience", Some(&provider.audience)),
            ("binding", provider.binding.as_ref().and_then(Word::template)),
            ("name_id", provider.name_id.as_ref().and_then(Word::template)),
            ("authentication_flow", provider.authentication_flow.as_ref()),
            ("authorization_flow", provider.authorization_flow.as_ref()),
            ("invalidation_flow", provider.invalidation_flow.as_ref()),
            ("sign_assertion", provider.sign_assertion.as_ref().and_then(Word::template)),
            ("sign_response", provider.sign_response.as_ref().and_then(Word::template)),
            ("algorithm", provider.algorithm.as_ref().and_then(Word::template)),
            ("encryption_certificate", provider.encryption_certificate.as_ref()),
            ("verification_certificate", provider.verification_certificate.as_ref()),
            ("relay_state", provider.relay_state.as_ref()),
            ("assertion_valid_not_before", provider.assertion_valid_not_before.as_ref()),
            ("assertion_valid_not_on_or_after", provider.assertion_valid_not_on_or_after.as_ref()),
            ("session_valid_not_on_or_after", provider.session_valid_not_on_or_after.as_ref()),
            ("logout_url", provider.logout_url.as_ref()),
            ("logout_binding", provider.logout_binding.as_ref().and_then(Word::template)),
            ("logout_method", provider.logout_method.as_ref().and_then(Word::template)),
        ];
        for (key, text) in texts {
            self.optional(path.key(key), text, None);
        }
    }

    fn proxy(&mut self, preset: &'a Preset, path: &Path) {
        let Some(provider) = &preset.authentik.provider.proxy else { return };
        self.lines(&provider.skip_paths, &path.key("skip_paths"), Area::Authentik);
        self.lines(&provider.reverse_proxies, &path.key("reverse_proxies"), Area::Authentik);
        if let Some(basic_auth) = &provider.basic_auth {
            let path = path.key("basic_auth");
            self.optional(path.key("user_attribute"), Some(&basic_auth.user_attribute), None);
            self.optional(path.key("password_attribute"), Some(&basic_auth.password_attribute), None);
        }
        let texts = [
            ("mode", provider.mode.template()),
            ("external_host", Some(&provider.external_host)),
            ("internal_host", provider.internal_host.as_ref()),
            ("cookie_domain", provider.cookie_domain.as_ref()),
            ("intercept_header_auth", provider.intercept_header_auth.as_ref().and_then(Word::template)),
            ("internal_host_ssl_validation", provider.internal_host_ssl_validation.as_ref().and_then(Word::template)),
            ("access_token_validity", provider.access_token_validity.as_ref()),
            ("authentication_flow", provider.authentication_flow.as_ref()),
            ("authorization_flow", provider.authorization_flow.as_ref()),
            ("invalidation_flow", provider.invalidation_flow.as_ref()),
            ("outpost_url", provider.outpost_url.as_ref()),
        ];
        for (key, text) in texts {
            self.optional(path.key(key), text, None);
        }
    }

    fn scim(&mut self, preset: &'a Preset, path: &Path) {
        let Some(scim) = preset.authentik.backchannel.as_ref().and_then(|one| one.scim.as_ref()) else { return };
        self.gate(path, scim.when.as_ref(), None, Area::Inputs);
        self.lines(&scim.groups, &path.key("groups"), Area::Authentik);
        let texts = [
            ("url", Some(&scim.url)),
            ("exclude_service_accounts", scim.exclude_service_accounts.as_ref().and_then(Word::template)),
            ("verify_certificates", scim.verify_certificates.as_ref().and_then(Word::template)),
            ("compatibility", scim.compatibility.as_ref().and_then(Word::template)),
        ];
        for (key, text) in texts {
            self.optional(path.key(key), text, None);
        }
    }

    fn mappings(&mut self, preset: &'a Preset, path: &Path) {
        for (at, mapping) in preset.authentik.scope_mappings.iter().enumerate() {
            let path = path.index(at);
            self.gate(&path, mapping.when.as_ref(), None, Area::Inputs);
            self.optional(path.key("name"), Some(&mapping.name), None);
            self.optional(path.key("scope"), Some(&mapping.scope), None);
            self.optional(path.key("description"), mapping.description.as_ref(), None);
            for (number, claim) in mapping.claims.iter().enumerate() {
                let path = path.key("claims").index(number);
                self.optional(path.key("claim"), Some(&claim.claim), None);
                self.group_values(claim.group_values.as_ref(), &path.key("group_values"));
                self.group_values(claim.group_value.as_ref(), &path.key("group_value"));
                self.optional(path.key("attribute"), claim.attribute.as_ref(), None);
                self.optional(path.key("group_attribute"), claim.group_attribute.as_ref(), None);
                if let Some(Data::Text(text)) = &claim.value {
                    self.optional(path.key("value"), Some(text), None);
                }
            }
        }
    }

    fn oauth2(&mut self, preset: &'a Preset, path: &Path) {
        let Some(provider) = &preset.authentik.provider.oauth2 else { return };
        self.certificate(provider.certificate.as_ref(), &path.key("certificate"));
        for (at, uri) in provider.redirect_uris.iter().enumerate() {
            let path = path.key("redirect_uris").index(at);
            self.gate(&path, uri.when.as_ref(), uri.each.as_deref(), Area::Inputs);
            self.optional(path.key("strict"), uri.strict.as_ref(), uri.each.as_deref());
            self.optional(path.key("regex"), uri.regex.as_ref(), uri.each.as_deref());
        }
        self.lines(&provider.grant_types, &path.key("grant_types"), Area::Authentik);
        self.lines(&provider.scopes, &path.key("scopes"), Area::Authentik);
        self.lines(&provider.trusted_providers, &path.key("trusted_providers"), Area::Authentik);
        let texts = [
            ("client_type", provider.client_type.template()),
            ("authentication_flow", provider.authentication_flow.as_ref()),
            ("authorization_flow", provider.authorization_flow.as_ref()),
            ("invalidation_flow", provider.invalidation_flow.as_ref()),
            ("signing_key", provider.signing_key.as_ref().and_then(Word::template)),
            ("sub_mode", provider.sub_mode.as_ref().and_then(Word::template)),
            ("issuer_mode", provider.issuer_mode.as_ref().and_then(Word::template)),
            ("include_claims_in_id_token", provider.include_claims_in_id_token.as_ref().and_then(Word::template)),
            ("access_code_validity", provider.access_code_validity.as_ref()),
            ("access_token_validity", provider.access_token_validity.as_ref()),
            ("refresh_token_validity", provider.refresh_token_validity.as_ref()),
            ("refresh_token_threshold", provider.refresh_token_threshold.as_ref()),
            ("client_id", provider.client_id.as_ref()),
            ("encryption_key", provider.encryption_key.as_ref()),
            ("logout_uri", provider.logout_uri.as_ref()),
            ("logout_method", provider.logout_method.as_ref().and_then(Word::template)),
        ];
        for (key, text) in texts {
            self.optional(path.key(key), text, None);
        }
    }

    /// A template of the authentik section.
    fn optional(&mut self, path: Path, text: Option<&'a Template>, each: Option<&'a str>) {
        if let Some(text) = text {
            self.push(path, Text::Template(text), Area::Authentik, each);
        }
    }

    fn lines(&mut self, lines: &'a [Line], path: &Path, area: Area) {
        for (at, line) in lines.iter().enumerate() {
            let path = path.index(at);
            let conditions = if area == Area::Talk { area } else { Area::Inputs };
            self.gate(&path, line.when.as_ref(), line.each.as_deref(), conditions);
            let is_long = line.when.is_some() || line.each.is_some();
            let text = if is_long { path.key("text") } else { path };
            self.push(text, Text::Template(&line.text), area, line.each.as_deref());
        }
    }
}
