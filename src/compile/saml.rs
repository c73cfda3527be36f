//! SAML providers: their fields, the attributes of our own, and the application's certificates.

use super::certificate::signing_key;
use super::flows::with_flows;
use super::mappings::GroupValues;
use super::prepare::Prepared;
use super::resolve::default_mappings;
use super::settle::Settle;
use crate::error::{Failure, Problems};
use crate::model::facts::Facts;
use crate::model::python::{list_of_all_groups, list_of_values};
use crate::model::resource::{Address, Field, Kind, Reference, Resource, marked};
use crate::model::web::check_address;
use crate::model::x509::{self, KeyKind};
use crate::model::{Capabilities, Slug};
use crate::preset::check::DEFAULT_ATTRIBUTES;
use crate::preset::format::{
    self, GroupNames, NameId, SamlAlgorithm, SamlBinding, SamlLogoutMethod, SigningKey, Template,
};
use crate::preset::template::{Context, evaluate, render};
use serde_json::{Value, json};

/// A provider's fields without templates. A field that is absent is not ours.
#[derive(Debug, Clone)]
pub struct SamlSettled {
    acs_url: String,
    audience: String,
    binding: SamlBinding,
    name_id: Option<NameId>,
    attributes: Vec<String>,
    sign_assertion: bool,
    sign_response: bool,
    algorithm: SamlAlgorithm,
    encryption: Option<Given>,
    verification: Option<Given>,
    relay_state: Option<String>,
    times: Vec<(&'static str, String)>,
    logout_url: Option<String>,
    logout_binding: Option<SamlBinding>,
    logout_method: Option<SamlLogoutMethod>,
}

/// A certificate of the application, without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Given {
    name: String,
    pem: String,
}

/// An attribute of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The mapping's name, with the mark.
    pub name: String,
    /// The attribute's name in the assertion.
    pub saml_name: String,
    friendly_name: Option<String>,
    /// Each value with the groups whose members get it; the names of all groups, if absent.
    values: Option<GroupValues>,
}

/// Renders a provider's fields; what is wrong with them is told to `problems`.
pub(super) fn settle(
    declared: &format::Saml,
    slug: &Slug,
    context: &Context,
    problems: &mut Problems,
) -> Result<SamlSettled, Failure> {
    let mut settle = Settle { context, problems };
    let acs_url = settle.text(Some(&declared.acs_url))?.unwrap_or_default();
    if let Err(reason) = check_address(&acs_url) {
        settle.problems.add(format!("the assertion consumer service (ACS): {reason}"));
    }
    let audience = settle.text(Some(&declared.audience))?.unwrap_or_default();
    if audience.is_empty() {
        settle.problems.add("the application's entity id is empty: an assertion without it is good anywhere");
    }
    let logout_url = settle.text(declared.logout_url.as_ref())?;
    if let Some(Err(reason)) = logout_url.as_deref().map(check_address) {
        settle.problems.add(format!("the address for logging out: {reason}"));
    }
    let encryption = certificate(&mut settle, slug, ENCRYPTION, declared.encryption_certificate.as_ref())?;
    let verification = certificate(&mut settle, slug, "verification", declared.verification_certificate.as_ref())?;
    let logout_method = settle.word("logout_method", declared.logout_method.as_ref())?;
    let logout_binding = settle.word("logout_binding", declared.logout_binding.as_ref())?;
    let sign_assertion = settle.word("sign_assertion", declared.sign_assertion.as_ref())?.unwrap_or(true);
    let sign_response = settle.word("sign_response", declared.sign_response.as_ref())?.unwrap_or(false);
    if declared.signing_key != Some(SigningKey::None) && !sign_assertion && !sign_response {
        settle.problems.add(
            "neither the assertion nor the answer would be signed, and authentik refuses a signing key that signs nothing",
        );
    }
    let mut times = Vec::new();
    for (field, template) in [
        ("assertion_valid_not_before", &declared.assertion_valid_not_before),
        ("assertion_valid_not_on_or_after", &declared.assertion_valid_not_on_or_after),
        ("session_valid_not_on_or_after", &declared.session_valid_not_on_or_after),
    ] {
        times.extend(settle.duration(field, template.as_ref())?.map(|time| (field, time)));
    }
    Ok(SamlSettled {
        acs_url,
        audience,
        binding: settle.word("binding", declared.binding.as_ref())?.unwrap_or(SamlBinding::Post),
        name_id: settle.word("name_id", declared.name_id.as_ref())?,
        attributes: settle.among(&declared.attributes, "the attribute", &DEFAULT_ATTRIBUTES)?,
        sign_assertion,
        sign_response,
        algorithm: settle.word("algorithm", declared.algorithm.as_ref())?.unwrap_or(SamlAlgorithm::RsaSha256),
        encryption,
        verification,
        relay_state: settle.text(declared.relay_state.as_ref())?,
        times,
        logout_url,
        // authentik turns a logout from server to server that is not posted into one by the browser,
        // without a word (authentik 2025.10 and later).
        logout_binding: match logout_method {
            Some(SamlLogoutMethod::Backchannel) => Some(SamlBinding::Post),
            _ => logout_binding,
        },
        logout_method,
    })
}

/// A certificate of the application, where the preset has one for these inputs.
fn certificate(
    settle: &mut Settle,
    slug: &Slug,
    purpose: &str,
    template: Option<&Template>,
) -> Result<Option<Given>, Failure> {
    let Some(text) = settle.text(template)? else { return Ok(None) };
    let what = format!("the application's certificate for {purpose}");
    match x509::Certificate::read(&text) {
        // authentik encrypts with RSA (all versions): with another key every login would fail.
        Ok(read) if purpose == ENCRYPTION && read.key_kind != KeyKind::Rsa => {
            settle.problems.add(format!("{what} has a key of the kind {}, and an RSA key is needed", read.key_kind));
            Ok(None)
        }
        Ok(read) => Ok(Some(Given { name: marked(&format!("{slug}: {purpose}")), pem: read.pem })),
        Err(reason) => {
            settle.problems.add(format!("{what}: {reason}"));
            Ok(None)
        }
    }
}

/// What the certificate is for with which assertions are encrypted.
const ENCRYPTION: &str = "encryption";

/// The attributes of our own that the preset has for these inputs.
pub(super) fn attributes(
    declared: &[format::SamlMapping],
    context: &Context,
    problems: &mut Problems,
) -> Result<Vec<Attribute>, Failure> {
    let mut attributes: Vec<Attribute> = Vec::new();
    for mapping in declared {
        if !mapping.when.as_ref().map_or(Ok(true), |when| evaluate(when, context))? {
            continue;
        }
        let values = match (&mapping.group_values, mapping.group_names) {
            (Some(values), _) => Some(super::mappings::group_values(values, context)?),
            (None, Some(GroupNames::All) | None) => None,
        };
        let attribute = Attribute {
            name: marked(&render(&mapping.name, context)?),
            saml_name: render(&mapping.attribute, context)?,
            friendly_name: super::settle::text(mapping.friendly_name.as_ref(), context)?,
            values,
        };
        if attributes.iter().any(|other| other.name == attribute.name) {
            problems.add(format!("two attributes of the preset get the name `{}`", attribute.name));
        }
        attributes.push(attribute);
    }
    Ok(attributes)
}

impl Attribute {
    /// Where its mapping stands.
    pub(super) fn address(&self) -> Address {
        Address::new(Kind::SamlMapping, &self.name)
    }

    /// The mapping as it must be.
    pub(super) fn resource(&self) -> Resource {
        let expression = match &self.values {
            Some(values) => list_of_values(values),
            None => list_of_all_groups(),
        };
        Resource::new(self.address())
            .with("name", Field::text(&self.name))
            .with("saml_name", Field::text(&self.saml_name))
            .with("expression", Field::text(expression))
            .with_some("friendly_name", self.friendly_name.as_ref().map(Field::text))
    }
}

impl SamlSettled {
    fn given(&self) -> impl Iterator<Item = &Given> {
        [&self.encryption, &self.verification].into_iter().flatten()
    }

    /// The names of the certificates that may be there already.
    pub(super) fn certificates(&self) -> Vec<String> {
        self.given().map(|given| given.name.clone()).collect()
    }

    /// The application's certificates as resources.
    pub(super) fn certificate_resources(&self) -> Vec<Resource> {
        let resource = |given: &Given| {
            Resource::new(Address::new(Kind::Certificate, &given.name))
                .with("name", Field::text(&given.name))
                .with("certificate_data", Field::text(&given.pem))
        };
        self.given().map(resource).collect()
    }
}

/// The provider as it must be in this authentik.
pub(super) fn provider(
    address: Address,
    prepared: &Prepared,
    saml: &SamlSettled,
    (facts, can): (&Facts, &Capabilities),
    problems: &mut Problems,
) -> Resource {
    if let Some(most) = can.saml_longest_acs.filter(|most| saml.acs_url.chars().count() > *most) {
        problems.add(format!(
            "the assertion consumer service (ACS) has {} characters, and authentik {} takes {most}",
            saml.acs_url.chars().count(),
            can.version
        ));
    }
    let key = prepared.signs_with(facts);
    let key = key.and_then(|name| signing_key(name, prepared.own_certificate.is_some(), facts, problems));
    let certificate = |given: &Option<Given>| match given {
        Some(given) => Field::Reference(Reference::Planned(Address::new(Kind::Certificate, &given.name))),
        None => Field::Value(Value::Null),
    };
    let (digest, signature) = algorithms(saml.algorithm);
    let known = |known: bool, field: Option<Field>| field.filter(|_| known);
    let policy = saml.name_id.map(|name_id| match name_id {
        NameId::Email => Field::text(EMAIL_ADDRESS),
        _ => Field::text(UNSPECIFIED),
    });
    let name_id = saml.name_id.map(|name_id| {
        let id = managed(name_id.as_str());
        default_mappings(&[id], &facts.saml_mappings, BLUEPRINT, problems).into_iter().next().map(Field::Reference)
    });
    let mut resource = Resource::new(address)
        .with("name", Field::text(&prepared.provider))
        .with("acs_url", Field::text(&saml.acs_url))
        .with("audience", Field::text(&saml.audience))
        .with("sp_binding", Field::text(saml.binding.as_str()))
        .with("signing_kp", key.map_or(Field::Value(Value::Null), Field::Reference))
        .with("sign_assertion", Field::Value(json!(saml.sign_assertion && prepared.certificate.is_some())))
        .with("sign_response", Field::Value(json!(saml.sign_response && prepared.certificate.is_some())))
        .with("digest_algorithm", Field::text(digest))
        .with("signature_algorithm", Field::text(signature))
        .with("encryption_kp", certificate(&saml.encryption))
        .with("verification_kp", certificate(&saml.verification))
        .with("property_mappings", Field::References(mappings(prepared, saml, facts, problems)))
        .with_some("name_id_mapping", name_id.flatten())
        .with_some("default_name_id_policy", known(can.saml_name_id_policy, policy))
        .with_some("default_relay_state", saml.relay_state.as_ref().map(Field::text))
        .with_some("sls_url", known(can.saml_logout, saml.logout_url.as_ref().map(Field::text)))
        .with_some(
            "sls_binding",
            known(can.saml_logout, saml.logout_binding.map(|binding| Field::text(binding.as_str()))),
        )
        .with_some(
            "logout_method",
            known(can.saml_logout, saml.logout_method.map(|method| Field::text(method.as_str()))),
        );
    for field in can.saml_issuer {
        resource = resource.with(field, Field::text(prepared.endpoints.issuer().unwrap_or_default()));
    }
    for (field, time) in &saml.times {
        resource = resource.with(field, Field::text(time));
    }
    with_flows(resource, &prepared.flows, prepared.second_factor.as_ref(), facts, can, problems)
}

/// The format of a `NameID` that is a mail address (SAML 2.0).
const EMAIL_ADDRESS: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

/// The format of a `NameID` of which nothing is said: authentik's default (2025.8 and later).
const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

/// The blueprint that brings authentik's own mappings back.
const BLUEPRINT: &str = "System - SAML Provider - Mappings";

/// The `managed` id of authentik's default mapping of an attribute (all versions).
fn managed(attribute: &str) -> String {
    format!("goauthentik.io/providers/saml/{attribute}")
}

/// The default mappings by their stable ids, then our own.
fn mappings(prepared: &Prepared, saml: &SamlSettled, facts: &Facts, problems: &mut Problems) -> Vec<Reference> {
    let ids: Vec<String> = saml.attributes.iter().map(|attribute| managed(attribute)).collect();
    let mut references = default_mappings(&ids, &facts.saml_mappings, BLUEPRINT, problems);
    references.extend(prepared.attributes.iter().map(|attribute| Reference::Planned(attribute.address())));
    references
}

/// The names of digest and signature algorithm (authentik 2024.8 to 2026.8; XML Signature).
fn algorithms(algorithm: SamlAlgorithm) -> (&'static str, &'static str) {
    match algorithm {
        SamlAlgorithm::RsaSha256 => {
            ("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
        }
        SamlAlgorithm::RsaSha384 => {
            ("http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384")
        }
        SamlAlgorithm::RsaSha512 => {
            ("http://www.w3.org/2001/04/xmlenc#sha512", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512")
        }
        SamlAlgorithm::RsaSha1 => {
            ("http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")
        }
    }
}
